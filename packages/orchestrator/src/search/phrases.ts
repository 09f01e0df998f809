/** What people say with several words, where documents have one; `…` stands for up to four words between them. */
const PHRASES: Readonly<Record<string, string>> = {
  create: "set up, sign up, put together, come up with",
  delete: "get rid of, throw … out, throw … away",
  remove: "take … off, take … out of, take … out, take … away from, take … away, kick … out of, kick … off",
  add: "put … into, put … in, put … onto, put … on, put … under, put … at",
  cancel: "call off, back out of",
  accept: "give in to, agree to, say yes to",
  reject: "say no to, turn down",
  enable: "turn … on, switch … on",
  disable: "turn … off, switch … off",
  get: "look up, look at, find out, tell me more about, tell me about",
  search: "look for",
  stop: "cut off, shut down, hang up",
  start: "wake up, boot up, spin up, fire up, kick off",
  transfer: "hand … over",
  complete: "tick off, check off",
  submit: "hand in, turn in",
  rerun: "run … again",
  restore: "bring back",
  count: "how many, number of",
  login: "log in, sign in, log on",
  logout: "log out, sign out",
};

const patterns = Object.entries(PHRASES).flatMap(([word, phrases]) =>
  phrases.split(", ").map((phrase) => {
    const pattern = phrase.replace(" … ", "((?: \\w+){0,4}) ").replaceAll(" ", " ");
    return { pattern: new RegExp(`\\b${pattern}\\b`, "gi"), word: phrase.includes("…") ? `${word}$1` : word };
  }),
);

/** A sentence with one word for each such phrase. */
export function withoutPhrases(text: string): string {
  return patterns.reduce((sentence, { pattern, word }) => sentence.replace(pattern, word), text);
}
