/** What people say with several words, where documents have one; `…` stands for at most four words between them. */
const PHRASES: Readonly<Record<string, string>> = {
  create: "set up, sign up, put together, come up with",
  delete: "get rid of, throw out, throw away, throw … out, throw … away",
  remove: "take … off, take … out of, take … out, take … away from, take … away",
  refund: "money back, pay back, give back",
  transcribe: "write down, what is said, what was said",
  message: "write to, get in touch with, reach out to",
  update: "make (?=(?:the|my|our|this|that|these|those)\\b)",
  add: "put … into, put … in, put … onto, put … on, put … under, put … at",
  cancel: "call off, back out of",
  accept: "give in to, agree to, say yes to",
  reject: "say no to, turn down",
  enable: "turn … on, switch … on",
  disable: "turn … off, switch … off",
  get: "look up, look at, find out, tell me more about, tell me about, tell me, let me see, let me know",
  search: "look for",
  stop: "cut off, shut down, hang up",
  start: "wake up, boot up, spin up, fire up, kick off",
  transfer: "hand … over",
  complete: "tick off, check off",
  submit: "hand in, turn in",
  rerun: "run … again",
  restore: "bring back",
  myself: "who am i",
  login: "log in, sign in, log on",
  logout: "log out, sign out",
};

const patterns = Object.entries(PHRASES).flatMap(([word, phrases]) =>
  phrases.split(", ").map((phrase) => {
    const pattern = phrase.replace(" … ", "((?: \\w+){0,4}) ");
    return { pattern: new RegExp(`\\b${pattern}\\b`, "gi"), by: pattern === phrase ? word : `${word}$1` };
  }),
);

/** What is said after these is not what is looked for. */
const ASIDE = /\b(?:without|because|instead of)\b.*$/is;

/** A sentence with one word for each such phrase. */
export function withoutPhrases(text: string): string {
  return patterns.reduce(
    (sentence, { pattern, by }) => sentence.replace(pattern, by),
    text.replace(ASIDE, ""),
  );
}
