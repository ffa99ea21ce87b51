import { describe, expect, it } from 'vitest';
import { HearthError, errorInfo } from '../core/errors.ts';
import { failureOf } from './failure.ts';

describe('failureOf', () => {
  it.each([
    [new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    [new Error("Can't create a session. ERROR_CODE: 6, std::bad_alloc"), 'out-of-memory'],
    [new WebAssembly.RuntimeError('Out of memory'), 'out-of-memory'],
    [new Error('[WebGPU] Device lost: GPU process crashed'), 'device-lost'],
    [Object.assign(new Error('x'), { name: 'ModelFileNotFoundError' }), 'model-missing'],
    [new HearthError(errorInfo('context-overflow')), 'context-overflow'],
    [new Error("Can't create a session. Protobuf parsing failed."), 'model-corrupt'],
    ['a string', 'model-corrupt'],
  ])('takes %s for %s', (caught, code) => {
    expect(failureOf(caught, 'model-corrupt').code).toBe(code);
  });
});
