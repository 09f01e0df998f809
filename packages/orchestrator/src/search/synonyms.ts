import { stem } from "./words.ts";

/** Words that people and documents use for the same thing. */
const GROUPS = [
  "repository repo",
  "pull pr",
  "person people somebody someone anybody who user member participant",
  "customer client buyer",
  "invoice bill",
  "email mail",
  "picture photo image",
  "folder directory",
  "ticket issue",
  "label tag",
  "phone telephone",
  "message msg text sms chat",
  "team group",
  "organization organisation org company",
  "comment reply",
  "charge payment pay",
  "refund reimburse",
  "machine server instance vm",
  "secret password",
  "key token credential",
  "schedule cron",
  "log history audit",
  "permission access right role",
  "setting config configuration preference option",
  "document doc",
  "domain website zone",
  "cache purge",
  "webhook callback hook",
  "subscription subscribe",
  "coupon discount promotion",
  "item product article",
  "balance funds money",
  "bank account",
  "employee staff worker",
  "salary pay wage payroll",
  "holiday leave vacation",
  "artifact build",
  "workflow action pipeline",
  "branch ref",
  "star stargazer favorite favourite",
  "speech transcribe transcription dictation",
  "status state transition",
  "trash bin delete",
  "channel room conversation chat",
  "database db",
  "address location",
  "country nation",
  "statistic stats metric analytic usage",
  "picture avatar",
  "firewall waf",
  "certificate ssl tls cert",
  "flight plane",
  "hotel accommodation",
  "news article story",
  "many count number quantity",
  "several multiple batch bulk",
  "spend cost expense",
  "move transfer",
  "start trigger run launch dispatch execute",
  "unsubscribe suppression suppress",
  "valid validate verify check",
].map((group) => group.split(" ").map(stem));

const related = new Map<string, readonly string[]>();
for (const group of GROUPS) {
  for (const word of group) {
    related.set(word, [...(related.get(word) ?? []), ...group.filter((other) => other !== word)]);
  }
}

/** Other words for a word, all of them in their base form. */
export function synonymsOf(word: string): readonly string[] {
  return related.get(word) ?? [];
}
