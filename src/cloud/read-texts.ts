/** A response's body as it arrives, decoded; `onArrival` hears how many bytes each chunk has. Leaving the loop cancels the download. */
export async function* readTexts(
  response: Response,
  onArrival: (bytes: number) => void,
): AsyncGenerator<string, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      onArrival(value.byteLength);
      const text = decoder.decode(value, { stream: true });
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } finally {
    // Already closed or broken: there is nothing left to cancel and nobody to tell.
    await reader.cancel().catch(() => undefined);
  }
}
