// json-rules-engine: every rule is asked, one after the other.
import { Engine } from "json-rules-engine";
import { run } from "./peer.mjs";

// Operators of our own cost less than lists of its own `contains`.
const operators = {
  within: (fact, [min, max]) => min <= fact && fact <= max,
  notWithin: (fact, [min, max]) => fact < min || fact > max,
  containsAny: (fact, values) => fact.some((member) => values.includes(member)),
  containsNone: (fact, values) => !fact.some((member) => values.includes(member)),
};

function operatorOf(test) {
  if (!test.values) return test.negated ? "notWithin" : "within";
  if (test.set) return test.negated ? "containsNone" : "containsAny";
  return test.negated ? "notIn" : "in";
}

function conditionOf(condition) {
  if (condition.all) return { all: condition.all.map(conditionOf) };
  if (condition.any) return { any: condition.any.map(conditionOf) };
  return { fact: condition.signal, operator: operatorOf(condition), value: condition.values ?? [condition.min, condition.max] };
}

await run("json-rules-engine", (rules, contexts) => {
  const engine = new Engine();
  for (const [name, holds] of Object.entries(operators)) engine.addOperator(name, holds);
  rules.forEach((rule, number) => {
    engine.addRule({ conditions: conditionOf(rule), event: { type: "match", params: { number } } });
  });
  const findAll = async (context) => (await engine.run(context)).events.map((event) => event.params.number);
  return { findAll, contexts };
});
