// `passerby check` for machines: its SARIF against the standard's own schema, its JSON against what is promised.
//
//   PASSERBY=path/of/passerby node --test
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";

import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const here = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(join(dirname(here.resolve("@microsoft/jest-sarif/package.json")), "lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
// One pattern of the standard is no regular expression in Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

const cases = join(process.env.PASSERBY_SOURCE_DIR, "tests/golden/rules");

function check(folder, format) {
  const { status, stdout } = spawnSync(process.env.PASSERBY, ["check", join(cases, folder), "--format", format], { encoding: "utf8" });
  return { status, report: JSON.parse(stdout) };
}

for (const folder of readdirSync(cases)) {
  test(`${folder}: SARIF as the standard wants it, JSON as promised`, () => {
    const { status, report: sarif } = check(folder, "sarif");
    assert.ok(validate(sarif), JSON.stringify(validate.errors, null, 1));
    const { status: again, report: json } = check(folder, "json");
    assert.equal(status, again);
    const { results, tool } = sarif.runs[0];
    assert.equal(results.length, json.issues.length);
    assert.equal(json.ok, !json.issues.some((issue) => issue.severity === "error"));
    assert.equal(status, json.ok ? 0 : 1);
    for (const [i, issue] of json.issues.entries()) {
      assert.deepEqual(Object.keys(issue), ["file", "line", "column", "severity", "code", "message", "hint"]);
      assert.equal(results[i].ruleId, issue.code);
      assert.equal(tool.driver.rules[results[i].ruleIndex].id, issue.code);
      assert.equal(results[i].level, issue.severity);
      const region = results[i].locations[0].physicalLocation.region;
      if (issue.line > 0) assert.deepEqual([region.startLine, region.startColumn], [issue.line, issue.column]);
    }
  });
}

test("the standard's schema refuses what is no SARIF", () => {
  const { report } = check("yaml-quotes", "sarif");
  report.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
  assert.ok(!validate(report));
});
