import { expect, test } from "vitest";
import { bench, files } from "./support.ts";

test("is not listed unless the operator allows it", async () => {
  const tools = await bench(files).driver.listTools();
  expect(tools.map(({ name }) => name)).not.toContain("export_rows");
  expect(await bench(files).failure("export_rows", { table: "sales.csv", path: "x.csv" })).toMatchObject({
    code: "tool_not_found",
  });
});

test("writes what fits a condition, and what it wrote is read again as it was", async () => {
  const odd = { "o.csv": 'id,text\n1," a,b "\n2,"say ""x"""\n3,=1+1\n4,"two\nlines"\n5,\n' };
  const { call, failure } = bench(odd, { access: "write" });
  const before = await call("read_rows", { table: "o.csv" });
  expect(await call("export_rows", { table: "o.csv", path: "copy.csv" })).toMatchObject({
    path: "copy.csv",
    rows: 5,
  });
  expect((await call("read_rows", { table: "copy.csv" })).rows).toEqual(before.rows);
  expect(await failure("export_rows", { table: "o.csv", path: "copy.csv" })).toMatchObject({
    code: "file_exists",
  });
  const where = { column: "id", op: ">", value: 3 };
  await call("export_rows", { table: "o.csv", path: "copy.csv", where, columns: ["id"], overwrite: true });
  expect((await call("read_rows", { table: "copy.csv" })).rows).toEqual([["4"], ["5"]]);
});

test("writes only where tables are", async () => {
  const { failure } = bench(files, { access: "write" });
  expect(await failure("export_rows", { table: "sales.csv", path: "run.sh" })).toMatchObject({
    code: "invalid_path",
  });
  expect(await failure("export_rows", { table: "sales.csv", path: "../x.csv" })).toMatchObject({
    code: "invalid_path",
  });
});
