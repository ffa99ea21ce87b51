/** Where a request would go, as the person who decides should see it. */
export interface Destination {
  /** Host with port, or the whole text if it is no URL. */
  readonly host: string;
  readonly reach: 'this-device' | 'local-network' | 'internet';
  readonly encrypted: boolean;
}

const THIS_DEVICE = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1\])$/;
const LOCAL_NETWORK =
  /^(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|169\.254(?:\.\d+){2}|\[f[cd][\da-f:]+\]|\[fe[89ab][\da-f:]+\]|.+\.(?:local|lan|internal|home\.arpa)|[^.:[\]]+)$/;

export function destinationOf(url: string): Destination {
  if (!URL.canParse(url)) return { host: url, reach: 'internet', encrypted: false };
  const { host, hostname, protocol } = new URL(url);
  return { host, reach: reachOf(hostname), encrypted: protocol === 'https:' };
}

function reachOf(hostname: string): Destination['reach'] {
  if (THIS_DEVICE.test(hostname)) return 'this-device';
  // A name without dots is resolved on the local network only.
  return LOCAL_NETWORK.test(hostname) ? 'local-network' : 'internet';
}
