// TC strings as the IAB's own packages write and read them, and what they permit by the rows of the privacy
// statement, written down a second time from these alone.
import { GVL, PurposeRestriction, Segment, TCModel, TCString } from "@iabtechlabtcf/core";
import { GVL as OlderGVL, TCModel as OlderTCModel, TCString as OlderTCString, PurposeRestriction as OlderPurposeRestriction } from "@iabtcf/core";

export const vendorMax = 400;
const purposes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const byInterest = [2, 7, 8, 9, 10, 11];

// Every vendor that is not divisible by 7, each flexible, some with consent and some with interest as a rule.
function vendorList() {
  const vendors = {};
  for (let id = 1; id <= vendorMax; ++id) {
    if (id % 7 === 0) continue;
    const interest = id % 2 === 0 ? byInterest : [];
    vendors[id] = {
      id, name: `Vendor ${id}`, features: [], specialFeatures: [], specialPurposes: [], urls: [], policyUrl: "",
      purposes: purposes.filter((purpose) => !interest.includes(purpose)), legIntPurposes: interest, flexiblePurposes: byInterest,
    };
  }
  const named = (ids) => Object.fromEntries(ids.map((id) => [id, { id, name: "", description: "", illustrations: [] }]));
  return {
    gvlSpecificationVersion: 3, vendorListVersion: 48, tcfPolicyVersion: 4, lastUpdated: "2026-11-12T16:00:00Z",
    purposes: named(purposes), specialPurposes: named([1, 2]), features: named([1, 2, 3]), specialFeatures: named([1, 2]), stacks: {}, vendors, dataCategories: {},
  };
}

const makers = [
  { Model: TCModel, Text: TCString, Restriction: PurposeRestriction, gvl: new GVL(vendorList()) },
  { Model: OlderTCModel, Text: OlderTCString, Restriction: OlderPurposeRestriction, gvl: new OlderGVL(vendorList()) },
];

// Ids as they come in life: nobody, a few, most, or whole stretches.
function someVendors(dice) {
  const all = Array.from({ length: vendorMax }, (_, i) => i + 1);
  switch (dice.below(4)) {
    case 0: return [];
    case 1: return dice.some(all, 1);
    case 2: return dice.some(all, 90);
    default: { const from = dice.below(vendorMax); return all.slice(from, from + dice.below(100)); }
  }
}

export function makeText(dice) {
  const maker = dice.pick(makers);
  const model = new maker.Model(maker.gvl);
  model.cmpId = 7;
  model.cmpVersion = 1;
  model.isServiceSpecific = dice.percent(90);
  model.publisherCountryCode = "DE";
  const chance = dice.pick([30, 80, 100]);
  model.purposeConsents.set(dice.some(purposes, chance));
  model.purposeLegitimateInterests.set(dice.some(byInterest, chance));
  model.publisherConsents.set(dice.some(purposes, chance));
  model.publisherLegitimateInterests.set(dice.some(dice.percent(90) ? byInterest : purposes, chance));
  model.numCustomPurposes = dice.pick([0, 0, 3, 63]);
  model.publisherCustomConsents.set(dice.some([1, 2, 3], 50).slice(0, model.numCustomPurposes));
  model.specialFeatureOptins.set(dice.some([1, 2], 50));
  model.vendorConsents.set(someVendors(dice));
  model.vendorLegitimateInterests.set(someVendors(dice));
  model.vendorsDisclosed.set(someVendors(dice));
  for (let i = dice.below(6); i > 0; --i) {
    const restriction = new maker.Restriction(dice.pick(purposes), dice.below(3));
    for (const vendor of someVendors(dice)) model.publisherRestrictions.add(vendor, restriction);
  }
  maker.gvl.tcfPolicyVersion = dice.pick([2, 3, 4, 4, 4, 5, 5, 5]);
  model.lastUpdated = new Date(Date.UTC(2025, 0, 1) + dice.below(800) * 86_400_000);
  const further = dice.some([Segment.VENDORS_DISCLOSED, Segment.PUBLISHER_TC], 70);
  return maker.Text.encode(model, { segments: [Segment.CORE, ...(dice.percent(50) ? further : further.reverse())] });
}

