import { closestNames } from "./closest.ts";
import { ConfigurationError } from "./errors.ts";

/** Every name that the options have, in whichever of their forms; the compiler sees to it that none is forgotten. */
export type OptionNames<Options> = Readonly<Record<NameOf<Options>, unknown>>;
type NameOf<Options> = Options extends unknown ? keyof Options & string : never;

/**
 * For constructors: are the options an object, and does it hold nothing that is not known? A misspelt limit would
 * be no limit.
 *
 * @param owner whose options they are, as the beginning of a sentence: `"CsvDriver"`
 * @param known every option by its name; only the keys are looked at
 * @param group the option that they are the value of, such as `"limits"`, where they are not the options themselves
 * @throws ConfigurationError that names the option and the closest one that there is.
 */
export function checkOptions(owner: string, options: unknown, known: object, group?: string): void {
  const names = Object.keys(known);
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const what =
      group === undefined ? `${owner} needs an object of options` : `${owner}'s ${group} is no object`;
    throw new ConfigurationError(`${what}.`, { remedy: `It can have ${names.join(", ")}.` });
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    const prefix = group === undefined ? "" : `${group}.`;
    const [closest] = closestNames(name, names);
    throw new ConfigurationError(`The option ${prefix}${name} of ${owner} does not exist.`, {
      remedy:
        closest === undefined ? `It has ${names.join(", ")}.` : `The closest one is ${prefix}${closest}.`,
    });
  }
}
