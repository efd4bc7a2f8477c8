// The API's answers that the server put into the page, so that the first screen needs no further request. They are those
// to a visitor who is signed out, in the language of the page.

/** @type {{ language: string, answers: Record<string, unknown> } | null} */
let given = null;

const block = document.querySelector("script#portico-answers[type='application/json']");
const navigation = performance.getEntriesByType("navigation")[0];
// A page that the browser has kept, and shows again, may have been rendered for somebody else and long ago.
if (block && navigation?.type !== "back_forward") {
  try {
    given = JSON.parse(block.textContent);
  } catch {}
}

/**
 * The answer to a first read, once: what is read again is asked for.
 * @param {string} path  relative to the API
 * @param {string} language  the language in which it is read
 * @returns {unknown} the body; undefined if the page has none
 */
export function firstAnswer(path, language) {
  if (given?.language !== language || !Object.hasOwn(given.answers, path)) return undefined;
  const answer = given.answers[path];
  delete given.answers[path];
  return answer;
}

/** Forgets the rest: later screens are read when they are shown. */
export const dropFirstAnswers = () => {
  given = null;
};

// The same for a page that comes back before its portal was mounted.
addEventListener("pageshow", (event) => event.persisted && dropFirstAnswers());
