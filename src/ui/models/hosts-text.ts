import type { FileSelection } from '../../core/models/source.ts';

/** Every host that a download asks by itself: the hub or its mirror, and where an MLC build's compiled library lies. */
export function hostsText(host: string, selection: FileSelection): string {
  const url = selection.format === 'mlc' ? selection.library.url : undefined;
  const libraryHost = url === undefined || !URL.canParse(url) ? host : new URL(url).host;
  return libraryHost === host ? host : `${host}; its compiled library from ${libraryHost}`;
}
