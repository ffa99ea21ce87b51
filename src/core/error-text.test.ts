import { describe, expect, it } from 'vitest';
import { errorText } from './error-text.ts';
import type { ErrorCode } from './errors.ts';
import { errorInfo } from './errors.ts';
import { libraryErrorText } from './library-error-text.ts';

/** Every code, by the compiler's own account; true where the words alone say what to do, without a button. */
const WORDS_ONLY: Record<ErrorCode, boolean> = {
  'webgpu-unavailable': false,
  'wasm-unsupported': true,
  'engine-crashed': false,
  'device-lost': false,
  'out-of-memory': false,
  'model-missing': false,
  'model-corrupt': false,
  'model-garbled': false,
  'model-library-mismatch': false,
  'model-not-loaded': false,
  'model-fell-back': false,
  'context-overflow': false,
  'engine-elsewhere': false,
  'generation-failed': false,
  'prompt-empty': true,
  'storage-full': false,
  'storage-blocked': true,
  'stored-data-newer': false,
  'stored-data-corrupt': true,
  'offline-no-room': false,
  'offline-incomplete': false,
  'download-airtight': false,
  'download-unrecorded': false,
  'download-offline': false,
  'download-cut': false,
  'download-changed': false,
  'download-corrupt': false,
  'hub-unreachable': false,
  'hub-busy': false,
  'hub-error': false,
  'hub-forbidden': true,
  'hub-not-found': false,
  'hub-bad-answer': false,
  'model-storage-full': false,
  'model-in-use': false,
  'model-reference-bad': true,
  'model-unknown-kind': true,
  'model-library-needed': true,
  'import-incomplete': false,
  'import-corrupt': false,
  'cloud-airtight': false,
  'cloud-ungated': false,
  'cloud-unrecorded': false,
  'cloud-budget-spent': false,
  'cloud-locked': true,
  'cloud-not-configured': false,
  'cloud-bad-url': false,
  'cloud-offline': false,
  'cloud-unreachable': false,
  'cloud-unauthorized': false,
  'cloud-not-found': false,
  'cloud-rate-limited': false,
  'cloud-server-error': false,
  'cloud-rejected': false,
  'cloud-stream-broken': false,
  'cloud-timeout': false,
  unexpected: false,
};
const CODES = Object.keys(WORDS_ONLY).filter((key): key is ErrorCode => key in WORDS_ONLY);

describe('errorText', () => {
  it.each(CODES)('has words for %s, and a next action', (code) => {
    const { title, message, action } = libraryErrorText(errorInfo(code));
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(message).toMatch(/^[A-Z].{10,}\.$/s);
    expect(message).not.toContain(code);
    expect(action === 'none').toBe(WORDS_ONLY[code]);
  });

  it('tells the errors apart by their titles', () => {
    expect(new Set(CODES.map((code) => libraryErrorText(errorInfo(code)).title)).size).toBe(CODES.length);
  });

  it('tells how long an endpoint asks to wait, rounded up', () => {
    const message = (retryAfterMs: number) => errorText({ code: 'cloud-rate-limited', retryAfterMs }).message;
    expect(message(1400)).toContain('wait 2 seconds');
    expect(message(900)).toContain('wait 1 second before');
    expect(message(0)).toContain('wait 1 second before');
  });

  it('has words for a code that another version stored', () => {
    const stored: { code: ErrorCode } = JSON.parse('{"code":"invented-later"}');
    expect(errorText(stored)).toEqual(errorText(errorInfo('unexpected')));
    const inherited: { code: ErrorCode } = JSON.parse('{"code":"constructor"}');
    expect(errorText(inherited)).toEqual(errorText(errorInfo('unexpected')));
  });
});
