import { strict as assert } from "node:assert";
import fc from "fast-check";
import { test, vi } from "vitest";
import { activeTarget, BasicOrchestrator, pages, search } from "../src/index.ts";
import { asText, recorded } from "./support.ts";

// A thousand conversations take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const targets = ["dev", "test", "stage", "live"];
const tools = Array.from({ length: 12 }, (_, place) => `tool_${place}`);

function shared() {
  const drivers = Object.fromEntries(targets.map((label) => [label, recorded(label, tools).driver]));
  return new BasicOrchestrator(drivers, { collisions: activeTarget(), layers: [pages({ size: 5 })] });
}

test("a thousand conversations at once switch and turn pages, and none sees another's", async () => {
  const orchestrator = shared();
  // The same orchestrator one level down: state goes by the conversation through every level.
  const outer = new BasicOrchestrator({ inner: orchestrator }, { layers: [search()] });
  const talk = async (number: number): Promise<void> => {
    const nested = number % 2 === 1;
    const session = (nested ? outer : orchestrator).session();
    const prefix = nested ? "inner__" : "";
    let expected = "dev";
    for (let turn = 0; turn < 8; turn++) {
      const step = (number * 7 + turn * 3) % 5;
      if (step < 2) {
        expected = targets[(number + turn) % targets.length] ?? "dev";
        const switched = await session.processLlmResponse(
          asText(`${prefix}switch_target`, { target: expected }),
        );
        assert.equal(switched.callExecuted, true, switched.callDetail ?? "");
      } else if (step === 2) {
        const page = 1 + ((number + turn) % 3);
        const result = (await session.executeTool(`${prefix}list_tools`, { page })) as {
          page: number;
          tools: unknown[];
        };
        assert.equal(result.page, page);
        assert.equal(result.tools.length, page === 3 ? 2 : 5);
      } else {
        const value = `${number}.${turn}`;
        const tool = tools[(number + turn) % tools.length] ?? "";
        const response = await session.processLlmResponse(asText(`${prefix}${tool}`, { value }));
        assert.deepEqual(response.toolCallResult, { by: expected, tool, value });
      }
      if ((number + turn) % 3 === 0) await new Promise(setImmediate);
    }
  };
  await Promise.all(Array.from({ length: 1000 }, (_, number) => talk(number)));
});

test("whatever is switched in whichever order, each conversation is where it went last", async () => {
  const step = fc.record({ who: fc.nat(4), target: fc.constantFrom(...targets) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const orchestrator = shared();
      const conversations = Array.from({ length: 5 }, () => ({}));
      const expected = conversations.map(() => "dev");
      for (const { who, target } of steps) {
        const conversation = conversations[who] ?? {};
        await orchestrator.executeTool("switch_target", { target }, { conversation });
        expected[who] = target;
      }
      const now = await Promise.all(
        conversations.map((conversation) => orchestrator.executeTool("tool_0", {}, { conversation })),
      );
      assert.deepEqual(
        now.map((result) => (result as { by: string }).by),
        expected,
      );
    }),
    { numRuns: 50 },
  );
});

test("two conversations of one user are two", async () => {
  const orchestrator = shared();
  const context = { user: "ada" };
  const [first, second] = [orchestrator.session(), orchestrator.session()];
  await first.executeTool("switch_target", { target: "live" }, { context });
  const result = await second.executeTool("tool_0", {}, { context });
  assert.equal((result as { by: string }).by, "dev");
});

test("all conversations are shown the same tools", async () => {
  const orchestrator = shared();
  const [first, second] = [orchestrator.session(), orchestrator.session()];
  await first.executeTool("switch_target", { target: "live" });
  assert.equal(await first.getDriverSystemMessage(), await second.getDriverSystemMessage());
  assert.deepEqual(await first.getDriverContext("gpt-5"), await second.getDriverContext("gpt-5"));
});
