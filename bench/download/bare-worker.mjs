/**
 * The least that a download into the private file system can be: one connection, no hashing, no journal.
 *
 * @param {readonly string[]} urls
 * @returns {Promise<number>} milliseconds
 */
async function download(urls) {
  const root = await navigator.storage.getDirectory();
  const startMs = performance.now();
  for (const [index, url] of urls.entries()) {
    const handle = await (await root.getFileHandle(`bare-${index}`, { create: true })).createSyncAccessHandle();
    const reader = (await fetch(url, { cache: 'no-store' })).body?.getReader();
    let at = 0;
    for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
      at += handle.write(read.value, { at });
    }
    handle.flush();
    handle.close();
  }
  const durationMs = performance.now() - startMs;
  for (const index of urls.keys()) await root.removeEntry(`bare-${index}`);
  return durationMs;
}

self.addEventListener('message', ({ data }) => {
  void download(data).then(
    (ms) => self.postMessage({ ms }),
    (caught) => self.postMessage({ error: String(caught) }),
  );
});
