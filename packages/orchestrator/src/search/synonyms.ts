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
reminder remind
category type kind
kick remove expel
left remain balance
money amount
colleague coworker teammate member
difference diff compare change
stay hotel lodging
trip flight travel journey
purchase buy order checkout
cheap offer price
visibility private public
author creator
fee charge commission
entry record item
wipe erase delete
abort cancel
undo revert rollback restore
pause suspend hold
resume continue reactivate
follow watch subscribe
snippet gist
bug defect issue
emoji reaction
hire employee onboard
payslip paycheck payroll
grant allow
voucher coupon
reserve reservation book booking appointment
site website
outage incident
rule policy
clip video
sound audio voice
clothes merchandise product
quote estimate
chargeback dispute
payout withdrawal withdraw
tip gratuity
shift timecard
rename name
firm business company
metadata property attribute
manager admin administrator
lookup search query
popular trending
password credential
feedback rating
online presence active availability
complain complaint spam abuse
drain evict eviction
find search
aloud speech
colleague collaborator user
watch follow
post message tell announce
myself me whoami
exec execute run command
ephemeral private temporary
line item row
freeze lock block
reverse reversal undo
caller call participant
hold pause
past history earlier
happen event activity history
feed timeline activity
content tree
redirect forward
title name subject
look appearance theme
zip zipball tarball archive
own belong
sign signature
postal postcode zip
birthday birth
basket cart
track tracking shipment delivery
subaccount subuser
score grade
detail info information
nickname username
logo icon image
similar related
sum total
text content body
answer response completion
ask question prompt query
train tune
table sheet spreadsheet
column field
crawl scrape
mfa totp otp factor
vulnerability security advisory
ci workflow pipeline
patch diff
reviewer review
license licence
dependency package
scale replica
report statement
overdue unpaid outstanding
sick absence leave
public publish
expire expiration expiry
viewed traffic visit visitor
`
  .trim()
  .split("\n")
  .map((group) => group.split(" ").map(stem));

const related = new Map<string, readonly string[]>();
for (const group of GROUPS) {
  for (const word of group) {
    related.set(word, [
      ...new Set([...(related.get(word) ?? []), ...group.filter((other) => other !== word)]),
    ]);
  }
}

/** What somebody looks for who asks like this. */
const IMPLIED: Readonly<Record<string, string>> = {
  who: "user member person participant",
  when: "time date hour schedule calendar",
  where: "location address place",
  "how much": "amount price cost balance total usage",
  "how many": "count total number quantity statistic",
  "how often": "count statistic",
  why: "reason error",
};

/** What somebody says who asks for their own. */
const OWN = /\bdo i (?:have|own)\b|\bmine\b/i;
const OWNER = ["me", "user", "member"].map(stem);

const implied = Object.entries(IMPLIED).map(([asked, words]) => ({
  pattern: new RegExp(`\\b${asked}\\b`, "i"),
  words: words.split(" ").map(stem),
}));

/** Words for what a question is about that it does not say, in their base form. */
export function impliedBy(text: string, isQuestion: boolean): readonly string[] {
  if (!isQuestion) return OWN.test(text) ? OWNER : [];
  return implied
    .flatMap(({ pattern, words }) => (pattern.test(text) ? words : []))
    .concat(OWN.test(text) ? OWNER : []);
}

/** Other words for a word, all of them in their base form. */
export function synonymsOf(word: string): readonly string[] {
  return related.get(word) ?? [];
}
