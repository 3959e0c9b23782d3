// GPP and US Privacy strings against the IAB's own package, as tcf.test.mjs does it with TC strings.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Dice, isLong, mutated } from "./dice.mjs";
import { fieldsOf, makeText } from "./gpp_oracle.mjs";
import { ask } from "./ours.mjs";
import { fieldsOf as tcfFieldsOf, makeText as makeTcf } from "./tcf_oracle.mjs";

const written = isLong ? 20_000 : 2_000;
const mutations = isLong ? 1_000_000 : 20_000;

const tcfPart = (text) => text.split("~")[1];
const hasTcf = (answer) => Math.floor(answer.sections / 4) % 2 === 1;

// The TC strings that the package writes are of this very day, and of this site alone.
const makeSome = (dice) => makeText(dice, dice.percent(50) ? siteOwn(dice) : undefined);
function siteOwn(dice) {
  for (;;) {
    const text = makeTcf(dice);
    if (tcfFieldsOf(text, 0).serviceSpecific === 1 && text.length < 1000) return text;
  }
}

test(`reads ${written} strings as their encoder does`, async () => {
  const dice = new Dice(20261122);
  const questions = Array.from({ length: written }, () => ["gpp", 0, makeSome(dice)]).filter(([, , text]) => text.length <= 4096);
  await ask(questions, ([, , text], answer) => {
    const { tcf, ...fields } = answer;
    assert.deepEqual(fields, fieldsOf(text), text);
    assert.deepEqual(tcf, hasTcf(fields) ? tcfFieldsOf(tcfPart(text), 0) : null, text);
  });
});

test(`gives none of ${mutations} mutated strings what the package does not`, async (t) => {
  const dice = new Dice(20261123);
  const good = Array.from({ length: 500 }, () => makeSome(dice)).filter((text) => text.length < 600);
  let taken = 0;
  for (let left = mutations; left > 0; left -= 20_000) {
    const questions = Array.from({ length: 20_000 }, () => ["gpp", 0, mutated(dice, dice.pick(good))]);
    await ask(questions, ([, , text], answer) => {
      if (answer.fault) return;
      ++taken;
      const oracle = fieldsOf(text);
      assert.equal(answer.sections, oracle.sections, text);
      for (const restriction of ["optedOut", "child", "gpc"]) assert.ok(answer[restriction] >= oracle[restriction], `${restriction} ${text}`);
      if (hasTcf(answer)) assert.deepEqual(answer.tcf, tcfFieldsOf(tcfPart(text), 0), text);
    });
  }
  t.diagnostic(`${taken} of them were still well-formed`);
  assert.ok(taken > mutations / 100);
});

test("reads US Privacy strings as the package does, all of one to five characters", async () => {
  const characters = ["1", "2", "Y", "N", "-", "y", "n"];
  let texts = [""], questions = [];
  for (let length = 1; length <= 5; ++length) {
    texts = texts.flatMap((text) => characters.map((character) => text + character));
    questions.push(...texts.map((text) => ["us_privacy", 0, text]));
  }
  await ask(questions, ([, , text], answer) => {
    if (answer.fault) return assert.doesNotMatch(text, /^1[YN-]{3}$/);
    assert.equal(answer.optedOut, fieldsOf(`DBABTA~${text}`).optedOut, text);
  });
});
