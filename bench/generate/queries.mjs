// Labelled queries over records: for each it is known which records it means.

import { SMALL_WORDS } from "./vocabulary.mjs";
import { random } from "./random.mjs";

/** More answers than this and nobody could say which one was meant. */
const MOST_ANSWERS = 5;
/** Then a class stays smaller than it should be. */
const ATTEMPTS = 40_000;

/** A text as folded words. */
const wordsOf = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").split(/[^a-z0-9]+/).filter(Boolean);

/**
 * @param {object[]} records
 * @param {number} seed
 * @param {number} each  how many queries of each class
 * @returns {{cls: string, q: string, rel: string[]}[]} the classes are told apart in bench/README.md
 */
export function makeQueries(records, seed, each) {
  const draw = random(seed);
  const titles = records.map((record) => wordsOf(record.title));
  const titleSets = titles.map((words) => new Set(words));
  const byWord = new Map();
  titleSets.forEach((words, record) =>
    words.forEach((word) => byWord.has(word) ? byWord.get(word).push(record) : byWord.set(word, [record])));
  const words = [...byWord.keys()].sort();
  const rare = words.filter((word) => word.length >= 5 && byWord.get(word).length <= MOST_ANSWERS);
  const known = new Set(words);
  for (const { keywords, category, summary } of records) {
    wordsOf(`${keywords.join(" ")} ${category} ${summary}`).forEach((word) => known.add(word));
  }

  const allOf = (some) =>
    (byWord.get(some[0]) ?? []).filter((record) => some.every((word) => titleSets[record].has(word)));
  const beginningWith = (start) => words.filter((word) => word.startsWith(start));
  const telling = (record) => [...titleSets[record]].filter((word) => !SMALL_WORDS.has(word) && word.length >= 3);
  /** So many words of one title, in its order. */
  const ofOneTitle = (count) => {
    const record = draw.below(records.length);
    const candidates = telling(record);
    if (candidates.length < count) return null;
    const some = [];
    while (some.length < count) {
      const word = draw.pick(candidates);
      if (!some.includes(word)) some.push(word);
    }
    return some.sort((one, other) => titles[record].indexOf(one) - titles[record].indexOf(other));
  };
  const twoOrThree = () => ofOneTitle(draw() < 0.6 ? 2 : 3);

  const classes = {
    exact() {
      const word = draw.pick(rare);
      return { text: word, answers: byWord.get(word) };
    },
    prefix() {
      const word = draw.pick(rare);
      const start = word.slice(0, Math.max(4, Math.round(word.length * (0.6 + 0.2 * draw()))));
      if (start === word) return null;
      return { text: start, answers: [...new Set(beginningWith(start).flatMap((longer) => byWord.get(longer)))] };
    },
    typo1() {
      const word = draw.pick(rare);
      const slipped = slip(draw, word, known);
      return slipped && { text: slipped, answers: byWord.get(word) };
    },
    multi() {
      const some = twoOrThree();
      return some && { text: some.join(" "), answers: allOf(some) };
    },
    multi_rev() {
      const some = twoOrThree();
      return some && { text: some.toReversed().join(" "), answers: allOf(some) };
    },
    multi_typo() {
      const two = ofOneTitle(2);
      if (!two) return null;
      const which = two[0].length >= two[1].length ? 0 : 1;
      const slipped = two[which].length >= 5 && slip(draw, two[which], known);
      return slipped && { text: two.with(which, slipped).join(" "), answers: allOf(two) };
    },
    multi_prefix() {
      const two = ofOneTitle(2);
      if (!two || two[1].length < 5) return null;
      const start = two[1].slice(0, 3 + draw.below(two[1].length - 3));
      const answers = (byWord.get(two[0]) ?? []).filter((record) =>
        [...titleSets[record]].some((word) => word.startsWith(start)));
      return { text: `${two[0]} ${start}`, answers };
    },
    // A keyword that its title does not have, beside a word that it has.
    keyword() {
      const record = draw.below(records.length);
      const candidates = telling(record);
      if (!candidates.length) return null;
      const keywords = records[record].keywords.filter((word) => !titleSets[record].has(word) && word.length > 2);
      if (!keywords.length) return null;
      const keyword = draw.pick(keywords);
      const word = draw.pick(candidates);
      const answers = (byWord.get(word) ?? []).filter((other) =>
        records[other].keywords.includes(keyword) || titleSets[other].has(keyword));
      return { text: `${word} ${keyword}`, answers };
    },
  };

  const queries = [];
  for (const [name, make] of Object.entries(classes)) {
    if (!rare.length && ["exact", "prefix", "typo1"].includes(name)) continue;
    const texts = new Set();
    for (let attempt = 0; attempt < ATTEMPTS && texts.size < each; attempt++) {
      const query = make();
      const { length } = (query || { answers: [] }).answers;
      if (length < 1 || length > MOST_ANSWERS || texts.has(query.text)) continue;
      texts.add(query.text);
      queries.push({ cls: name, q: query.text, rel: query.answers.map((record) => records[record].id) });
    }
  }
  return queries;
}

/** A word with one letter wrong, missing, added or swapped with the next, which is no word itself; the first stays. */
function slip(draw, word, known) {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  for (let attempt = 0; attempt < 60; attempt++) {
    const at = 1 + draw.below(word.length - 1);
    const kind = draw.below(4);
    const start = word.slice(0, at);
    if (kind === 3 && at + 1 >= word.length) continue;
    const slipped = [
      () => start + letters[draw.below(26)] + word.slice(at + 1),
      () => start + word.slice(at + 1),
      () => start + letters[draw.below(26)] + word.slice(at),
      () => start + word[at + 1] + word[at] + word.slice(at + 2),
    ][kind]();
    if (slipped !== word && !known.has(slipped)) return slipped;
  }
  return null;
}
