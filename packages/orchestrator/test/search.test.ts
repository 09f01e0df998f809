import { strict as assert } from "node:assert";
import type { Tool } from "@mcs/core";
import { test } from "vitest";
import { ToolSearch } from "../src/search/tool-search.ts";

function request(driver: string, method: string, path: string, description = `${method} ${path}`): Tool {
  const name = `${driver}__${method}${path.replace(/\W+/g, "_")}`;
  return { name, description, parameters: [], origin: { driver, method, path } };
}

const shop = [
  request("shop", "GET", "/v1/orders", "Lists orders."),
  request("shop", "GET", "/v1/orders/{id}", "Shows an order."),
  request("shop", "POST", "/v1/orders", "Creates an order."),
  request("shop", "DELETE", "/v1/orders/{id}", "Deletes an order."),
  request("shop", "PUT", "/v1/orders/{id}/pin", "Pins an order."),
  request("shop", "DELETE", "/v1/orders/{id}/pin", "Takes the pin off an order."),
  request("shop", "GET", "/v1/orders/{id}/watchers", "Users with an interest in an order."),
  request("shop", "GET", "/v1/customers", "Lists customers."),
];

async function first(tools: readonly Tool[], query: string): Promise<string | undefined> {
  const origin = (await ToolSearch.of(tools)).search(query, 5)[0]?.tool.origin;
  return origin && `${origin.method} ${origin.path}`;
}

test("one thing or all of its kind, and what is to be done to it, decide between requests that are alike", async () => {
  assert.equal(await first(shop, "Which orders are there?"), "GET /v1/orders");
  assert.equal(await first(shop, "Show me an order"), "GET /v1/orders/{id}");
  assert.equal(await first(shop, "I would like to make a new order"), "POST /v1/orders");
  assert.equal(await first(shop, "Get rid of an order"), "DELETE /v1/orders/{id}");
  assert.equal(await first(shop, "Unpin an order"), "DELETE /v1/orders/{id}/pin");
  assert.equal(await first(shop, "Who watches this order?"), "GET /v1/orders/{id}/watchers");
});

test("words that are misspelled or cut short, and other words for a thing, find it, too", async () => {
  assert.equal(await first(shop, "list the custmers"), "GET /v1/customers");
  assert.equal(await first(shop, "list custom"), "GET /v1/customers");
  assert.equal(await first(shop, "List the clients"), "GET /v1/customers");
});

test("the same request in another version is found as one with the stable one", async () => {
  const versions = [
    request("shop", "GET", "/v2beta1/orders"),
    request("shop", "GET", "/v1/orders"),
    request("bank", "GET", "/v1/orders"),
  ];
  const found = (await ToolSearch.of(versions)).search("list orders", 5);
  const names = found.map(({ tool, alike }) => [tool, ...alike].map(({ name }) => name));
  assert.deepEqual(
    new Set(names.map(([name]) => name)),
    new Set(["shop__GET_v1_orders", "bank__GET_v1_orders"]),
  );
  assert.deepEqual(names.find(([name]) => name === "shop__GET_v1_orders")?.slice(1), [
    "shop__GET_v2beta1_orders",
  ]);
});

test("a service that is called by its name comes first, also where that is written as two words", async () => {
  const services = [
    ...shop,
    request("petstore", "GET", "/v1/order/list"),
    request("bank", "GET", "/v1/orders"),
  ];
  const search = await ToolSearch.of(services);
  for (const [query, driver] of [
    ["orders of the pet store", "petstore"],
    ["list orders at the bank", "bank"],
    ["list the shop orders", "shop"],
  ] as const) {
    assert.equal(search.search(query, 5)[0]?.tool.origin?.driver, driver, query);
  }
});

test("a query that says nothing finds nothing, and one does not leave anything for the next", async () => {
  const search = await ToolSearch.of(shop);
  const before = search.search("delete an order", 8);
  assert.deepEqual(search.search("", 5), []);
  assert.deepEqual(search.search("what is it", 5), []);
  search.search("which customers and watchers are there", 8);
  assert.deepEqual(search.search("delete an order", 8), before);
});
