// Made-up services and articles of an IT department. The same size and seed always give the same records.

import {
  CATEGORIES, DEPARTMENTS, ENDINGS, MIDDLES, NAME_ENDS, NAME_MIDDLES, NAME_STARTS, OPENINGS, PLACE_ENDS, PLACE_STARTS,
  SYNONYMS, VERBS,
} from "./vocabulary.mjs";
import { random } from "./random.mjs";

/** So many products exist in data of up to 10,000 records. */
const PRODUCTS = 1_400;
/** In larger data every seventh record or so is about a new one: words grow with records, as in life. */
const PRODUCTS_PER_RECORD = 0.14;
/** More names than this are hard to find by chance. */
const MOST_PRODUCTS = 16_000;
const PLACES = 260;

const CATEGORY_NAMES = Object.keys(CATEGORIES);

/**
 * Six services for four articles, mixed so that half of the data is no other kind of data.
 * @returns {{items: object[], articles: object[]}}
 */
export function makeRecords(size, seed) {
  const draw = random(seed);
  const world = {
    products: productNames(draw, Math.min(MOST_PRODUCTS, Math.max(PRODUCTS, Math.round(size * PRODUCTS_PER_RECORD)))),
    places: placeNames(draw),
    titles: new Set(),
  };
  const services = Math.round(size * 0.6);
  const others = size - services;
  const items = [];
  const articles = [];
  while (items.length + articles.length < size) {
    const turn = items.length / services <= articles.length / others && items.length < services;
    if (turn || articles.length >= others) items.push(makeRecord(draw, world, "item", items.length));
    else articles.push(makeRecord(draw, world, "article", articles.length));
  }
  return { items, articles };
}

function productNames(draw, count) {
  const names = new Set();
  while (names.size < count) {
    const name = draw.pick(NAME_STARTS) + (draw() < 0.55 ? draw.pick(NAME_MIDDLES) : "") + draw.pick(NAME_ENDS);
    if (name.length >= 6) names.add(name);
  }
  return [...names].map(capital);
}

function placeNames(draw) {
  const names = PLACE_STARTS.flatMap((start) => PLACE_ENDS.map((end) => start + end));
  for (let last = names.length - 1; last > 0; last--) {
    const other = draw.below(last + 1);
    [names[last], names[other]] = [names[other], names[last]];
  }
  return names.slice(0, PLACES);
}

function makeRecord(draw, world, kind, number) {
  for (let attempt = 0; ; attempt++) {
    const category = draw.common(CATEGORY_NAMES);
    const topic = CATEGORIES[category];
    const own = {
      thing: draw.common(topic),
      part: draw.pick(topic),
      product: draw.common(world.products),
      place: draw.pick(world.places),
      department: draw.pick(DEPARTMENTS),
    };
    const verb = draw.pick(VERBS);
    const forms = kind === "item" ? serviceTitles : articleTitles;
    const title = draw.pick(forms(own, verb)).replace(/\b(\w+) \1\b/gi, "$1");
    if (world.titles.has(title) && attempt < 50) continue;
    world.titles.add(title);
    const record = { id: `${kind === "item" ? "i" : "a"}${number}`, kind, title, category };
    const keywords = makeKeywords(draw, topic, own);
    record.summary = sentences(draw, topic, world, own, 2);
    record.keywords = keywords;
    drawTheRest(draw, kind, topic, world, own);
    return record;
  }
}

const serviceTitles = ({ thing, part, product, place, department }, verb) => [
  `${verb} ${product} ${thing} for ${department}`,
  `${verb} ${thing} ${part} in ${place}`,
  `${product} ${thing} ${part}`,
  `${verb} access to ${product} ${thing}`,
  `${capital(thing)} ${part} for ${department} ${place}`,
  `${verb} ${product}`,
];

const articleTitles = ({ thing, part, product, place, department }, verb) => [
  `How to ${verb.toLowerCase()} the ${product} ${thing}`,
  `${product}: ${thing} ${part} does not respond`,
  `Troubleshooting ${thing} ${part} in ${place}`,
  `Error when ${thing} of ${product} expires`,
  `${capital(thing)} guidelines for ${department}: ${part} and ${product}`,
  `Set up ${thing} on ${product} at ${place}`,
];

function makeKeywords(draw, topic, { thing, part, product, department }) {
  const keywords = new Set([thing, part]);
  for (const word of [thing, part]) SYNONYMS[word]?.forEach((other) => keywords.add(other));
  keywords.add(product.toLowerCase());
  if (draw() < 0.4) keywords.add(draw.pick(topic));
  if (draw() < 0.3) keywords.add(department.toLowerCase());
  return [...keywords];
}

function sentences(draw, topic, world, own, count) {
  const sentence = () => {
    const opening = draw.pick(OPENINGS);
    return `${opening} ${fill(draw, draw.pick(MIDDLES), topic, world, own)}${draw.pick(ENDINGS)}`;
  };
  return Array.from({ length: count }, sentence).join(" ");
}

/** Fills a sentence in, now with the record's own words, now with others. */
function fill(draw, sentence, topic, world, own) {
  const ownOr = (word, other) => (draw() < 0.45 ? word : other);
  const fillings = [
    ["{w}", ownOr(own.thing, draw.pick(topic))],
    ["{w2}", ownOr(own.part, draw.pick(topic))],
    ["{app}", ownOr(own.product, draw.common(world.products))],
    ["{dept}", ownOr(own.department, draw.pick(DEPARTMENTS))],
    ["{site}", ownOr(own.place, draw.pick(world.places))],
    ["{n}", 1 + draw.below(60)],
    ["{m}", draw.below(20)],
    ["{err}", `0x${(0x80070000 + draw.below(65535)).toString(16)}`],
  ];
  return fillings.reduce((text, [name, word]) => text.replace(name, word), sentence);
}

/**
 * Draws a body, or price and icon, and throws them away: the first data had them, and without these draws every record
 * after this one would be another than in the figures that ours are compared with.
 */
function drawTheRest(draw, kind, topic, world, own) {
  if (kind === "item") {
    if (draw() >= 0.5) draw();
    draw();
    draw();
    return;
  }
  const wanted = 150 + draw.below(451);
  for (let words = 0; words < wanted; ) words += sentences(draw, topic, world, own, 1).split(" ").length;
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);
