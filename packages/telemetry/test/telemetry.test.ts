import { strict as assert } from "node:assert";
import { defineTool, defineToolDriver, ExecutionError, hybrid, type MCSToolDriver, secret } from "@mcs/core";
import { withAudit, withRedaction } from "@mcs/core/decorators";
import { BasicOrchestrator } from "@mcs/orchestrator";
import { context, metrics, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterEach, test } from "vitest";
import { withTelemetry } from "../src/index.ts";
import { observed } from "./example.ts";

const driver: MCSToolDriver = defineToolDriver({
  id: "5c1f3b0e-1df2-4a60-8c6b-6b1d6a1d0c55",
  name: "Weather",
  version: "1.0.0",
  bindings: [{ capability: "weather", adapter: "memory", specFormat: "Custom" }],
  tools: [
    defineTool({
      name: "forecast",
      description: "Tomorrow's weather.",
      parameters: [
        { name: "city", description: "", schema: { type: "string" } },
        { name: "apiKey", description: "", schema: { type: "string" } },
      ],
      execute: ({ city }) => {
        if (city === "Atlantis") throw new ExecutionError("hunter2: no such city.", { code: "no_city" });
        return { city, sky: "clear" };
      },
    }),
  ],
});

/** A real SDK that keeps what it gets. */
function sdk() {
  const spans = new InMemorySpanExporter();
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const tracerProvider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spans })],
  });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const measured = async () => {
    await meterProvider.forceFlush();
    return exporter.getMetrics().at(-1)?.scopeMetrics[0]?.metrics ?? [];
  };
  const providers = { tracerProvider, meterProvider };
  return { providers, spans: () => spans.getFinishedSpans(), measured };
}

afterEach(() => {
  trace.disable();
  metrics.disable();
  context.disable();
});

test("a call is a span by the conventions, without arguments and results", async () => {
  const { spans, providers } = sdk();
  await withTelemetry(driver, providers).executeTool("forecast", { city: "Bern" });
  const [span] = spans();
  assert.equal(span?.name, "execute_tool forecast");
  assert.equal(span.kind, SpanKind.INTERNAL);
  assert.equal(span.status.code, SpanStatusCode.UNSET);
  assert.deepEqual(span.attributes, {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "forecast",
    "gen_ai.tool.type": "function",
    "gen_ai.tool.description": "Tomorrow's weather.",
    "mcs.driver": "Weather",
  });
});

test("a failure has the error's code, as the span's error type and status", async () => {
  const { spans, measured, providers } = sdk();
  await assert.rejects(withTelemetry(driver, providers).executeTool("forecast", { city: "Atlantis" }));
  const [span] = spans();
  assert.equal(span?.attributes["error.type"], "no_city");
  assert.equal(span?.status.code, SpanStatusCode.ERROR);
  const [metric] = await measured();
  assert.equal(metric?.dataPoints[0]?.attributes["error.type"], "no_city");
});

test("the duration of every call is measured in seconds", async () => {
  const { measured, providers } = sdk();
  const traced = withTelemetry(driver, providers);
  for (const city of ["Bern", "Basel"]) await traced.executeTool("forecast", { city });
  const [metric] = await measured();
  assert.equal(metric?.descriptor.name, "gen_ai.execute_tool.duration");
  assert.equal(metric.descriptor.unit, "s");
  const [point] = metric.dataPoints;
  assert.ok(point !== undefined);
  const { count, sum = 0 } = point.value as { count: number; sum?: number };
  assert.equal(count, 2);
  assert.ok(sum > 0 && sum < 60);
  assert.deepEqual(point.attributes, {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "forecast",
  });
});

test("arguments and results are recorded when that is asked for, masked and cut", async () => {
  const { spans, providers } = sdk();
  const traced = withTelemetry(driver, { ...providers, content: 30 });
  await traced.executeTool("forecast", { apiKey: "k", city: "x".repeat(100) });
  const { attributes } = spans()[0] ?? {};
  assert.equal(attributes?.["gen_ai.tool.call.arguments"], '{"apiKey":"[redacted]","city":"x'.slice(0, 30));
  assert.equal(String(attributes?.["gen_ai.tool.call.result"]).length, 30);
});

