/** What every provider takes as a tool's name. */
const ACCEPTED = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/**
 * A tool's name as every provider takes it: other characters become `_`, and what is too long is cut and
 * told apart by a hash of the whole. Names that fit stay as they are. A call by the changed name is read as
 * one of the tool.
 */
export function safeToolName(name: string): string {
  if (ACCEPTED.test(name)) return name;
  const plain = name.replace(/[^A-Za-z0-9_-]/g, "_").replace(/^(?![A-Za-z_])/, "_");
  return plain.length <= 64 ? plain : `${plain.slice(0, 55)}_${hash(name)}`;
}

/** FNV-1a, as eight hexadecimal digits. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}
