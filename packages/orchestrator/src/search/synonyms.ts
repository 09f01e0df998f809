import { stem } from "./words.ts";

/** Words that people and documents use for the same thing, a line for each group. */
const GROUPS = `
repository repo
pull pr
person people somebody someone anybody everybody who user member participant
customer client buyer shopper consumer
seller merchant partner vendor supplier
invoice bill
email mail inbox
picture photo image thumbnail avatar preview
folder directory
ticket issue
label tag
phone telephone
message msg text sms chat
team group
organization organisation org company workspace
comment reply
charge payment pay
refund reimburse
machine server instance vm host
secret password
key token credential
schedule cron
log history audit
permission access right role allow
setting config configuration preference option pref
document doc
domain website zone
cache purge
webhook callback hook
subscription subscribe
coupon discount promotion
item product article
balance funds money
employee staff worker
salary pay wage payroll
holiday leave vacation
artifact build
workflow action pipeline
branch ref
star stargazer favorite favourite
speech transcribe transcription dictation
status state transition health
trash bin delete
channel room conversation chat
database db
address location
country nation
statistic stats metric analytic usage summary
firewall waf
certificate ssl tls cert
flight plane
hotel accommodation
news article story
many count number quantity total
several multiple batch bulk
spend cost expense
move transfer position pos
start trigger run launch dispatch execute begin
stop halt end finish terminate
unsubscribe suppression suppress
valid validate verify check confirm
language locale
plan subscription tier
share collaboration collaborator collaborate
invite invitation
approve review accept
reject decline refuse deny dismiss
next upcoming
old archive past previous
latest recent last newest
close closed archive
extend extension longer prolong
copy duplicate clone
send deliver dispatch
edit change modify update
stock inventory
shop store
price cost rate
tax vat
size limit quota
translate translation
transcription transcript
ban block
mute snooze silence
job task
todo task
deadline due
owner owned
assign assignee assignment assignable
vote poll
resolve resolution
contributor contribute
deploy deployment release publish
upload import
download export
restart reboot
backup snapshot dump
ip address
version revision release
card cardholder holder
hours time schedule
time timesheet
work worklog
car vehicle
journal ledger
receipt expense
contract agreement
identity sender
certificate cert
feature flag
network vpc
disk volume storage
pod container
worker script
file attachment
link url
alert incident alarm event
notification notify
login signin
logout signout
signup register registration enrol enroll
mobile cellular sim
voice call
conference meeting
bot app application
read viewed seen
reminder remind
category type kind
`
  .trim()
  .split("\n")
  .map((group) => group.split(" ").map(stem));

const related = new Map<string, readonly string[]>();
for (const group of GROUPS) {
  for (const word of group) {
    related.set(word, [...new Set([...(related.get(word) ?? []), ...group.filter((other) => other !== word)])]);
  }
}

/** Other words for a word, all of them in their base form. */
export function synonymsOf(word: string): readonly string[] {
  return related.get(word) ?? [];
}
