// json-rules-engine: every rule is asked, one after the other.
import { Engine } from "json-rules-engine";
import { conditionOf, operators } from "./json_rules_conditions.mjs";
import { run } from "./peer.mjs";

await run("json-rules-engine", (rules, contexts) => {
  const engine = new Engine();
  for (const [name, holds] of Object.entries(operators)) engine.addOperator(name, holds);
  rules.forEach((rule, number) => {
    engine.addRule({ conditions: conditionOf(rule), event: { type: "match", params: { number } } });
  });
  const findAll = async (context) => (await engine.run(context)).events.map((event) => event.params.number);
  return { findAll, contexts };
});
