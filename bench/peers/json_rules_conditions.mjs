// The workload's conditions as json-rules-engine writes them.
// Operators of our own cost less than lists of its own `contains`.
export const operators = {
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

export function conditionOf(condition) {
  if (condition.all) return { all: condition.all.map(conditionOf) };
  if (condition.any) return { any: condition.any.map(conditionOf) };
  return { fact: condition.signal, operator: operatorOf(condition), value: condition.values ?? [condition.min, condition.max] };
}
