/** The beginning of a text on one line, its first sentence where that fits. */
export function shortened(text: string, length: number): string {
  const line = text
    .slice(0, length * 8)
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= length) return line;
  const sentence = /^.*?[.!?](?=\s)/.exec(line.slice(0, length + 1))?.[0];
  if (sentence !== undefined && sentence.length > 10) return sentence;
  const cut = line.slice(0, length - 1);
  const space = cut.lastIndexOf(" ");
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`;
}
