/** Opens it at the first call and gives the same one to every other. One that could not be opened is tried anew. */
export function openedOnce<Part>(open: () => Promise<Part>): () => Promise<Part> {
  let opening: Promise<Part> | null = null;
  return () =>
    (opening ??= open().catch((caught: unknown) => {
      opening = null;
      throw caught;
    }));
}
