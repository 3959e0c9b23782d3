// GrowthBook's conditions: every rule is asked, one after the other.
import { evalCondition } from "@growthbook/growthbook";
import { run } from "./peer.mjs";

function testOf(test) {
  if (test.values) return test.negated ? { $nin: test.values } : { $in: test.values };
  const range = { $gte: test.min, $lte: test.max };
  return test.negated ? { $not: range } : range;
}

function conditionOf(condition) {
  if (condition.all) return { $and: condition.all.map(conditionOf) };
  if (condition.any) return { $or: condition.any.map(conditionOf) };
  return { [condition.signal]: testOf(condition) };
}

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
