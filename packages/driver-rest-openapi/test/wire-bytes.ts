import { Media } from "@mcs/core";

export const bytes = Uint8Array.of(0xff, 0xd8, 0x00, 0x0d, 0x0a);
export const raw = Buffer.from(bytes).toString("latin1");
export const image = new Media({ type: "image/jpeg", name: "a.jpg", bytes });
export const dataUrl = `data:image/jpeg;name=a.jpg;base64,${Buffer.from(bytes).toString("base64")}`;
export const binary = { type: "string", format: "binary" };
