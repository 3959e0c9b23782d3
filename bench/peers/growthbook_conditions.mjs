// The workload's conditions as GrowthBook writes them.
function testOf(test) {
  if (test.values) return test.negated ? { $nin: test.values } : { $in: test.values };
  const range = { $gte: test.min, $lte: test.max };
  return test.negated ? { $not: range } : range;
}

export function conditionOf(condition) {
  if (condition.all) return { $and: condition.all.map(conditionOf) };
  if (condition.any) return { $or: condition.any.map(conditionOf) };
  return { [condition.signal]: testOf(condition) };
}