// Segments that speak of nothing that is asked, and that some decoders cannot pass over.
export function withoutUnknown(text) {
  return text.split(".").filter((segment, i) => i === 0 || /^[I-PY-Za-f]/.test(segment)).join(".");
}

const mask = (ids, has) => ids.reduce((bits, purpose) => bits + (has(purpose) ? 2 ** (24 - purpose) : 0), 0);
const to24 = Array.from({ length: 24 }, (_, i) => i + 1);

// The fields as the packages read them, in the words of read_consent.
export function fieldsOf(text, vendor, decoder = 0) {
  const segments = withoutUnknown(text).split(".");
  const model = makers[decoder].Text.decode(segments.join("."));
  const bases = (consent, interest) => [mask(to24, (p) => consent.has(p)), mask(to24, (p) => interest.has(p))];
  const restrictions = vendor === 0 ? [] : model.publisherRestrictions.getRestrictions(vendor);
  const restricted = [0, 1, 2].map((type) =>
    mask(to24, (purpose) => restrictions.some((one) => one.restrictionType === type && one.purposeId === purpose)));
  const fields = {
    updated: Math.floor(model.lastUpdated.getTime() / 1000), policy: model.policyVersion, serviceSpecific: Number(model.isServiceSpecific),
    specialFeatures: Array.from({ length: 12 }, (_, i) => i + 1).reduce((bits, f) => bits + (model.specialFeatureOptins.has(f) ? 2 ** (12 - f) : 0), 0),
    core: bases(model.purposeConsents, model.purposeLegitimateInterests),
    consented: Number(model.vendorConsents.has(vendor)), legitimate: Number(model.vendorLegitimateInterests.has(vendor)), restricted,
  };
  const types = segments.slice(1).map((segment) => segment[0]);
  if (types.some((letter) => letter >= "I" && letter <= "P")) fields.disclosed = Number(model.vendorsDisclosed.has(vendor));
  if (types.some((letter) => /[YZa-f]/.test(letter))) fields.publisher = bases(model.publisherConsents, model.publisherLegitimateInterests);
  return { ...fields, ...verdictOf(fields, vendor) };
}

// What such fields permit, row by row.
function verdictOf(fields, vendor) {
  const has = (bits, purpose) => Math.floor(bits / 2 ** (24 - purpose)) % 2 === 1;
  const onlyConsent = [1, 3, 4, 5, 6];
  const permits = (purpose) => {
    if (vendor === 0) {
      const [consent, interest] = fields.publisher ?? fields.core;
      return has(consent, purpose) || (!onlyConsent.includes(purpose) && has(interest, purpose));
    }
    if (fields.disclosed === 0 || (fields.disclosed === undefined && fields.policy >= 5)) return false;
    const [forbidden, byConsent, byInterestOnly] = fields.restricted.map((bits) => has(bits, purpose));
    const consent = has(fields.core[0], purpose) && fields.consented === 1;
    const interest = !onlyConsent.includes(purpose) && has(fields.core[1], purpose) && fields.legitimate === 1;
    return !forbidden && ((consent && !byInterestOnly) || (interest && !byConsent));
  };
  const denied = ({ selecting, profile, measuring }) => {
    const refused = new Set();
    if (!permits(selecting)) ["device", "location", "behaviour", "history"].forEach((purpose) => refused.add(purpose));
    if (!permits(1) || !profile.every(permits)) refused.add("history");
    if (!permits(measuring)) refused.add("measurement");
    return ["device", "location", "behaviour", "history", "measurement"].filter((purpose) => refused.has(purpose));
  };
  const unlawful = [fields.core, fields.publisher ?? [0, 0]].some(([, interest]) => onlyConsent.some((purpose) => has(interest, purpose)));
  return {
    counts: Number(fields.serviceSpecific === 1 && fields.policy >= 4 && !unlawful),
    denied: [denied({ selecting: 11, profile: [5, 6], measuring: 8 }), denied({ selecting: 2, profile: [3, 4], measuring: 7 })],
  };
}
