import { ask, type Question } from "./questions.ts";

/**
 * Fifty questions about operations that were drawn at random, more from large documents than from small ones. They were
 * written before anybody saw what the search makes of them.
 */
export const drawnFirst: readonly Question[] = [
  ask("Look up a Square gift card by the number printed on it", "POST /v2/gift-cards/from-gan"),
  ask(
    "Take a phone number out of a Twilio proxy service",
    "DELETE /v1/Services/{ServiceSid}/PhoneNumbers/{Sid}",
  ),
  ask(
    "Dismiss a code scanning alert on GitHub",
    "PATCH /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}",
  ),
  ask("Which rules connect PagerDuty and Jira?", "pagerduty_jira GET /rules"),
  ask("Enter the salary of an employee in Xero", "POST /Employees/{EmployeeID}/SalaryAndWages"),
  ask("Show a PayPal invoice template", "GET /v1/invoicing/templates/{template_id}"),
  ask(
    "What became of one of the payments in a PayPal payout?",
    "GET /v1/payments/payouts-item/{payout_item_id}",
  ),
  ask("Find out the OpenID configuration of Hydra", "GET /.well-known/openid-configuration"),
  ask("Show all codespaces of my GitHub organization", "GET /orgs/{org}/codespaces"),
  ask(
    "Turn on Google Analytics tracking in SendGrid",
    "PATCH /tracking_settings/google_analytics",
    "PATCH /v3/tracking_settings/google_analytics",
  ),
  ask("Start a new OpenCode session", "POST /session"),
  ask("Which enterprise SSO connections exist in Clerk?", "GET /enterprise_connections"),
  ask(
    "Upload a CSV of contacts to SendGrid",
    "PUT /v3/marketing/contacts/imports",
    "PUT /marketing/contacts/imports",
  ),
  ask("Drop a Slack reminder", "POST /reminders.delete"),
  ask("Which subusers use an IP address in SendGrid?", "GET /v3/send_ips/ips/{ip}/subusers"),
  ask("What gists has somebody published?", "GET /users/{username}/gists"),
  ask("Erase a customer profile in the Twilio Trust Hub", "DELETE /v1/CustomerProfiles/{Sid}"),
  ask(
    "How much was used of a subscription item in Stripe?",
    "GET /v1/subscription_items/{subscription_item}/usage_record_summaries",
  ),
  ask("Remove the profile picture of a Clerk user", "DELETE /users/{user_id}/profile_image"),
  ask(
    "Show each hop of a Cloudflare traceroute test",
    "GET /accounts/{account_id}/dex/traceroute-tests/{test_id}/network-path",
    "GET /accounts/{account_id}/dex/traceroute-test-results/{test_result_id}/network-path",
  ),
  ask("Refer a new seller to PayPal", "POST /v1/customer/partner-referrals"),
  ask(
    "Which versions does a STACKIT encryption key have?",
    "GET /v1/projects/{projectId}/regions/{regionId}/keyrings/{keyRingId}/keys/{keyId}/versions",
  ),
  ask(
    "Kick somebody out of a GitHub team",
    "DELETE /teams/{team_id}/memberships/{username}",
    "DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}",
    "DELETE /teams/{team_id}/members/{username}",
  ),
  ask("Add a location for Stripe card readers", "POST /v1/terminal/locations"),
  ask("Run a promotion in a Square loyalty program", "POST /v2/loyalty/programs/{program_id}/promotions"),
  ask("How big may a batch in the Square catalog be?", "GET /v2/catalog/info"),
  ask("Is Oathkeeper up?", "ory_spec_oathkeeper GET /health/alive", "ory_spec_oathkeeper GET /health/ready"),
  ask("Hand in a supporting document at the Twilio Trust Hub", "POST /v1/SupportingDocuments"),
  ask("Update the metadata of a Box file", "PUT /files/{file_id}/metadata/{scope}/{template_key}"),
  ask(
    "Which runner groups does my GitHub enterprise have?",
    "GET /enterprises/{enterprise}/actions/runner-groups",
  ),
  ask("How did the last GitHub Pages build go?", "GET /repos/{owner}/{repo}/pages/builds/latest"),
  ask("Which web crawls are running right now?", "GET /crawl/active"),
  ask("Which version of Hydra is running?", "ory_spec_hydra GET /version"),
  ask(
    "Who runs in this self-hosted runner group?",
    "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/runners",
    "GET /enterprises/{enterprise}/actions/runner-groups/{runner_group_id}/runners",
  ),
  ask("Browse everybody's public gists", "GET /gists/public"),
  ask(
    "Which links in a SendGrid single send were clicked?",
    "GET /v3/marketing/stats/singlesends/{id}/links",
    "GET /marketing/stats/singlesends/{id}/links",
  ),
  ask("Try out a Svix stream transformation", "POST /api/v1/stream/transformations/simulate"),
  ask("Which storage policies are there in Box?", "GET /storage_policies"),
  ask("What nameservers does my Cloudflare account have?", "GET /accounts/{account_id}/custom_ns"),
  ask(
    "Add a synonym to Typesense",
    "PUT /synonym_sets/{synonymSetName}/items/{itemId}",
    "PUT /synonym_sets/{synonymSetName}",
  ),
  ask(
    "Did mail to this address bounce?",
    "GET /v3/suppression/bounces/{email}",
    "GET /suppression/bounces/{email}",
  ),
  ask("Tick off a Slack reminder", "POST /reminders.complete"),
  ask(
    "Take a bank account off my Stripe account",
    "DELETE /v1/account/external_accounts/{id}",
    "DELETE /v1/account/bank_accounts/{id}",
    "DELETE /v1/accounts/{account}/external_accounts/{id}",
    "DELETE /v1/accounts/{account}/bank_accounts/{id}",
  ),
  ask("Show all stateful sets of the Kubernetes cluster", "GET /apis/apps/v1/statefulsets"),
  ask("Sign up a user at the pet store", "POST /user", "POST /user/createWithList"),
  ask("Cancel an order at the pet store", "DELETE /store/order/{orderId}"),
  ask("List the people who hold cards issued with Stripe", "GET /v1/issuing/cardholders"),
  ask(
    "Cut off the audio stream of a Twilio call",
    "POST /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Streams/{Sid}.json",
  ),
  ask("Call off a Stripe setup intent", "POST /v1/setup_intents/{intent}/cancel"),
  ask("When was an employee off, by pay period?", "GET /Employees/{EmployeeID}/LeavePeriods"),
];
