// The schema against a real validator: what the language allows passes, slips of an author do not.
//
//   PRINT_SCHEMA=path/of/print_schema node --test
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import Ajv from "ajv";
import { parse } from "yaml";

const root = process.env.PASSERBY_SOURCE_DIR ?? join(dirname(fileURLToPath(import.meta.url)), "../../..");
const schema = JSON.parse(execFileSync(process.env.PRINT_SCHEMA, { encoding: "utf8" }));
const validate = new Ajv({ strict: true, strictTypes: false, allowMatchingProperties: true, strictRequired: false, allErrors: true }).compile(schema);

const slips = (text) => (validate(parse(text)) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`));

function ruleFilesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => /\.ya?ml$/.test(name) && !/\.test\.ya?ml$/.test(name))
    .map((name) => join(root, folder, name));
}

test("is a schema of draft 7", () => {
  assert.equal(schema.$schema, "http://json-schema.org/draft-07/schema#");
});

for (const file of [...ruleFilesBelow("rules/examples"), join(root, "tests/fuzz/corpus/rule_text/bookshop.yaml"), join(root, "tests/golden/rules/yaml-fine/shop.yaml")]) {
  test(`allows ${file.slice(root.length + 1)}`, () => {
    assert.deepEqual(slips(readFileSync(file, "utf8")), []);
  });
}

const allowed = {
  "an empty file": "",
  "empty sections": "rules:\nslots:\ncontent: {}\n",
  "things without members": "slots: {hero: , side: {}}\ncontent: {welcome: }",
  "values in any case and quotes": "segments: {a: {device.type: [PHONE, 'Tablet'], location.country: de, time.weekday: Mon-FRI, time.hour: '22-2'}}",
  "words that YAML takes for something else": "segments: {a: {page.section: [NO, on, ~, 007, 1.5, true]}}\nslots: {2026: {fallback: 404}}",
  "numbers in quotes": "rules: [{id: a, slot: s, show: c, priority: '5', weight: '0.5'}]",
  "every operator": "segments: {a: {page.path: {glob: ['/**', '/a?'], prefix: /b, not: [/c]}, page.topics: {all: [a, b], not: c}, behaviour.visits: {min: 1, below: 9, not: [3, 5-6]}, behaviour.cart_value: [1.5-2, 7], behaviour.returning: {not: true}, time.of_day: 22:00-24:00, time.window: {not: fri-sat 22:00-02:00}}}",
  "declared signals": "signals: {page.author: {type: string, values: [a, 1]}, location.store: {type: Set, purpose: behaviour}, behaviour.x: {type: number, min: -5, max: '9'}}\nsegments: {a: {page.author: {prefix: a}, behaviour.x: {min: 3}}}",
  "budgets and sentences": "rules: [{id: a, slot: [s, t], show: [c, {content: d, weight: 2}], budget: {clicks: 9, per: total, pace: asap}, why: {en: Hello, de: Hallo}, allow: shadowed, from: 2026-11-20, until: 2026-11-20T10:00+01:00}]",
};
for (const [what, text] of Object.entries(allowed)) {
  test(`allows ${what}`, () => assert.deepEqual(slips(text), []));
}

const refused = {
  "a section that there is not": "rule: []",
  "a key of a rule that there is not": "rules: [{id: a, slot: s, show: c, wieght: 3}]",
  "a rule without a slot": "rules: [{id: a, show: c}]",
  "rules that are no list": "rules: {a: {slot: s, show: c}}",
  "an id in capitals": "slots: {Hero: {}}",
  "an id with a space": "rules: [{id: a b, slot: s, show: c}]",
  "a value outside its list": "segments: {a: {device.type: mobile}}",
  "a country that there is not": "segments: {a: {location.country: [DE, UK]}}",
  "an hour that there is not": "segments: {a: {time.hour: 25}}",
  "a range of hours that there is not": "segments: {a: {time.hour: 18-24}}",
  "a group that there is not": "segments: {a: {visitor.age: 3}}",
  "a time signal that there is not": "segments: {a: {time.hours: 3}}",
  "an operator that there is not": "segments: {a: {page.path: {regex: a}}}",
  "a range operator for a text": "segments: {a: {page.section: {min: 3}}}",
  "yes for a boolean": "segments: {a: {behaviour.returning: yes}}",
  "a day that there is not": "segments: {a: {time.weekday: monday}}",
  "a window without days": "segments: {a: {time.window: 22:00-02:00}}",
  "a time without zeros": "segments: {a: {time.of_day: 9:00-17:00}}",
  "an empty condition": "segments: {a: {}}",
  "an empty list": "segments: {a: {any: []}}",
  "a condition in a condition's place that is a list": "rules: [{id: a, slot: s, show: c, when: [x]}]",
  "a weight of nothing": "rules: [{id: a, slot: s, show: [{content: c, weight: 0}]}]",
  "a count of eleven": "slots: {s: {count: 11}}",
  "a budget of both kinds": "rules: [{id: a, slot: s, show: c, budget: {clicks: 9, impressions: 9, per: day}}]",
  "a date that is none": "rules: [{id: a, slot: s, show: c, from: tomorrow}]",
  "a cap without per": "content: {a: {cap: {times: 3}}}",
  "data that is a text": "content: {a: {data: hello}}",
  "a signal of a type that there is not": "signals: {page.author: {type: text}}",
  "a signal of time": "signals: {time.author: {type: string}}",
  "a warning that there is not": "rules: [{id: a, slot: s, show: c, allow: [shadow]}]",
};
for (const [what, text] of Object.entries(refused)) {
  test(`refuses ${what}`, () => assert.notDeepEqual(slips(text), []));
}

test("describes every key that a rule has, for those who hover over it", () => {
  const rule = schema.properties.rules.allOf?.[0] ?? schema.properties.rules;
  for (const [key, property] of Object.entries(rule.items.properties)) {
    assert.ok(property.description, `${key} has no description`);
  }
  for (const [key, property] of Object.entries(schema.definitions.condition.properties)) {
    assert.ok(property.description, `${key} has no description`);
  }
});
