/** Software adapters by the names they give themselves; not all set `isFallbackAdapter`. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|warp|software/iu;

/** Whether a WebGPU adapter that calls itself this is computed by the processor. */
export function isSoftwareAdapter(names: string): boolean {
  return SOFTWARE.test(names);
}
