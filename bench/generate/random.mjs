// Chance that repeats itself: mulberry32, seeded.

/**
 * A source of numbers in [0, 1) with a few ways to draw from lists.
 * @param {number} seed
 */
export function random(seed) {
  let state = seed >>> 0;
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  /** A whole number below a limit. */
  draw.below = (limit) => Math.floor(draw() * limit);
  draw.pick = (list) => list[Math.floor(draw() * list.length)];
  /** Picks as words are used: those at the front of the list far more often. */
  draw.common = (list) => list[Math.min(list.length - 1, Math.floor(list.length * draw() ** 2.2))];
  return draw;
}
