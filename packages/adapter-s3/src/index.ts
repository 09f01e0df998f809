export type { S3AdapterOptions, S3Credentials, S3TimeoutOptions } from "./options.ts";
export { S3Adapter } from "./s3-adapter.ts";
