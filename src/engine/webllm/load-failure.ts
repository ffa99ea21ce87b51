import { HearthError, errorInfo } from '../../core/errors.ts';
import type { ErrorCode, ErrorInfo } from '../../core/errors.ts';
import { failureOf } from '../failure.ts';

/** By the names that web-llm and the browser give their errors. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  // Compiled for another version of web-llm: what it imports is not there.
  LinkError: 'model-library-mismatch',
  // The same of the file that tells how to call it.
  ArtifactManifestError: 'model-library-mismatch',
  // Not WebAssembly at all.
  CompileError: 'model-library-mismatch',
  ShaderF16SupportError: 'webgpu-unavailable',
  FeatureSupportError: 'webgpu-unavailable',
  WebGPUNotAvailableError: 'webgpu-unavailable',
  DeviceLostError: 'device-lost',
};

/** A library of another version may link and then lack a function, or have one of another shape. */
const LIBRARY = /cannot find function|unknown function|not a function|is not defined in the module/iu;
const LIMITS =
  /requested max\w+ exceeds limit|cannot find adapter|not supported WebGPU|artifact requires (?:unsupported WebGPU|max)/iu;

/** What web-llm threw while it loaded a model, as data. */
export function loadFailure(caught: unknown): ErrorInfo {
  if (!(caught instanceof Error) || caught instanceof HearthError) return failureOf(caught, 'model-corrupt');
  const words = `${caught.name}: ${caught.message}`;
  if (LIMITS.test(words)) return errorInfo('webgpu-unavailable', words);
  const code = CODES[caught.name];
  if (code !== undefined) return errorInfo(code, words);
  return LIBRARY.test(words) ? errorInfo('model-library-mismatch', words) : failureOf(caught, 'model-corrupt');
}
