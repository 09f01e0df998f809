import type { Terminal } from "../terminal.ts";

/** What is done sooner than this needs no progress. */
const PATIENCE_MS = 400;
const CLEAR_LINE = "\r\u001b[K";

/** Shows on a terminal's stderr what is being waited for, and for how long already. */
export async function withProgress<T>(
  label: string,
  terminal: Terminal,
  work: (done: () => void) => Promise<T>,
): Promise<T> {
  const progress = startProgress(label, terminal);
  try {
    return await work(progress);
  } finally {
    progress();
  }
}

/** Starts showing progress; the returned function takes it away, once or often. */
export function startProgress(label: string, { err, quiet }: Terminal): () => void {
  if (quiet || !err.isTerminal) return () => {};
  const started = Date.now();
  let shown = false;
  const timer = setInterval(() => {
    const seconds = Math.floor((Date.now() - started) / 1000);
    const text = `${label} …${seconds > 0 ? ` ${seconds} s` : ""}`;
    shown = true;
    void err.write(`${CLEAR_LINE}${err.color.dim(text.slice(0, err.width - 1))}`);
  }, PATIENCE_MS);
  return () => {
    clearInterval(timer);
    if (shown) void err.write(CLEAR_LINE);
    shown = false;
  };
}
