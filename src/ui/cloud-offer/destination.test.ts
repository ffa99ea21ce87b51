import { describe, expect, it } from 'vitest';
import { destinationOf } from './destination.ts';

describe('destinationOf', () => {
  it.each([
    ['http://localhost:11434/v1/chat/completions', 'this-device'],
    ['http://app.localhost/v1', 'this-device'],
    ['http://127.0.0.1:8000/v1', 'this-device'],
    ['http://[::1]:8000/v1', 'this-device'],
    ['http://192.168.1.20:1234/v1', 'local-network'],
    ['http://10.0.0.5/v1', 'local-network'],
    ['http://172.16.0.1/v1', 'local-network'],
    ['http://[fd12:3456::1]/v1', 'local-network'],
    ['http://[fe80::1]/v1', 'local-network'],
    ['http://nas.local/v1', 'local-network'],
    ['http://gpu-box:8000/v1', 'local-network'],
    ['https://api.openai.com/v1', 'internet'],
    ['http://172.32.0.1/v1', 'internet'],
    ['http://11.0.0.1/v1', 'internet'],
    ['https://localhost.example.com/v1', 'internet'],
    ['https://10.0.0.1.example.com/v1', 'internet'],
    ['http://[2001:db8::1]/v1', 'internet'],
  ] as const)('%s reaches %s', (url, reach) => {
    expect(destinationOf(url).reach).toBe(reach);
  });

  it('shows the host with its port, and whether the way is encrypted', () => {
    expect(destinationOf('http://localhost:11434/v1')).toMatchObject({
      host: 'localhost:11434',
      encrypted: false,
    });
    expect(destinationOf('https://api.openai.com/v1')).toMatchObject({
      host: 'api.openai.com',
      encrypted: true,
    });
  });

  it('takes what it cannot read for the open internet', () => {
    expect(destinationOf('nonsense')).toEqual({
      host: 'nonsense',
      reach: 'internet',
      encrypted: false,
    });
  });
});
