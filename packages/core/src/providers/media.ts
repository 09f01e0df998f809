import type { Media } from "../media.ts";

/** What the providers' interfaces take as a picture. They refuse a whole message for any other kind, such as SVG. */
const PICTURE = /^image\/(?:png|jpeg|gif|webp)$/;

/** True for a picture that a model can be shown, and whose bytes are there; others stay descriptions. */
export function isImage(media: Media): boolean {
  return PICTURE.test(media.type) && media.bytes !== undefined;
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
