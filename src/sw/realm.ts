/** Whose requests to other origins a script may make, by the name that the build gave it. */
type Realm = 'cloud' | 'download';

/** Of a path of the build. */
export function realmOf(path: string): Realm | null {
  if (/(^|\/)cloud-worker-[\w-]+\.js$/.test(path)) return 'cloud';
  return /(^|\/)downloads-worker-[\w-]+\.js$/.test(path) ? 'download' : null;
}

/** Of a worker's address; null outside of this app. */
export function ownerAt(url: string, scope: string): Realm | null {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.startsWith(scope) ? realmOf(pathname) : null;
}
