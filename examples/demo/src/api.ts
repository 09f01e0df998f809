/**
 * The API of the demo: a bike rental that knows nothing of language models. It keeps its state in memory,
 * wants an API key, and describes itself at /openapi.json as Fastify services do.
 */
import { randomBytes } from "node:crypto";
import swagger from "@fastify/swagger";
import Fastify, { type FastifyInstance } from "fastify";

/** One exchange as the API saw it. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** The body that came in; empty where there was none. */
  readonly sent: string;
  /** Did the request carry the right key? */
  readonly authorised: boolean;
  readonly status: number;
  /** The body that went out. */
  readonly answered: string;
}

export interface BikeApi {
  readonly url: string;
  /** Made anew at each start. */
  readonly key: string;
  /** Everything that was asked of the API so far, in order; it grows. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

interface Reservation {
  readonly reservationId: string;
  readonly bikeId: number;
  readonly bike: string;
  readonly day: string;
  readonly hours: number;
  readonly euros: number;
  readonly extras: string[];
}

const BIKES = [
  { id: 2, name: "Sparrow", kind: "city", eurosPerHour: 3 },
  { id: 4, name: "Mule", kind: "cargo", eurosPerHour: 6 },
  { id: 7, name: "Barge", kind: "cargo", eurosPerHour: 9 },
] as const;

const DAYS = ["friday", "saturday", "sunday"];
const EXTRAS = { helmet: 1, "child seat": 2, "rain cover": 2 } as const;

/** Listens on a free port of loopback. */
export async function startApi(): Promise<BikeApi> {
  const key = `bikes_${randomBytes(12).toString("hex")}`;
  const exchanges: Exchange[] = [];
  const app = Fastify();
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Harbour Bikes", version: "1.0.0" },
      components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-API-Key" } } },
      security: [{ key: [] }],
    },
  });
  app.addHook("onRequest", async ({ url, headers }, reply) => {
    if (url === "/openapi.json" || headers["x-api-key"] === key) return;
    await reply.code(401).send({ error: "An API key is needed, in the header X-API-Key." });
  });
  app.addHook("onSend", async ({ method, url, headers, body }, reply, payload) => {
    exchanges.push({
      method,
      url,
      sent: body == null ? "" : JSON.stringify(body),
      authorised: headers["x-api-key"] === key,
      status: reply.statusCode,
      answered: String(payload ?? ""),
    });
  });
  addRoutes(app);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return { url, key, exchanges, close: () => app.close() };
}

function addRoutes(app: FastifyInstance): void {
  const reservations = new Map<string, Reservation>();
  let nextNumber = 1000;
  const reserve = (bikeId: number, day: string, hours: number): Reservation | string => {
    const bike = BIKES.find(({ id }) => id === bikeId);
    if (bike === undefined) return `There is no bike ${bikeId}.`;
    const taken = new Set([...reservations.values()].filter((r) => r.day === day).map((r) => r.bikeId));
    if (taken.has(bikeId)) {
      const free = BIKES.filter(({ id, kind }) => kind === bike.kind && !taken.has(id)).map(({ id }) => id);
      return `${bike.name} is taken on ${day}. Free ${bike.kind} bikes that day: ${free.join(", ") || "none"}.`;
    }
    const reservationId = `R-${nextNumber++}`;
    const euros = bike.eurosPerHour * hours;
    const reservation = { reservationId, bikeId, bike: bike.name, day, hours, euros, extras: [] };
    reservations.set(reservationId, reservation);
    return reservation;
  };
  // Somebody's booking from before: the second conversation moves it.
  reserve(2, "friday", 2);

  app.get<{ Querystring: { kind?: string } }>("/bikes", { schema: operations.findBikes }, ({ query }) =>
    BIKES.filter(({ kind }) => query.kind === undefined || kind === query.kind),
  );
  app.post<{ Body: { bikeId: number; day: string; hours: number } }>(
    "/reservations",
    { schema: operations.reserveBike },
    ({ body }, reply) => {
      const made = reserve(body.bikeId, body.day, body.hours);
      if (typeof made === "string") return reply.code(409).send({ error: made });
      return reply.code(201).send(made);
    },
  );
  const path = "/reservations/:reservationId";
  const missing = { error: "There is no such reservation." };
  app.get<ById>(path, { schema: operations.getReservation }, ({ params }, reply) => {
    return reservations.get(params.reservationId) ?? reply.code(404).send(missing);
  });
  app.delete<ById>(path, { schema: operations.cancelReservation }, ({ params }, reply) => {
    if (!reservations.delete(params.reservationId)) return reply.code(404).send(missing);
    return { cancelled: params.reservationId };
  });
  app.post<ById & { Body: { extra: keyof typeof EXTRAS } }>(
    `${path}/extras`,
    { schema: operations.addExtra },
    ({ params, body }, reply) => {
      const found = reservations.get(params.reservationId);
      if (found === undefined) return reply.code(404).send(missing);
      const extended = {
        ...found,
        euros: found.euros + EXTRAS[body.extra],
        extras: [...found.extras, body.extra],
      };
      reservations.set(found.reservationId, extended);
      return reply.code(201).send(extended);
    },
  );
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
}

interface ById {
  Params: { reservationId: string };
}

const reservationId = {
  type: "object",
  properties: { reservationId: { type: "string", description: "Such as R-1234." } },
  required: ["reservationId"],
};

/** What the API says of itself; Fastify validates by it and publishes it. */
const operations = {
  findBikes: {
    operationId: "findBikes",
    summary: "Lists the bikes and their prices.",
    querystring: { type: "object", properties: { kind: { type: "string", enum: ["city", "cargo"] } } },
  },
  reserveBike: {
    operationId: "reserveBike",
    summary: "Reserves a bike for some hours of one day.",
    body: {
      type: "object",
      properties: {
        bikeId: { type: "integer" },
        day: { type: "string", enum: DAYS },
        hours: { type: "integer", minimum: 1, maximum: 12 },
      },
      required: ["bikeId", "day", "hours"],
    },
  },
  getReservation: {
    operationId: "getReservation",
    summary: "Shows a reservation.",
    params: reservationId,
  },
  cancelReservation: {
    operationId: "cancelReservation",
    summary: "Cancels a reservation.",
    params: reservationId,
  },
  addExtra: {
    operationId: "addExtra",
    summary: "Adds an extra to a reservation.",
    params: reservationId,
    body: {
      type: "object",
      properties: { extra: { type: "string", enum: Object.keys(EXTRAS) } },
      required: ["extra"],
    },
  },
} as const;
