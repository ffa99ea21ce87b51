/** One file of the build, as listed by `tools/vite-precache.ts` and compiled into the service worker. */
export interface PrecacheEntry {
  /** Relative to the scope, no leading slash. */
  readonly path: string;
  /** Changes with the content and with the headers that the file is kept with. */
  readonly revision: string;
  /** Subresource integrity of the content: the browser refuses a file that was altered on the way. */
  readonly integrity: string;
  readonly bytes: number;
  /** `demand`: kept from its first use on, not fetched ahead (a runtime that few browsers need). */
  readonly when: 'install' | 'demand';
}
