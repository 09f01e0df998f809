/** What `github.yaml` needs of GitHub's document, and some of what it leaves out. */
type Operation = readonly [method: string, path: string, id: string, parameters?: readonly object[]];

const ref = (name: string): object => ({ $ref: `#/components/parameters/${name}` });
const query = (name: string): object => ({ name, in: "query", schema: { type: "string" } });
const REPOSITORY = [ref("owner"), ref("repo")];
const PAGES = [ref("per-page"), ref("page")];
const LONG =
  "A text for people who read the documentation, with notes about media types and permissions. ".repeat(8);

const OPERATIONS: readonly Operation[] = [
  ["get", "/user", "users/get-authenticated"],
  [
    "get",
    "/user/repos",
    "repos/list-for-authenticated-user",
    [
      query("visibility"),
      query("affiliation"),
      query("type"),
      ...PAGES,
      ref("since-repo-date"),
      ref("before-repo-date"),
    ],
  ],
  ["get", "/search/repositories", "search/repos", [query("q"), ...PAGES]],
  ["get", "/search/code", "search/code", [query("q"), ...PAGES]],
  [
    "get",
    "/search/issues",
    "search/issues-and-pull-requests",
    [query("q"), ...PAGES, ref("issues-advanced-search")],
  ],
  ["get", "/search/commits", "search/commits", [query("q")]],
  ["get", "/search/labels", "search/labels", [query("q")]],
  ["get", "/search/topics", "search/topics", [query("q")]],
  ["get", "/search/users", "search/users", [query("q")]],
  ["get", "/repos/{owner}/{repo}", "repos/get", REPOSITORY],
  ["delete", "/repos/{owner}/{repo}", "repos/delete", REPOSITORY],
  ["get", "/repos/{owner}/{repo}/contents/{path}", "repos/get-content", [...REPOSITORY, ref("path")]],
  ["get", "/repos/{owner}/{repo}/commits", "repos/list-commits", [...REPOSITORY, query("path"), ...PAGES]],
  ["post", "/repos/{owner}/{repo}/issues", "issues/create", REPOSITORY],
  ["get", "/repos/{owner}/{repo}/issues/{number}", "issues/get", [...REPOSITORY, ref("number")]],
  [
    "get",
    "/repos/{owner}/{repo}/issues/{number}/comments",
    "issues/list-comments",
    [...REPOSITORY, ref("number"), ...PAGES],
  ],
  [
    "post",
    "/repos/{owner}/{repo}/issues/{number}/comments",
    "issues/create-comment",
    [...REPOSITORY, ref("number")],
  ],
  ...Array.from({ length: 60 }, (_, n): Operation => ["get", `/other/${n}`, `other/operation-${n}`, PAGES]),
];

export function standIn(serverUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [method, path, operationId, parameters = []] of OPERATIONS) {
    paths[path] = {
      ...paths[path],
      [method]: { operationId, summary: operationId, description: LONG, parameters: [...parameters] },
    };
  }
  const inPath = (name: string): object => ({ name, in: "path", required: true, schema: { type: "string" } });
  const described = (name: string): object => ({ ...query(name), description: LONG });
  return {
    openapi: "3.0.3",
    info: { title: "A stand-in", version: "1.0.0" },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      parameters: {
        owner: inPath("owner"),
        repo: inPath("repo"),
        path: inPath("path"),
        number: inPath("number"),
        "per-page": described("per_page"),
        page: described("page"),
        "since-repo-date": described("since"),
        "before-repo-date": described("before"),
        "issues-advanced-search": described("advanced_search"),
      },
    },
  };
}
