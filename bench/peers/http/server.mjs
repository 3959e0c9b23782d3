// fastify with a rule engine in JavaScript behind `POST /v1/decide`.
//
//   node server.mjs growthbook|json-rules-engine PORT rules.json BYTES
import { evalCondition } from "@growthbook/growthbook";
import fastify from "fastify";
import { Engine } from "json-rules-engine";
import { readFileSync } from "node:fs";
import * as growthbook from "../growthbook_conditions.mjs";
import * as jsonRules from "../json_rules_conditions.mjs";

const [, , engineName, port, file, bytes] = process.argv;
const filler = "x".repeat(Math.max(0, Number(bytes) - 130));

// By slot, highest priority first.
const slots = {};
for (const rule of JSON.parse(readFileSync(file, "utf8"))) (slots[rule.slot] ??= []).push(rule);

function time() {
  const now = new Date();
  return { hour: now.getUTCHours(), weekday: (now.getUTCDay() + 6) % 7 };
}

// Each makes a function from a slot's rules: visit → the first rule that holds.
const engines = {
  growthbook(rules) {
    const conditions = rules.map((rule) => growthbook.conditionOf(rule.when));
    return async (visit) => rules[conditions.findIndex((condition) => evalCondition(visit, condition))];
  },
  "json-rules-engine"(rules) {
    const engine = new Engine([], { allowUndefinedFacts: true });
    for (const [name, holds] of Object.entries(jsonRules.operators)) engine.addOperator(name, holds);
    rules.forEach((rule, number) => {
      engine.addRule({ conditions: jsonRules.conditionOf(rule.when), event: { type: "match", params: { number } } });
    });
    return async (visit) => {
      const { events } = await engine.run(flat(visit));
      return rules[Math.min(...events.map((event) => event.params.number))];
    };
  },
};

function flat(visit) {
  const facts = {};
  for (const group of ["page", "device", "location", "behaviour", "time"]) {
    for (const [member, value] of Object.entries(visit[group] ?? {})) facts[`${group}.${member}`] = value;
  }
  return facts;
}

const finders = Object.fromEntries(Object.entries(slots).map(([slot, rules]) => [slot, engines[engineName](rules)]));
const app = fastify();

app.post("/v1/decide", async (request) => {
  const visit = { ...request.body, time: time() };
  const decisions = {};
  for (const slot of visit.slots) {
    const rule = await finders[slot]?.(visit);
    decisions[slot] = rule
      ? [{ content: rule.content, rule: rule.id, reason: "TARGETING_MATCH", data: { href: `/${rule.content}` } }]
      : [];
  }
  return { decisions, filler };
});

await app.listen({ host: "127.0.0.1", port: Number(port) });
