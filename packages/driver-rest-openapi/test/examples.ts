import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Media, revealCredential, secret } from "@mcs/core";
import { type AuthOption, RestDriver } from "@mcs/driver-rest-openapi";

export async function someTools(url: string): Promise<readonly string[]> {
  // #region filters
  const driver = new RestDriver({
    url,
    include: ["getOrder", { tag: "orders", method: ["get", "post"] }, { path: "/customers/*" }],
    exclude: [{ operation: "*Internal*" }],
  });
  // #endregion
  const tools = await driver.listTools();
  await driver.close();
  return tools.map(({ name }) => name);
}

export function everyShape(
  keep: (refreshToken: string) => Promise<void>,
  pem: { readonly cert: string; readonly key: string },
): AuthOption {
  // #region schemes
  const auth: AuthOption = {
    // An API key or a token. `{ env }` is read at the first call, a secret() does not show itself when printed.
    apiKey: { env: "SHOP_KEY" },
    // Basic and digest.
    login: { username: "ada", password: { env: "SHOP_PASSWORD" } },
    // OAuth 2 or OpenID Connect, as the program itself …
    service: { clientId: "shop-agent", clientSecret: { env: "CLIENT_SECRET" }, scopes: ["orders:read"] },
    // … or for somebody who agreed once; the server may replace the token each time.
    person: {
      clientId: "shop-agent",
      refreshToken: { env: "REFRESH_TOKEN" },
      onRotated: (token) => keep(revealCredential(token)),
    },
    // Mutual TLS, as PEM.
    partner: { cert: pem.cert, key: secret(pem.key) },
  };
  // #endregion
  return auth;
}

export async function manyUsers(
  url: string,
  tokens: ReadonlyMap<unknown, string>,
  answer: string,
): Promise<unknown> {
  // #region many-users
  const driver = new RestDriver({
    url,
    // Asked at each call; nothing that it gives is kept.
    auth: ({ context }) => {
      const token = tokens.get(context);
      return token === undefined ? undefined : secret(token);
    },
  });

  // `context` is yours: whatever tells whose call it is. No model sees it.
  await driver.processLlmResponse(answer, { context: "ada" });
  const orders = await driver.executeTool("listOrders", {}, { context: "bob" });
  // #endregion
  await driver.close();
  return orders;
}

export async function files(url: string, folder: string): Promise<unknown> {
  // #region files
  const driver = new RestDriver({
    url,
    // A model names a file; what it may name is decided here.
    media: {
      read: async (handle) => {
        const name = basename(handle);
        return new Media({ type: "image/png", name, bytes: await readFile(join(folder, name)) });
      },
    },
    // JSON results can be cut down with the argument `_fields`.
    projection: true,
  });

  await driver.executeTool("addPhoto", { orderId: 7, file: "parcel.png" });
  const order = await driver.executeTool("getOrder", { orderId: 7, _fields: ["id", "owner.name"] });
  const photo = await driver.executeTool("getPhoto", { orderId: 7 });
  if (Media.is(photo)) console.log(photo.type, photo.size);
  // #endregion
  await driver.close();
  return order;
}

export async function diagnose(file: string): Promise<readonly string[]> {
  // #region diagnose
  const driver = new RestDriver({ file });
  const found = await driver.diagnostics();

  // Where is an operation that is in the document and not among the tools?
  const missing = found.filter(({ severity }) => severity === "error");
  // What would a call send? Nothing is sent, and credentials are masked.
  const request = await driver.prepareRequest("getOrder", { orderId: 7 });
  // #endregion
  await driver.close();
  return [...missing.map(({ pointer }) => pointer), `${request.method} ${request.url}`];
}
