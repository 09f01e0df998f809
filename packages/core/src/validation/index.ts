export { validateArguments } from "./validate.ts";
