// GrowthBook's conditions: every rule is asked, one after the other.
import { evalCondition } from "@growthbook/growthbook";
import { conditionOf } from "./growthbook_conditions.mjs";
import { run } from "./peer.mjs";

// `page.section` is a path into nested attributes there.
function nested(context) {
  const groups = {};
  for (const [name, value] of Object.entries(context)) {
    const [group, member] = name.split(".");
    (groups[group] ??= {})[member] = value;
  }
  return groups;
}

await run("growthbook", (rules, contexts) => {
  const conditions = rules.map(conditionOf);
  const findAll = (context) => {
    const matches = [];
    conditions.forEach((condition, number) => {
      if (evalCondition(context, condition)) matches.push(number);
    });
    return matches;
  };
  return { findAll, contexts: contexts.map(nested) };
});
