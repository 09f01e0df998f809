import { median } from "./figure.ts";

/** One way of getting the same thing done. */
export type Contender = () => Promise<unknown>;

export interface Load {
  /** Calls under way at once. */
  readonly concurrency: number;
  /** Calls in a round. */
  readonly calls: number;
  /** Rounds for each contender, after two that warm up. */
  readonly rounds: number;
}

/** What a call cost a contender. */
export interface Cost {
  /** Median time of a call, in microseconds. */
  readonly p50: number;
  /** Processor time of this process for a call, in microseconds. */
  readonly cpu: number;
  /** Calls in a second. */
  readonly throughput: number;
}

interface Sample {
  readonly latencies: number[];
  cpu: number;
  wall: number;
  calls: number;
}

const WARM_UP = 2;

/**
 * Lets contenders run in turn, each round beginning with another one, so that all of them meet the same
 * disturbances of the machine. Costs come back under the contenders' names.
 */
export async function contest<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  { concurrency, calls, rounds }: Load,
): Promise<Readonly<Record<Name, Cost>>> {
  const field = (Object.keys(contenders) as Name[]).map((name) => ({ name, sample: emptySample() }));
  for (let round = -WARM_UP; round < rounds; round++) {
    const first = (round + WARM_UP) % field.length;
    for (const { name, sample } of [...field.slice(first), ...field.slice(0, first)]) {
      globalThis.gc?.();
      await run(contenders[name], concurrency, calls, round < 0 ? emptySample() : sample);
    }
  }
  return Object.fromEntries(field.map(({ name, sample }) => [name, costOf(sample)])) as Record<Name, Cost>;
}

async function run(call: Contender, concurrency: number, calls: number, sample: Sample): Promise<void> {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const start = performance.now();
      await call();
      sample.latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const { user, system } = process.cpuUsage(cpu);
  sample.cpu += user + system;
  sample.wall += performance.now() - begin;
  sample.calls += calls;
}

function emptySample(): Sample {
  return { latencies: [], cpu: 0, wall: 0, calls: 0 };
}

function costOf({ latencies, cpu, wall, calls }: Sample): Cost {
  return { p50: median(latencies) * 1000, cpu: cpu / calls, throughput: (calls / wall) * 1000 };
}
