import { describe, expect, test } from "vitest";
import { facesOf, isMetadataAddress, isRange, isSpecialAddress } from "../src/addresses.ts";

describe("special addresses, first and last of each range", () => {
  test.each([
    ["0.0.0.0", "0.255.255.255"],
    ["10.0.0.0", "10.255.255.255"],
    ["100.64.0.0", "100.127.255.255"],
    ["127.0.0.0", "127.255.255.255"],
    ["169.254.0.0", "169.254.255.255"],
    ["172.16.0.0", "172.31.255.255"],
    ["192.0.0.0", "192.0.0.255"],
    ["192.0.2.0", "192.0.2.255"],
    ["192.88.99.0", "192.88.99.255"],
    ["192.168.0.0", "192.168.255.255"],
    ["198.18.0.0", "198.19.255.255"],
    ["198.51.100.0", "198.51.100.255"],
    ["203.0.113.0", "203.0.113.255"],
    ["224.0.0.0", "239.255.255.255"],
    ["240.0.0.0", "255.255.255.255"],
    ["::", "::1"],
    ["::ffff:8.8.8.8", "::808:808"],
    ["64:ff9b::808:808", "64:ff9b:1::808:808"],
    ["100::", "100::ffff:ffff:ffff:ffff"],
    ["2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ])("%s and %s", (first, last) => {
    expect([isSpecialAddress(first), isSpecialAddress(last)]).toEqual([true, true]);
  });
});

test.each([
  "1.1.1.1",
  "8.8.8.8",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "223.255.255.255",
  "2001:200::",
  "2001:4860:4860::8888",
  "2606:4700::1111",
  "2003::",
  "3fff:1000::",
])("%s is public", (address) => {
  expect(isSpecialAddress(address)).toBe(false);
});

test.each([
  ["127.0.0.1", ["127.0.0.1"]],
  ["2606:4700::1111", ["2606:4700::1111"]],
  ["::1", ["::1"]],
  ["::", ["::"]],
  ["::ffff:127.0.0.1", ["::ffff:127.0.0.1", "127.0.0.1"]],
  ["::ffff:7f00:1", ["::ffff:7f00:1", "127.0.0.1"]],
  ["0:0:0:0:ffff:0:a00:1", ["0:0:0:0:ffff:0:a00:1", "10.0.0.1"]],
  ["::127.0.0.1", ["::127.0.0.1", "127.0.0.1"]],
  ["64:ff9b::a9fe:a9fe", ["64:ff9b::a9fe:a9fe", "169.254.169.254"]],
  ["2002:c0a8:101::1", ["2002:c0a8:101::1", "192.168.1.1"]],
  ["fe80::1%eth0", ["fe80::1"]],
])("%s also stands for what is embedded in it", (address, faces) => {
  expect(facesOf(address)).toEqual(faces);
});

test("metadata services are known by address", () => {
  expect(
    ["169.254.169.254", "fd00:ec2::254", "169.254.170.2", "100.100.100.200"].every(isMetadataAddress),
  ).toBe(true);
  expect(isMetadataAddress("169.254.1.1")).toBe(false);
});

test("ranges are told from other text", () => {
  expect(["10.0.0.0/8", "10.0.0.1", "::1", "fd00::/8"].map(isRange)).toEqual([true, true, true, true]);
  expect(["10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "host", ""].some(isRange)).toBe(
    false,
  );
});
