/** A module of this package once more, as a second installed copy of the package would bring it. */
export async function anotherCopy<Module>(file: string): Promise<Module> {
  const url = new URL(`../../src/${file}?another-copy`, import.meta.url);
  return (await import(url.href)) as Module;
}
