export type { HttpPort, HttpRequest, HttpResponse } from "./http.ts";
