import { strict as assert } from "node:assert";
import { format, inspect } from "node:util";
import { CredentialError, isCredential, isSecret, revealCredential, secret } from "@mcs/core";
import { afterEach, test } from "vitest";
import { anotherCopy } from "./support/another-copy.ts";

const VALUE = "sk-5d1f0c";
const NAME = "MCS_TEST_CREDENTIAL";

afterEach(() => {
  delete process.env[NAME];
});

test("[secrets.masked] however a secret is printed, it shows [secret]", () => {
  const key = secret(VALUE);
  const printed = [
    String(key),
    `${key}`,
    `${key}`.concat(String(key)),
    key.toString(),
    JSON.stringify(key),
    JSON.stringify({ auth: { token: key } }),
    inspect(key, { showHidden: true, depth: 10 }),
    inspect({ auth: [key] }, { showHidden: true, depth: 10 }),
    inspect(key, { customInspect: false, showHidden: true, depth: 10 }),
    format("%s %o %O %j", key, key, key, key),
    [key].join(),
    new Error(String(key)).stack ?? "",
  ];
  for (const text of printed) assert.ok(!text.includes(VALUE), text);
  assert.equal(`Bearer ${key}`, "Bearer [secret]");
  assert.equal(JSON.stringify({ key }), '{"key":"[secret]"}');
  assert.equal(inspect(key), "[secret]");
});

test("[secrets.masked] copying a secret does not copy its value", () => {
  const key = secret(VALUE);
  const spread = inspect({ ...key }, { showHidden: true, depth: 10 });
  assert.ok(!spread.includes(VALUE), spread);
  assert.ok(!Object.keys(key).some((name) => name.includes(VALUE)));
  // A clone either fails, because of the functions, or holds nothing.
  let cloned = "";
  try {
    cloned = inspect(structuredClone(key), { showHidden: true, depth: 10 });
  } catch (error) {
    cloned = String(error);
  }
  assert.ok(!cloned.includes(VALUE), cloned);
});

test("[secrets.masked] it is revealed at its use, and cannot be changed", () => {
  const key = secret(VALUE);
  assert.equal(revealCredential(key), VALUE);
  assert.ok(Object.isFrozen(key));
  assert.throws(() => Object.assign(key, { toString: () => VALUE }), TypeError);
});

test("a secret of another copy of the package is one", async () => {
  const copy = await anotherCopy<typeof import("../src/secret.ts")>("secret.ts");
  const foreign = copy.secret(VALUE);
  assert.ok(isSecret(foreign));
  assert.equal(revealCredential(foreign), VALUE);
});

test("an empty secret is an error at once", () => {
  assert.throws(() => secret(""), CredentialError);
  assert.throws(() => secret(undefined as unknown as string), CredentialError);
});

test("[secrets.read-at-first-use] the environment is read when the credential is used, and each time", () => {
  const credential = { env: NAME };
  process.env[NAME] = "first";
  assert.equal(revealCredential(credential), "first");
  process.env[NAME] = "second";
  assert.equal(revealCredential(credential), "second");
});

test("[secrets.missing-is-named] a variable that is not set, or empty, is named", () => {
  for (const value of [undefined, ""]) {
    if (value !== undefined) process.env[NAME] = value;
    assert.throws(
      () => revealCredential({ env: NAME }),
      (error) => {
        assert.ok(error instanceof CredentialError);
        assert.equal(error.code, "missing_credential");
        assert.match(error.message, new RegExp(NAME));
        return true;
      },
    );
  }
});

test("what is a credential is told from what is not", () => {
  assert.ok(isCredential(secret(VALUE)));
  assert.ok(isCredential({ env: NAME }));
  for (const value of [null, undefined, VALUE, {}, { env: 5 }, { [Symbol("mcs")]: VALUE }]) {
    assert.ok(!isCredential(value));
    assert.ok(!isSecret(value));
  }
});
