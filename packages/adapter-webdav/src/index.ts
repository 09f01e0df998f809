export type { WebdavAdapterOptions, WebdavAuth } from "./options.ts";
export { WebdavAdapter } from "./webdav-adapter.ts";
