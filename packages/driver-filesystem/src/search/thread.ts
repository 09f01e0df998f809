/*
 * Runs regular expressions away from everything else, so that one which never ends can be stopped.
 */
import { parentPort } from "node:worker_threads";
import { matchPiece, type Piece } from "./match-text.ts";
import { type Needle, needleOf, type Query } from "./query.ts";

let [last, needle]: [string, Needle | undefined] = ["", undefined];

parentPort?.on("message", ({ piece, query }: { piece: Piece; query: Query }) => {
  const key = JSON.stringify(query);
  if (needle === undefined || key !== last) [last, needle] = [key, needleOf(query)];
  parentPort?.postMessage(matchPiece(piece, query, needle));
});

// The time of an expression is counted from here on, not from the start of the thread.
parentPort?.postMessage("ready");
