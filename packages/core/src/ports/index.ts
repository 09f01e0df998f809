export type {
  CandidateSearch,
  FileCallOptions,
  FileChange,
  FileEntry,
  FileKind,
  FileStat,
  FilesystemPort,
  OpenFile,
  WriteOptions,
} from "./filesystem.ts";
export type { HttpPort, HttpRequest, HttpResponse } from "./http.ts";
