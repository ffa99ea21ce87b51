import { describe, expect, it } from 'vitest';
import { HearthError, errorInfo } from '../../core/errors.ts';
import { loadFailure } from './load-failure.ts';

const named = (name: string, message = 'words') => Object.assign(new Error(message), { name });

describe('loadFailure', () => {
  it.each([
    [new WebAssembly.LinkError('import object field "TVMFFIFunctionCall" is not a Function'), 'model-library-mismatch'],
    [new WebAssembly.CompileError('expected magic word'), 'model-library-mismatch'],
    [new Error('Cannot find function create_tir_paged_kv_cache'), 'model-library-mismatch'],
    [new TypeError('this.exports.TVMGetLastError is not a function'), 'model-library-mismatch'],
    [named('ArtifactManifestError', 'artifact contract: interface IDs differ'), 'model-library-mismatch'],
    [named('ArtifactManifestError', 'Compiled artifact requires maxStorageBufferBindingSize 9'), 'webgpu-unavailable'],
    [named('ShaderF16SupportError'), 'webgpu-unavailable'],
    [named('FeatureSupportError'), 'webgpu-unavailable'],
    [named('WebGPUNotAvailableError'), 'webgpu-unavailable'],
    [new Error('Cannot initialize runtime because of requested maxBufferSize exceeds limit.'), 'webgpu-unavailable'],
    [named('DeviceLostError', 'The WebGPU device was lost while loading the model.'), 'device-lost'],
    [new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    [new HearthError(errorInfo('model-missing')), 'model-missing'],
    [new Error('Unexpected token < in JSON'), 'model-corrupt'],
    ['a string', 'model-corrupt'],
  ])('takes %s for %s', (caught, code) => {
    expect(loadFailure(caught).code).toBe(code);
  });
});
