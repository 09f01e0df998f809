import { ask, type Question } from "./questions.ts";

/**
 * Fifty more of the kind of `drawn-first.ts`.
 */
export const drawnSecond: readonly Question[] = [
  ask("Throw out a SendGrid subuser", "DELETE /subusers/{subuser_name}"),
  ask("Make a new user group in Jira", "POST /api/2/group"),
  ask(
    "Get rid of a contact segment in SendGrid",
    "DELETE /marketing/segments/{segment_id}",
    "DELETE /v3/marketing/segments/{segment_id}",
    "DELETE /marketing/segments/2.0/{segment_id}",
    "DELETE /v3/marketing/segments/2.0/{segment_id}",
  ),
  ask(
    "Put a Cloudflare zone on a paid plan",
    "POST /zones/{identifier}/subscription",
    "PUT /zones/{identifier}/subscription",
  ),
  ask("Unassign a floating IP from its instance at Oxide", "POST /v1/floating-ips/{floating_ip}/detach"),
  ask("Which project does my ReadMe key belong to?", "readme GET /"),
  ask(
    "Make a Trello workspace private or public",
    "PUT /organizations/{idOrg}/prefs/permissionLevel",
    "PUT /organizations/{idOrg}",
  ),
  ask("Add a new template to Mandrill", "POST /templates/add.json"),
  ask("Edit a comment on a gist", "PATCH /gists/{gist_id}/comments/{comment_id}"),
  ask(
    "What plans does the STACKIT MariaDB service offer?",
    "stackit_mariadb GET /v2/projects/{projectId}/regions/{regionId}/offerings",
  ),
  ask("Get the secret of an API key in Clerk", "GET /api_keys/{apiKeyID}/secret"),
  ask("Rate the quality of my SendGrid subusers' engagement", "GET /v3/engagementquality/subusers/scores"),
  ask(
    "How did a Mandrill template do over the last month, hour by hour?",
    "POST /templates/time-series.json",
  ),
  ask(
    "How long does an OpenAI project keep its data?",
    "GET /organization/projects/{project_id}/data_retention",
  ),
  ask("Check the syntax of a Keto permission file", "POST /opl/syntax/check"),
  ask("Add a vendor in Dutchie", "POST /vendor"),
  ask("Confirm an account to account payment with Adyen", "POST /payments/confirm"),
  ask(
    "At which hours of the week do people commit to a GitHub repo?",
    "GET /repos/{owner}/{repo}/stats/punch_card",
  ),
  ask(
    "Take addresses off the invalid emails list",
    "DELETE /v3/suppression/invalid_emails",
    "DELETE /suppression/invalid_emails",
    "DELETE /v3/suppression/invalid_emails/{email}",
    "DELETE /suppression/invalid_emails/{email}",
  ),
  ask("Change my language in Trello", "PUT /members/{idMember}/prefs/locale"),
  ask("Have AI pull structured data out of a Box file", "POST /ai/extract_structured"),
  ask(
    "Show the paused and cancelled sends of SendGrid",
    "GET /v3/user/scheduled_sends",
    "GET /user/scheduled_sends",
  ),
  ask("Who are the trusted JWT issuers of Hydra?", "GET /admin/trust/grants/jwt-bearer/issuers"),
  ask(
    "Which GitHub Actions are allowed in my organization?",
    "GET /orgs/{org}/actions/permissions/selected-actions",
    "GET /orgs/{org}/actions/permissions",
  ),
  ask("Refuse a logout request in Hydra", "PUT /admin/oauth2/auth/requests/logout/reject"),
  ask("Write a line to the OpenCode log", "POST /log"),
  ask(
    "Which TLS versions do emails use, according to Cloudflare Radar?",
    "GET /radar/email/security/summary/tls_version",
    "GET /radar/email/security/timeseries_groups/tls_version",
  ),
  ask(
    "What was said in a Twilio recording?",
    "GET /2010-04-01/Accounts/{AccountSid}/Recordings/{RecordingSid}/Transcriptions.json",
    "GET /2010-04-01/Accounts/{AccountSid}/Transcriptions.json",
    "GET /2010-04-01/Accounts/{AccountSid}/Recordings/{RecordingSid}/Transcriptions/{Sid}.json",
    "GET /2010-04-01/Accounts/{AccountSid}/Transcriptions/{Sid}.json",
  ),
  ask("List the rules of Oathkeeper", "ory_spec_oathkeeper GET /rules"),
  ask("List the Access groups of a Cloudflare zone", "GET /zones/{zone_id}/access/groups"),
  ask("Show one connector of Svix", "GET /api/v1/connector/{connector_id}"),
  ask("Make an OpenAI video longer", "POST /videos/extensions"),
  ask(
    "Show an item of a GitHub project board of my organization",
    "GET /orgs/{org}/projectsV2/{project_number}/items/{item_id}",
  ),
  ask("Edit a custom page in ReadMe", "PUT /custompages/{slug}"),
  ask("Show all single sends in SendGrid", "GET /marketing/singlesends", "GET /v3/marketing/singlesends"),
  ask(
    "How many contacts do I have in SendGrid?",
    "GET /v3/marketing/contacts/count",
    "GET /marketing/contacts/count",
  ),
  ask(
    "Turn a setting of a Cloudflare zone on or off",
    "PATCH /zones/{zone_id}/settings/{setting_id}",
    "PATCH /zones/{zone_id}/settings",
  ),
  ask("Pay out an Adyen account holder", "POST /payoutAccountHolder"),
  ask("Connect a Microsoft Teams channel to Box", "POST /integration_mappings/teams"),
  ask("Health of the Dutchie API", "GET /okcomputer"),
  ask("Rename a queue at Cloudflare", "PUT /accounts/{account_id}/queues/{queue_id}"),
  ask(
    "Grant a permission to a role of a Clerk organization",
    "POST /organization_roles/{organization_role_id}/permissions/{permission_id}",
  ),
  ask(
    "Mute a thread in my GitHub notifications",
    "DELETE /notifications/threads/{thread_id}/subscription",
    "PUT /notifications/threads/{thread_id}/subscription",
  ),
  ask("Wake up my codespace", "POST /user/codespaces/{codespace_name}/start"),
  ask(
    "Which security levels may issues of a Jira project have?",
    "GET /api/2/project/{projectKeyOrId}/securitylevel",
  ),
  ask(
    "Who has been invited to a Trello board?",
    "GET /boards/{idBoard}/membersInvited",
    "GET /boards/{idBoard}/members/{filter}",
  ),
  ask("What does the pet store have in stock?", "GET /store/inventory"),
  ask("Announce a new special event of the museum", "POST /special-events"),
  ask("How can a Jira issue be resolved?", "GET /api/2/resolution"),
  ask("Read one quote in Xero", "GET /Quotes/{QuoteID}"),
];
