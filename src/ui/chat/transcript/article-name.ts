const NAME_LENGTH = 60;

/** The first words of a message, for its accessible name: one line, whole words. */
export function firstWords(text: string): string {
  const line = text
    .slice(0, 4 * NAME_LENGTH)
    .replace(/[\s#*`_>|-]+/g, ' ')
    .trim();
  if (line.length <= NAME_LENGTH) return line;
  const cut = line.slice(0, NAME_LENGTH + 1);
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > NAME_LENGTH / 2 ? space : NAME_LENGTH)}…`;
}