test("what an outer layer redacts is in no span, whatever the order", async () => {
  const { spans, providers } = sdk();
  const secrets = [secret("hunter2")];
  const traced = (inner: MCSToolDriver) => withTelemetry(inner, { ...providers, content: 1000 });
  for (const stack of [
    withRedaction(traced(driver), { secrets }),
    withRedaction(traced(withAudit(driver, { write: () => {} })), { secrets }),
    traced(withRedaction(driver, { secrets })),
  ]) {
    await assert.rejects(stack.executeTool("forecast", { city: "Atlantis" }));
  }
  await withRedaction(traced(driver), { secrets }).executeTool("forecast", { city: "hunter2" });
  assert.equal(spans().length, 4);
  for (const { attributes, status, events } of spans()) {
    assert.ok(!JSON.stringify([attributes, status, events]).includes("hunter2"));
  }
});

test("no part of what is redacted stays where a long argument is cut", async () => {
  const { spans, providers } = sdk();
  const traced = withTelemetry(driver, { ...providers, content: 1000 });
  const safe = withRedaction(traced, { secrets: [secret("correct horse battery")] });
  await safe.executeTool("forecast", { city: `${"x".repeat(490)}correct horse battery` });
  assert.ok(!JSON.stringify(spans()[0]?.attributes).includes("correct"));
});

test("a result that has no text fails no call that succeeded", async () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const { spans, providers } = sdk();
  const round: MCSToolDriver = {
    ...driver,
    meta: driver.meta,
    listTools: () => driver.listTools(),
    executeTool: async () => circle,
  };
  const traced = withTelemetry(round, { ...providers, content: 100 });
  assert.equal(await traced.executeTool("forecast", {}), circle);
  assert.equal(spans()[0]?.attributes["gen_ai.tool.call.result"], "(cannot be shown)");
});

test("names that a model makes up are no series of their own", async () => {
  const { measured, providers } = sdk();
  const traced = withTelemetry(driver, providers);
  for (const name of ["one", "two"]) await assert.rejects(traced.executeTool(name, {}));
  const points = (await measured())[0]?.dataPoints ?? [];
  assert.deepEqual(
    points.map(({ attributes }) => attributes["gen_ai.tool.name"]),
    ["_OTHER"],
  );
});

test("calls that lie within each other are spans that lie within each other", async () => {
  const { spans, providers } = sdk();
  trace.setGlobalTracerProvider(providers.tracerProvider);
  metrics.setGlobalMeterProvider(providers.meterProvider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const orchestrator = new BasicOrchestrator({ weather: withTelemetry(driver) });
  const chat = hybrid(withTelemetry(orchestrator));
  await chat.processLlmResponse('{"tool":"weather__forecast","arguments":{"city":"Bern"}}');
  const [inner, outer] = spans();
  assert.equal(outer?.name, "execute_tool weather__forecast");
  assert.equal(outer.attributes["mcs.driver"], "Orchestrator / weather");
  assert.equal(inner?.name, "execute_tool forecast");
  assert.equal(inner.parentSpanContext?.spanId, outer.spanContext().spanId);
});

test("attributes of the application's own are added", async () => {
  const { spans, providers } = sdk();
  const traced = withTelemetry(driver, {
    ...providers,
    attributes: ({ options }) => ({ "enduser.id": String(options.context) }),
  });
  await traced.executeTool("forecast", {}, { context: "ada" });
  assert.equal(spans()[0]?.attributes["enduser.id"], "ada");
});

test("the README's example is a driver like any other", async () => {
  const chat = observed(driver);
  const response = await chat.processLlmResponse('{"tool":"forecast","arguments":{"city":"Bern"}}');
  assert.deepEqual(response.toolCallResult, { city: "Bern", sky: "clear" });
});

test("without an SDK calls are what they were", async () => {
  const traced = withTelemetry(driver, { content: 100 });
  assert.deepEqual(await traced.executeTool("forecast", { city: "Bern" }), { city: "Bern", sky: "clear" });
  await assert.rejects(traced.executeTool("forecast", { city: "Atlantis" }), { code: "no_city" });
  assert.equal(trace.getActiveSpan(), undefined);
});
