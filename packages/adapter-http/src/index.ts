export {
  InvalidRequestError,
  NetworkError,
  type NetworkErrorDetails,
  NetworkRefusedError,
} from "./errors.ts";
export { HttpAdapter } from "./http-adapter.ts";
export type {
  HttpAdapterOptions,
  NetworkOptions,
  ProxyOptions,
  RetryOptions,
  TimeoutOptions,
  TlsOptions,
} from "./options.ts";
