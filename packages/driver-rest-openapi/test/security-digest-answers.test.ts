import { describe, expect, test } from "vitest";
import { digestCredentials, digestResponse, readChallenge } from "../src/security/digest.ts";

describe("the examples of RFC 7616", () => {
  const answer = {
    username: "Mufasa",
    password: "Circle of Life",
    method: "GET",
    target: "/dir/index.html",
    cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    count: 1,
  };
  const challenges = (algorithm: string) =>
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;

  test.each([
    ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
    ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
  ])("section 3.9.1 with %s", (algorithm, response) => {
    const challenge = readChallenge(challenges(algorithm));
    if (challenge === undefined) throw new Error("not read");
    expect(digestResponse({ ...answer, challenge })).toBe(response);
    expect(digestCredentials({ ...answer, challenge }, response)).toBe(
      `username="Mufasa", realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", response="${response}", algorithm=${algorithm}, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"`,
    );
  });

  test("section 3.9.2: SHA-512-256, userhash and a name that is not ASCII", () => {
    const challenge = readChallenge(
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
    );
    if (challenge === undefined) throw new Error("not read");
    const jäsøn = {
      challenge,
      username: "J\u00e4s\u00f8n Doe",
      password: "Secret, or not?",
      method: "GET",
      target: "/doe.json",
      cnonce: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
      count: 1,
    };
    // Both hashes are those of erratum 4897: the RFC's own are of another function.
    const response = digestResponse(jäsøn);
    expect(response).toBe("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
    const sent = digestCredentials(jäsøn, response);
    expect(sent).toContain('username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"');
    expect(sent).toContain("userhash=true");
    expect(digestCredentials({ ...jäsøn, challenge: { ...challenge, userhash: false } }, response)).toContain(
      "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, ",
    );
  });
});

describe("challenges", () => {
  test("the first that can be answered, among others in one header or several", () => {
    const header = [
      'Basic realm="a, b", Digest realm="x", nonce="n1", algorithm=SHA-999, qop="auth"',
      'Newauth realm="y", Digest realm="a \\"quoted\\" one", nonce="n2", qop="auth-int,auth", stale=TRUE',
    ];
    expect(readChallenge(header)).toEqual({
      realm: 'a "quoted" one',
      nonce: "n2",
      opaque: undefined,
      algorithm: undefined,
      protects: true,
      userhash: false,
      stale: true,
    });
  });

  test.each(["Basic realm=x", 'Digest realm="x"', 'Digest nonce="n", qop="auth-int"', "", ',,=,"', "Digest"])(
    "%j is none",
    (header) => expect(readChallenge(header)).toBeUndefined(),
  );
});
