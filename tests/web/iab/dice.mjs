// Luck from a seed, the same in each run: mulberry32.
export class Dice {
  constructor(seed) {
    this.state = seed;
  }
  // Of [0, options).
  below(options) {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * options);
  }
  percent(chance) {
    return this.below(100) < chance;
  }
  pick(values) {
    return values[this.below(values.length)];
  }
  // Each with that chance.
  some(values, chance) {
    return values.filter(() => this.percent(chance));
  }
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const others = ".~+/= \x01\x7fYN1";

// A string a few steps away from one that is good, or noise altogether.
export function mutated(dice, text) {
  if (dice.percent(3)) return Array.from({ length: dice.below(200) }, () => dice.pick(letters + others)).join("");
  const at = () => dice.below(text.length + 1);
  for (let steps = 1 + dice.below(3); steps > 0; --steps) {
    const place = at(), letter = dice.percent(90) ? dice.pick(letters) : dice.pick(others);
    switch (dice.below(8)) {
      case 0: text = text.slice(0, place) + letter + text.slice(place); break;
      case 1: text = text.slice(0, place) + text.slice(place + 1); break;
      case 2: text = text.slice(0, place); break;
      case 3: text = text + dice.pick(text.split(/(?=[.~])/)); break;
      case 4: { const end = at(); text = text.slice(0, place) + text.slice(Math.min(place, end)); break; }
      default: text = text.slice(0, place) + letter + text.slice(place + 1);
    }
  }
  return text;
}

// How many strings a run looks at; PASSERBY_LONG=1 is what tests/RESULTS.md tells of.
export const isLong = process.env.PASSERBY_LONG === "1";
