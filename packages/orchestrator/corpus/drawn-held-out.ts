import { ask, type Question } from "./questions.ts";

/**
 * Fifty of the kind of `drawn-first.ts` that nothing is tuned to: what they show is never a reason to change the search.
 */
export const drawnHeldOut: readonly Question[] = [
  ask("Tell me more about a Stride conversation", "GET /site/:cloudId/conversation/:conversationId"),
  ask(
    "How many lines were added and deleted each week in a GitHub repo?",
    "GET /repos/{owner}/{repo}/stats/code_frequency",
  ),
  ask("Take a discount away from a Stripe customer", "DELETE /v1/customers/{customer}/discount"),
  ask("Leave a Slack channel", "POST /conversations.leave"),
  ask("Replace a stateful set in Kubernetes", "PUT /apis/apps/v1/namespaces/{namespace}/statefulsets/{name}"),
  ask(
    "Show one Zero Trust certificate of Cloudflare",
    "GET /accounts/{account_id}/gateway/certificates/{certificate_id}",
  ),
  ask("Delete a STACKIT key ring", "DELETE /v1/projects/{projectId}/regions/{regionId}/keyrings/{keyRingId}"),
  ask("Which sending domains did I add to Mandrill?", "POST /senders/domains.json"),
  ask(
    "Change when a STACKIT MongoDB is backed up",
    "PUT /v2/projects/{projectId}/regions/{region}/instances/{instanceId}/backups",
  ),
  ask("List the payment methods of an Adyen merchant", "GET /merchants/{merchantId}/paymentMethodSettings"),
  ask("Remove a priority class from Kubernetes", "DELETE /apis/scheduling.k8s.io/v1/priorityclasses/{name}"),
  ask("Look at one Twilio video room", "GET /v1/Rooms/{Sid}"),
  ask("Correct a time entry of a Xero project", "PUT /Projects/{projectId}/Time/{timeEntryId}"),
  ask("Which list is a Trello card in?", "GET /cards/{idCard}/list"),
  ask(
    "List the persistent volume claims in a Kubernetes namespace",
    "GET /api/v1/namespaces/{namespace}/persistentvolumeclaims",
  ),
  ask("Show the Git servers that I have at STACKIT", "GET /v1beta/projects/{projectId}/instances"),
  ask("Change a Mandrill subaccount", "POST /subaccounts/update.json"),
  ask(
    "Say something to the AI in an OpenCode session",
    "POST /session/{sessionID}/message",
    "POST /session/{sessionID}/prompt_async",
  ),
  ask(
    "Record that a batch of immature plants has matured in Dutchie",
    "POST /plant/nonsts/batch/convert/immatureplants",
  ),
  ask(
    "Get the documents of a Meilisearch index",
    "GET /indexes/{indexUid}/documents",
    "POST /indexes/{indexUid}/documents/fetch",
  ),
  ask("Look up a dispute in Adyen", "adyen_transaction GET /disputes/{id}"),
  ask(
    "Save a secret for the GitHub Actions of a repository",
    "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}",
  ),
  ask("Put a file under legal hold in Box", "POST /legal_hold_policy_assignments"),
  ask(
    "Show a check suite of a commit",
    "GET /repos/{owner}/{repo}/check-suites/{check_suite_id}",
    "GET /repos/{owner}/{repo}/commits/{ref}/check-suites",
  ),
  ask(
    "Tell Twilio that a message did arrive",
    "POST /2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Feedback.json",
  ),
  ask("Delete a Cloudflare Access tag", "DELETE /accounts/{account_id}/access/tags/{tag_name}"),
  ask("Invalidate a sign-in token in Clerk", "POST /sign_in_tokens/{sign_in_token_id}/revoke"),
  ask("Search the SendGrid email logs", "POST /v3/logs"),
  ask("Make a preview picture of a Box file", "GET /files/{file_id}/thumbnail.{extension}"),
  ask("Log in to an MCP server with OpenCode", "POST /mcp/{name}/auth", "POST /mcp/{name}/auth/authenticate"),
  ask("Add a product to the PayPal catalog", "POST /v1/catalogs/products"),
  ask(
    "Let GitHub suggest a fix for a code scanning alert",
    "POST /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/autofix",
  ),
  ask("Are GitHub Actions enabled in this repository?", "GET /repos/{owner}/{repo}/actions/permissions"),
  ask("Close the Teams chat of a PagerDuty incident", "DELETE /incidents/{incident_id}/dedicated_chat"),
  ask(
    "Does a protected branch require signed commits?",
    "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_signatures",
  ),
  ask(
    "Move a Trello checklist further up",
    "PUT /checklists/{idChecklist}/pos",
    "PUT /checklists/{idChecklist}",
  ),
  ask("Give in to a Square dispute", "POST /v2/disputes/{dispute_id}/accept"),
  ask("Show one Box task", "GET /tasks/{task_id}"),
  ask("Show a SendGrid teammate", "GET /teammates/{username}"),
  ask("Give a refund for money moved between two Adyen accounts", "POST /refundFundsTransfer"),
  ask(
    "Delete a recording of a Twilio video room",
    "DELETE /v1/Rooms/{RoomSid}/Recordings/{Sid}",
    "DELETE /v1/Recordings/{Sid}",
  ),
  ask("Show one deployment in Kubernetes", "GET /apis/apps/v1/namespaces/{namespace}/deployments/{name}"),
  ask(
    "What will the number of my next PayPal invoice be?",
    "POST /v1/invoicing/invoices/next-invoice-number",
  ),
  ask("Which API credentials belong to an Adyen merchant?", "GET /merchants/{merchantId}/apiCredentials"),
  ask(
    "Show the log of a single job of GitHub Actions",
    "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs",
  ),
  ask(
    "Let an address get the emails of a suppression group again",
    "DELETE /v3/asm/groups/{group_id}/suppressions/{email}",
    "DELETE /asm/groups/{group_id}/suppressions/{email}",
  ),
  ask(
    "How much does a shipping rate cost in Stripe?",
    "GET /v1/shipping_rates/{shipping_rate_token}",
    "GET /v1/shipping_rates",
  ),
  ask("Set up a new version of my documentation in ReadMe", "readme POST /version"),
  ask(
    "Verify my own domain for sending with SendGrid",
    "POST /whitelabel/domains",
    "POST /whitelabel/domains/{id}/validate",
  ),
  ask("What files hang on a bank transfer in Xero?", "GET /BankTransfers/{BankTransferID}/Attachments"),
];
