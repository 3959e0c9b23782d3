// GPP strings as the IAB's own package writes and reads them.
import { GppModel } from "@iabgpp/cmpapi";

import { withoutUnknown } from "./tcf_oracle.mjs";

export const sections = {
  usnat: 7, usca: 8, usva: 9, usco: 10, usut: 11, usct: 12, usfl: 13, usmt: 14, usor: 15, ustx: 16, usde: 17, usia: 18, usne: 19,
  usnh: 20, usnj: 21, ustn: 22, usmn: 23, usmd: 24, usin: 25, usky: 26, usri: 27,
};

// What the package offers to be set of each, and how many values each takes.
const fieldsOfSection = new Map(Object.keys(sections).map((name) => {
  const model = new GppModel();
  model.setFieldValue(name, "SaleOptOut", 0);
  return [name, Object.entries(model.getSection(name)).flatMap(([key, value]) => (Array.isArray(value) || typeof value !== "object" ? [[key, value]] : []))];
}));

function fill(dice, model, name) {
  const optOuts = dice.pick([0, 30, 100]);
  const value = (key) => (key.endsWith("OptOut") ? (dice.percent(optOuts) ? dice.below(3) : 2) : dice.below(3));
  const children = dice.percent(40);
  for (const [key, initial] of fieldsOfSection.get(name)) {
    if (/Version|Segment/.test(key)) continue;
    if (key === "Gpc") model.setFieldValue(name, key, dice.percent(20));
    else if (key === "MspaCoveredTransaction") model.setFieldValue(name, key, 1 + dice.below(2));
    else if (/KnownChild/.test(key) && !children) continue;
    else model.setFieldValue(name, key, Array.isArray(initial) ? initial.map(() => dice.below(3)) : value(key));
  }
  if (name === "usnat" && dice.percent(40)) model.setFieldValue(name, "Version", 1);
  for (const [key] of fieldsOfSection.get(name)) {
    if (/SegmentIncluded$/.test(key)) model.setFieldValue(name, key, dice.percent(50));
  }
}

// `tcf`: a TC string to go in as well.
export function makeText(dice, tcf) {
  const model = new GppModel();
  for (const name of dice.some(Object.keys(sections), dice.pick([4, 15, 60]))) fill(dice, model, name);
  if (dice.percent(30)) {
    for (const key of ["Notice", "OptOutSale", "LspaCovered"]) model.setFieldValue("uspv1", key, dice.pick(["Y", "N", "-"]));
  }
  if (tcf && dice.percent(40)) model.decodeSection("tcfeuv2", tcf);
  if (model.getSectionIds().length === 0) fill(dice, model, "usnat");
  return model.encode();
}

const flat = (value) => (Array.isArray(value) ? value : [value]);

// Of one section, in the words of read_consent; the core's object and those of its subsections are one.
export function sectionOf(object) {
  const fields = Array.isArray(object) ? Object.assign({}, ...object) : object;
  const gpc = fields.GpcSegmentIncluded === false ? undefined : fields.Gpc;
  return {
    sale: fields.SaleOptOut, sharing: fields.SharingOptOut ?? 0, advertising: fields.TargetedAdvertisingOptOut ?? 0,
    child: Number(flat(fields.KnownChildSensitiveDataConsents ?? 0).some((value) => value !== 0)), gpc: gpc ?? null,
  };
}

// Of the whole string; `tcf` is left to the oracle of TC strings.
export function fieldsOf(text) {
  // The section of TCF, where there is one, comes first.
  const known = text.split("~").map((part, i) => (i === 1 && part.startsWith("C") ? withoutUnknown(part) : part)).join("~");
  const object = new GppModel(known).toObject();
  const us = Object.keys(object).filter((name) => name in sections).map((name) => sectionOf(object[name]));
  const optedOut = us.some((s) => [s.sale, s.sharing, s.advertising].includes(1)) || object.uspv1?.OptOutSale === "Y";
  const ids = Object.keys(object).map((name) => ({ uspv1: 6, tcfeuv2: 2, ...sections })[name]);
  return {
    optedOut: Number(optedOut), child: Number(us.some((s) => s.child === 1)), gpc: Number(us.some((s) => s.gpc === true)),
    sections: ids.reduce((bits, id) => bits + 2 ** id, 0),
  };
}
