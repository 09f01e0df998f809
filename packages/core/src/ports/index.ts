export type {
  CandidateSearch,
  FileCallOptions,
  FileChange,
  FileEntry,
  FileKind,
  FileStat,
  FilesystemPort,
  OpenDirectory,
  OpenFile,
  WriteOptions,
} from "./filesystem.ts";
export type { HttpPort, HttpRequest, HttpResponse } from "./http.ts";
export type {
  EngineColumn,
  EngineLimits,
  EngineResult,
  EngineTable,
  EngineValue,
  TableEnginePort,
} from "./table-engine.ts";
