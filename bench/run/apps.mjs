// Where the actions of `actions.mjs` are in each application, and how its pages show their answers.

/** The portal: one server has a catalogue as large as the others', the other one a very large one. */
export const portalActions = (url, large, form) => ({
  root: `document.querySelector("portico-portal")?.shadowRoot`,
  search: {
    url: `${url}/`,
    ready: `root.querySelector(".main [data-search]")`,
    box: ".main [data-search]",
    answered: `root.querySelector("[data-query]")?.dataset.query === value.trim()`,
    found: `root.querySelector("[role=option][data-hit]")`,
  },
  form: {
    url: `${url}/services/${form}/request`,
    ready: `root.querySelectorAll("form[data-form] :is(input:not([type=hidden]), select, textarea)").length >= 150`,
  },
  list: {
    url: `${large}/services`,
    ready: `root.querySelector(".rows .list-end button")`,
    row: ".rows > .row",
    // Without a look through all rows, which would take longer than what is measured.
    parts: `root.querySelector("ul.rows").parentElement.childElementCount`,
    more: `root.querySelector("ul.rows").parentElement.lastElementChild.querySelector(".list-end button:not([aria-disabled])")`,
  },
});

/** Another application, whose pages bench/README.md describes. */
export const peerActions = (url) => ({
  root: "document",
  search: {
    url: `${url}/catalog`,
    ready: `root.querySelector("[data-ready=catalog]") && root.querySelectorAll("[data-results] [data-item]").length >= 20`,
    box: "input[type=search]",
    answered: `root.querySelector("[data-results]")?.dataset.query === value`,
    found: `root.querySelector("[data-results] [data-item]")`,
  },
  form: {
    url: `${url}/request/bench-200`,
    ready: `root.querySelector("[data-ready=form]") && root.querySelectorAll("[data-form] :is(input, select, textarea)").length >= 200`,
  },
  list: {
    url: `${url}/catalog`,
    ready: `root.querySelector("[data-ready=catalog]") && root.querySelectorAll("[data-results] [data-item]").length >= 20`,
    row: "[data-results] [data-item]",
    parts: `root.querySelector("[data-results]").childElementCount`,
    more: `[...root.querySelector("[data-ready=catalog]").children].find(({ textContent }) => /more/i.test(textContent))`,
  },
});
