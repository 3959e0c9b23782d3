// TC strings against the IAB's own packages: what they write is read alike, field by field, and what is no
// longer what they wrote is refused or read alike.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Dice, isLong, mutated } from "./dice.mjs";
import { ask } from "./ours.mjs";
import { fieldsOf, makeText, vendorMax } from "./tcf_oracle.mjs";

const written = isLong ? 20_000 : 2_000;
const mutations = isLong ? 1_000_000 : 20_000;

const someVendor = (dice) => dice.pick([0, 0, 1 + dice.below(vendorMax), 1 + dice.below(vendorMax), vendorMax, 65535]);

test(`reads ${written} strings as their encoders do`, async () => {
  const dice = new Dice(20261122);
  const questions = Array.from({ length: written }, () => ["tcf", someVendor(dice), makeText(dice)])
    .filter(([, , text]) => text.length <= 4096);
  assert.ok(questions.length > 0.9 * written);
  await ask(questions, ([, vendor, text], answer) => {
    for (const decoder of [0, 1]) assert.deepEqual(answer, fieldsOf(text, vendor, decoder), `${vendor} ${text}`);
  });
});

test(`gives none of ${mutations} mutated strings what the packages do not`, async (t) => {
  const dice = new Dice(20261123);
  const good = Array.from({ length: 500 }, () => makeText(dice)).filter((text) => text.length < 600);
  let taken = 0;
  for (let left = mutations; left > 0; left -= 20_000) {
    const questions = Array.from({ length: 20_000 }, () => ["tcf", someVendor(dice), mutated(dice, dice.pick(good))]);
    await ask(questions, ([, vendor, text], answer) => {
      if (answer.fault) return;
      ++taken;
      assert.deepEqual(answer, fieldsOf(text, vendor), `${vendor} ${text}`);
    });
  }
  t.diagnostic(`${taken} of them were still well-formed`);
  assert.ok(taken > mutations / 100);
});
