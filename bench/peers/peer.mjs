// What the peers in JavaScript share: the exported workload in, one row of JSON out, the matches checked.
//
//   node PEER.mjs workload.json [repetitions]
import { readFileSync } from "node:fs";

const mask = (1n << 64n) - 1n;

function mix64(x) {
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & mask;
  return x ^ (x >> 31n);
}

function checksum(matches) {
  let sum = 0n;
  matches.forEach((rules, context) => {
    for (const rule of rules) sum += mix64(((BigInt(context) << 32n) | BigInt(rule)) + 1n);
  });
  return (sum & mask).toString(16).padStart(16, "0");
}

function quantile(sorted, share) {
  return sorted[Math.floor(share * (sorted.length - 1))];
}

async function measureOnce(contexts, findAll) {
  const matches = [];
  const nanoseconds = [];
  for (const context of contexts) {
    const start = process.hrtime.bigint();
    const found = await findAll(context);
    nanoseconds.push(Number(process.hrtime.bigint() - start));
    matches.push(found);
  }
  nanoseconds.sort((a, b) => a - b);
  return { matches, nanoseconds };
}

// `build(rules, contexts)` makes what is measured: {findAll(context) → indexes of rules, contexts as the peer
// wants them}.
export async function run(who, build) {
  const workload = JSON.parse(readFileSync(process.argv[2], "utf8"));
  const repetitions = Number(process.argv[3] ?? 5);
  const start = process.hrtime.bigint();
  const built = build(workload.rules, workload.contexts);
  const buildNs = Number(process.hrtime.bigint() - start);
  for (const context of built.contexts.slice(0, 20)) await built.findAll(context);
  for (let repetition = 0; repetition < repetitions; ++repetition) {
    const { matches, nanoseconds } = await measureOnce(built.contexts, built.findAll);
    const sum = checksum(matches);
    if (sum !== workload.checksum) {
      console.error(`${who}: other matches than expected: ${sum}, not ${workload.checksum}`);
      process.exit(1);
    }
    console.log(JSON.stringify({
      what: "find_all", who, workload: workload.workload, rules: workload.rules.length,
      p50_ns: quantile(nanoseconds, 0.5), p99_ns: quantile(nanoseconds, 0.99), max_ns: nanoseconds.at(-1),
      build_ns_per_rule: Math.round(buildNs / workload.rules.length),
      contexts: built.contexts.length, checksum: sum,
    }));
  }
}
