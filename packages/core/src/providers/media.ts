import type { Media } from "../media.ts";

/** What every provider that takes pictures takes. */
const PICTURES = /^image\/(?:png|jpeg|gif|webp)$/;

/** True for a picture that providers take, and whose bytes are there. */
export function isImage(media: Media): boolean {
  return PICTURES.test(media.type) && media.bytes !== undefined;
}

export function dataUrl(media: Media): string {
  return `data:${media.type};base64,${base64(media)}`;
}

export function base64({ bytes = new Uint8Array() }: Media): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}
