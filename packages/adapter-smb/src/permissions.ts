import { PACKET } from "./connection.ts";
import { hasStatus, STATUS } from "./errors.ts";
import { AT } from "./frames.ts";
import type { Handle } from "./handles.ts";

const SECURITY = 3;
/** Who may do what; not who owns it, which few may change. */
const ACCESS_LIST = 4;
const LONGEST = 65_536;

/** Who may do what with a file, as the server writes it; undefined where the server knows no such lists. */
export async function permissionsOf({ connection, id }: Handle): Promise<Buffer | undefined> {
  const body = Buffer.alloc(41);
  body.writeUInt16LE(41, 0);
  body.writeUInt8(SECURITY, 2);
  body.writeUInt32LE(LONGEST, 4);
  body.writeUInt32LE(ACCESS_LIST, 16);
  Buffer.from(String(id), "hex").copy(body, 24);
  try {
    const packet = await connection.sendRaw(PACKET.queryInfo, body);
    const [start, length] = [packet.readUInt16LE(AT.body + 2), packet.readUInt32LE(AT.body + 4)];
    return packet.subarray(start, start + length);
  } catch (error) {
    if (hasStatus(error, STATUS.NOT_SUPPORTED)) return undefined;
    throw error;
  }
}

/** Gives a file what {@link permissionsOf} told of another. */
export async function setPermissions({ connection, id }: Handle, permissions: Buffer): Promise<void> {
  await connection.send(PACKET.setInfo, {
    fileId: id,
    infoType: SECURITY,
    fileInfoClass: 0,
    additionalInformation: ACCESS_LIST,
    buffer: permissions,
  });
}
