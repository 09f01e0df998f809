/** What a person might ask for, and the operations that do it: any of them is right. */
export interface Question {
  readonly question: string;
  /** `METHOD path`, as the document keys it; with the label of the driver in front where others have the same. */
  readonly answers: readonly string[];
}

export const ask = (question: string, ...answers: readonly string[]): Question => ({ question, answers });

/** One hundred questions in plain words, written without looking at how the documents say it. */
export const questions: readonly Question[] = [
  // Code hosting.
  ask("Open a pull request on GitHub", "POST /repos/{owner}/{repo}/pulls"),
  ask("Who has starred this GitHub repository?", "GET /repos/{owner}/{repo}/stargazers"),
  ask("Merge a pull request", "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge"),
  ask("Fork a repository", "POST /repos/{owner}/{repo}/forks"),
  ask("Create a new issue in a GitHub repo", "POST /repos/{owner}/{repo}/issues"),
  ask("Add labels to a GitHub issue", "POST /repos/{owner}/{repo}/issues/{issue_number}/labels"),
  ask("List the branches of a GitHub repository", "GET /repos/{owner}/{repo}/branches"),
  ask("Show me the latest release of a repo", "GET /repos/{owner}/{repo}/releases/latest"),
  ask("Download the logs of a GitHub workflow run", "GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs"),
  ask("Re-run a GitHub Actions workflow", "POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun"),
  ask("Delete a GitHub gist", "DELETE /gists/{gist_id}"),
  ask("Search for code on GitHub", "GET /search/code"),
  ask("Which programming languages does a repository use?", "GET /repos/{owner}/{repo}/languages"),
  ask(
    "Invite somebody to collaborate on a GitHub repository",
    "PUT /repos/{owner}/{repo}/collaborators/{username}",
  ),
  ask(
    "Request reviewers for a pull request",
    "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
  ),
  ask(
    "Lock a GitHub issue so that nobody can comment",
    "PUT /repos/{owner}/{repo}/issues/{issue_number}/lock",
  ),
  ask(
    "Protect a branch from force pushes in a GitHub repo",
    "PUT /repos/{owner}/{repo}/branches/{branch}/protection",
  ),
  ask("Compare two commits", "GET /repos/{owner}/{repo}/compare/{basehead}"),
  ask("Mark all my GitHub notifications as read", "PUT /notifications"),
  ask("Follow a user on GitHub", "PUT /user/following/{username}"),
  // Payments.
  ask(
    "Refund a payment in Stripe",
    "POST /v1/refunds",
    "POST /v1/charges/{charge}/refund",
    "POST /v1/charges/{charge}/refunds",
  ),
  ask("Create a customer in Stripe", "POST /v1/customers"),
  ask("Cancel a subscription in Stripe", "DELETE /v1/subscriptions/{subscription_exposed_id}"),
  ask("What is my Stripe balance?", "GET /v1/balance"),
  ask("Send a Stripe invoice to the customer", "POST /v1/invoices/{invoice}/send"),
  ask("Create a discount coupon", "POST /v1/coupons"),
  ask("List disputes in Stripe", "GET /v1/disputes"),
  ask("Make a Stripe checkout page for a purchase", "POST /v1/checkout/sessions"),
  ask("Capture an authorised Stripe payment intent", "POST /v1/payment_intents/{intent}/capture"),
  ask("Create a payment link with Stripe", "POST /v1/payment_links"),
  ask("Void a Stripe invoice", "POST /v1/invoices/{invoice}/void"),
  ask("Search products in Stripe", "GET /v1/products/search"),
  ask("Take a card payment with Square", "POST /v2/payments"),
  ask(
    "How many of an item are left in the Square inventory?",
    "GET /v2/inventory/{catalog_object_id}",
    "POST /v2/inventory/counts/batch-retrieve",
  ),
  ask("Make a booking in Square", "POST /v2/bookings"),
  ask(
    "Send a PayPal invoice",
    "POST /v1/invoicing/invoices/{invoice_id}/send",
    "POST /invoices/{invoice_id}/send",
  ),
  ask(
    "Cancel an authorised payment with Adyen",
    "POST /cancels",
    "POST /payments/{paymentPspReference}/cancels",
  ),
  ask("Which payment methods can a shopper use at the Adyen checkout?", "POST /paymentMethods"),
  // Mail, messages, calls.
  ask("Post a message to a Slack channel", "POST /chat.postMessage"),
  ask("Create a Slack channel", "POST /conversations.create"),
  ask("Invite users to a Slack channel", "POST /conversations.invite"),
  ask("Delete a message in Slack", "POST /chat.delete"),
  ask("Add an emoji reaction to a Slack message", "POST /reactions.add"),
  ask("Set my Slack status", "POST /users.profile.set"),
  ask("Upload a file to Slack", "POST /files.upload"),
  ask("Send an SMS with Twilio", "POST /2010-04-01/Accounts/{AccountSid}/Messages.json"),
  ask("Make a phone call with Twilio", "POST /2010-04-01/Accounts/{AccountSid}/Calls.json"),
  ask(
    "List the recordings of a Twilio call",
    "GET /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json",
  ),
  ask(
    "Find phone numbers that I could buy in a country",
    "GET /2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}/Local.json",
    "GET /2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}.json",
    "GET /2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers.json",
  ),
  ask("Create a Twilio video room", "POST /v1/Rooms"),
  ask("Send an email with SendGrid", "POST /mail/send", "POST /v3/mail/send"),
  ask("Check whether an email address is valid", "POST /v3/validations/email", "POST /validations/email"),
  ask("Which email addresses bounced?", "GET /suppression/bounces", "GET /v3/suppression/bounces"),
  ask("Send an email with a Mandrill template", "POST /messages/send-template.json"),
  // Infrastructure.
  ask(
    "Purge the Cloudflare cache of a website",
    "POST /zones/{zone_id}/purge_cache",
    "POST /zones/{identifier}/purge_cache",
  ),
  ask(
    "Add a DNS record at Cloudflare",
    "POST /zones/{zone_id}/dns_records",
    "POST /zones/{zone_identifier}/dns_records",
  ),
  ask("List my Cloudflare zones", "GET /zones"),
  ask(
    "Deploy a Cloudflare worker script",
    "PUT /accounts/{account_id}/workers/scripts/{script_name}",
    "PUT /accounts/{account_id}/workers/scripts/{script_name}/content",
    "POST /accounts/{account_id}/workers/scripts/{script_name}/deployments",
  ),
  ask("Create an R2 bucket", "POST /accounts/{account_id}/r2/buckets"),
  ask(
    "Create a load balancer pool in Cloudflare",
    "POST /accounts/{account_id}/load_balancers/pools",
    "POST /user/load_balancers/pools",
  ),
  ask("Read the logs of a Kubernetes pod", "GET /api/v1/namespaces/{namespace}/pods/{name}/log"),
  ask(
    "Scale a Kubernetes deployment",
    "PATCH /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale",
    "PUT /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale",
    "PATCH /apis/extensions/v1beta1/namespaces/{namespace}/deployments/{name}/scale",
    "PUT /apis/extensions/v1beta1/namespaces/{namespace}/deployments/{name}/scale",
    "PATCH /apis/apps/v1beta1/namespaces/{namespace}/deployments/{name}/scale",
    "PUT /apis/apps/v1beta1/namespaces/{namespace}/deployments/{name}/scale",
  ),
  ask("List all nodes of the Kubernetes cluster", "GET /api/v1/nodes"),
  ask("Create a Kubernetes secret", "POST /api/v1/namespaces/{namespace}/secrets"),
  ask("Reboot an Oxide instance", "POST /v1/instances/{instance}/reboot"),
  ask("Take a snapshot of an Oxide disk", "POST /v1/snapshots"),
  ask(
    "Create a MongoDB instance at STACKIT",
    "POST /v2/projects/{projectId}/regions/{region}/instances",
    "POST /projects/{projectId}/instances",
  ),
  ask(
    "Rotate an encryption key",
    "POST /v1/projects/{projectId}/regions/{regionId}/keyrings/{keyRingId}/keys/{keyId}/rotate",
  ),
  // Boards, tickets, incidents.
  ask("Add a comment to a Jira issue", "POST /api/2/issue/{issueIdOrKey}/comment"),
  ask("Move a Jira ticket to another status", "POST /api/2/issue/{issueIdOrKey}/transitions"),
  ask("Search Jira issues with JQL", "GET /api/2/search", "POST /api/2/search"),
  ask("Create a Trello card", "POST /cards", "POST /lists/{idList}/cards"),
  ask("Which lists are on a Trello board?", "GET /boards/{idBoard}/lists"),
  ask("Archive all the cards of a Trello list", "POST /lists/{idList}/archiveAllCards"),
  ask("Trigger a PagerDuty alert", "POST /enqueue", "POST /create_event.json"),
  // Files and users.
  ask("Copy a file in Box", "POST /files/{file_id}/copy"),
  ask("Lock a folder in Box", "POST /folder_locks"),
  ask("Which items are in a Box folder?", "GET /folders/{folder_id}/items"),
  ask("Put a file in the trash of Box", "DELETE /files/{file_id}"),
  ask("Ban a user with Clerk", "POST /users/{user_id}/ban"),
  ask("Create an organization in Clerk", "POST /organizations"),
  ask("Revoke a Clerk session", "POST /sessions/{session_id}/revoke"),
  // Models and search.
  ask("Generate an image from a prompt with OpenAI", "POST /images/generations"),
  ask("Turn speech into text", "POST /audio/transcriptions"),
  ask("Get embeddings for a text", "POST /embeddings"),
  ask("Cancel a fine-tuning job", "POST /fine_tuning/jobs/{fine_tuning_job_id}/cancel"),
  ask("Check a text for harmful content", "POST /moderations"),
  ask("Create a vector store", "POST /vector_stores"),
  ask(
    "Add documents to a Typesense collection",
    "POST /collections/{collectionName}/documents",
    "POST /collections/{collectionName}/documents/import",
  ),
  ask("Create a Meilisearch index", "POST /indexes"),
  ask("Scrape a web page with Firecrawl", "POST /scrape"),
  // Books and people.
  ask("Create an invoice in Xero", "PUT /Invoices", "POST /Invoices"),
  ask("Show the profit and loss report", "GET /Reports/ProfitAndLoss"),
  ask("Record a bank transfer in Xero", "PUT /BankTransfers"),
  ask("Enter leave for an employee", "POST /Employees/{EmployeeID}/Leave"),
  ask("Log time on a Xero project", "POST /Projects/{projectId}/Time", "POST /projects/{projectId}/Time"),
  // Going out, and reading.
  ask("Find flight offers", "GET /shopping/flight-offers", "POST /shopping/flight-offers"),
  ask("Show the seat map of a flight", "GET /shopping/seatmaps", "POST /shopping/seatmaps"),
  ask("Which special events does the museum have?", "GET /special-events"),
  ask("Old New York Times articles of a month", "GET /{year}/{month}.json"),
];
