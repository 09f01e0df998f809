import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation } from "./support.ts";
import { written } from "./wire-support.ts";

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const text = { type: "string" };
const pet = {
  type: "object",
  required: ["petType"],
  properties: { petType: text },
  discriminator: { propertyName: "petType", mapping: { kitty: "#/components/schemas/Cat", puppy: "Dog" } },
};
const cat = { allOf: [ref("Pet"), { type: "object", properties: { claws: { type: "integer" } } }] };
const dog = { allOf: [ref("Pet"), { type: "object", properties: { barks: { type: "boolean" } } }] };

const operation = (schema: object): object => ({
  requestBody: { required: true, content: { "application/json": { schema } } },
});
const document = (schema: object, schemas: object): object =>
  oneOperation("post", "/p", operation(schema), { components: { schemas } });

async function shown(stated: object, name = "body"): Promise<unknown> {
  const [tool] = await new RestDriver({ document: stated }).listTools();
  return tool?.parameters.find((parameter) => parameter.name === name)?.schema;
}

async function sent(stated: object, args: Record<string, unknown>): Promise<unknown> {
  return JSON.parse((await written(stated, args)).body);
}

describe("a schema with a discriminator is one of the schemas that are made of it", () => {
  const schemas = { Pet: pet, Cat: cat, Dog: dog };

  test("each alternative has its own properties, and the value that the mapping has for it", async () => {
    const anyOf = [
      { $ref: "#/$defs/Cat", properties: { petType: { const: "kitty" } } },
      { $ref: "#/$defs/Dog", properties: { petType: { const: "puppy" } } },
    ];
    expect(await shown(document(ref("Pet"), schemas))).toMatchObject({
      $defs: { Pet: { anyOf }, Cat: { properties: { petType: text, claws: { type: "integer" } } } },
    });
  });

  test("a call for one of them is sent; its value with another's type of property is not", async () => {
    const stated = document(ref("Pet"), schemas);
    expect(await sent(stated, { body: { petType: "kitty", claws: 3 } })).toEqual({
      petType: "kitty",
      claws: 3,
    });
    await expect(written(stated, { body: { petType: "kitty", claws: "x" } })).rejects.toThrow(/claws|anyOf/);
    await expect(written(stated, { body: { petType: "fish" } })).rejects.toThrow("petType");
  });

  test("inside of another schema, behind a note of its own, or in a list", async () => {
    const properties = {
      pet: { description: "Mine", allOf: [ref("Pet")] },
      others: { type: "array", items: ref("Pet") },
    };
    const args = { pet: { petType: "kitty", claws: 3 }, others: [{ petType: "puppy", barks: true }] };
    const stated = document({ type: "object", properties }, schemas);
    expect(await sent(stated, args)).toEqual(args);
    await expect(written(stated, { pet: { petType: "kitty", claws: "x" } })).rejects.toThrow();
  });

  test("subtypes that cannot be merged, add nothing, contain themselves or have subtypes of their own", async () => {
    const list = {
      type: "object",
      minProperties: 1,
      properties: { friends: { type: "array", items: ref("Pet") } },
    };
    const stated = document(ref("Pet"), {
      Pet: { ...pet, discriminator: { propertyName: "petType" } },
      Cat: { allOf: [ref("Pet"), list], discriminator: { propertyName: "petType" } },
      Dog: { allOf: [ref("Pet")] },
      Persian: { allOf: [ref("Cat"), { type: "object", properties: { claws: { type: "integer" } } }] },
    });
    const body = { petType: "Persian", claws: 1, friends: [{ petType: "Dog" }] };
    expect(await sent(stated, { body })).toEqual(body);
    expect(await sent(stated, { body: { petType: "whatever" } })).toEqual({ petType: "whatever" });
    await expect(written(stated, { body: { claws: 1 } })).rejects.toThrow("petType");
  });

  test("in Swagger 2.0, the schema itself among them", async () => {
    const to = (name: string): object => ({ $ref: `#/definitions/${name}` });
    const parameters = [{ name: "b", in: "body", required: true, schema: to("Pet") }];
    const stated = {
      swagger: "2.0",
      info: { title: "Test", version: "1" },
      paths: { "/p": { post: { operationId: "op", parameters } } },
      definitions: {
        Pet: { ...pet, discriminator: "petType" },
        Cat: { allOf: [to("Pet"), { type: "object", properties: { claws: { type: "integer" } } }] },
      },
    };
    expect(await shown(stated)).toMatchObject({
      $defs: { Pet: { anyOf: [{ $ref: "#/$defs/Cat" }, { properties: { petType: text } }] } },
    });
  });

  test("a mapping that leads elsewhere leaves everything open", async () => {
    const mapping = { kitty: "cats.yaml", puppy: "Dog" };
    const stated = document(ref("Pet"), {
      Pet: { ...pet, discriminator: { propertyName: "petType", mapping } },
      Dog: dog,
    });
    expect(await sent(stated, { body: { petType: "kitty", claws: 3 } })).toEqual({
      petType: "kitty",
      claws: 3,
    });
  });
});

describe("a mapping beside alternatives", () => {
  const one = (kind: object): object => ({ type: "object", required: ["kind"], properties: { kind } });
  const stated = (kind: object, mapping: object): object =>
    document(
      { oneOf: [ref("A"), ref("B")], discriminator: { propertyName: "kind", mapping } },
      { A: one(kind), B: { ...one(kind), minProperties: 2 } },
    );

  test("is the property's value in each of them", async () => {
    const mapping = { first: "A", second: "#/components/schemas/B", third: "B" };
    const union = (await shown(stated(text, mapping))) as { oneOf?: unknown; anyOf?: unknown };
    expect(union.oneOf ?? union.anyOf).toEqual([
      { $ref: "#/$defs/A", properties: { kind: { const: "first" } } },
      { $ref: "#/$defs/B", properties: { kind: { enum: ["second", "third"] } } },
    ]);
  });

  test("is left out where the schema takes no such value", async () => {
    const union = await shown(stated({ type: "integer" }, { 1: "A", 2: "B" }));
    expect(JSON.stringify(union)).not.toMatch(/const|enum/);
  });
});
