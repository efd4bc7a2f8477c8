// The intranet's own code: its router, its sign-in, and the handling of Portico's events.

const title = document.querySelector("#title");
const log = document.querySelector("#log");
const place = document.querySelector("#portal-place");
const portal = document.querySelector("#portal");
const widget = document.querySelector("#widget");
let nextIsExpired = false;

// Portico calls this before its first API call and again after a 401. It never stores the token.
async function getToken() {
  const response = await fetch(nextIsExpired ? "/token?expired=1" : "/token");
  nextIsExpired = false;
  if (!response.ok) throw new Error("The intranet gave no token.");
  return response.text();
}
portal.getToken = getToken;
widget.getToken = getToken;

for (const name of ["portico-ready", "portico-navigate", "portico-request-sent", "portico-error"]) {
  document.addEventListener(name, (event) => {
    const line = document.createElement("li");
    line.dataset.event = name;
    line.textContent = `${event.target.id}: ${name} ${JSON.stringify(event.detail)}`;
    log.append(line);
  });
}

// The host's router: it owns the URL and the history, and the portal must not affect either.
function show() {
  const link = [...document.querySelectorAll(".bar nav a")].find((a) => a.pathname === location.pathname);
  for (const a of document.querySelectorAll(".bar nav a")) a.setAttribute("aria-current", a === link ? "page" : "false");
  title.textContent = link?.textContent ?? "Not found";
  document.title = `${title.textContent} · Brightwater intranet`;
  for (const part of document.querySelectorAll("[data-page]")) {
    part.hidden = !part.dataset.page.split(" ").includes(location.pathname);
  }
}
document.addEventListener("click", (event) => {
  const link = event.target.closest(".bar nav a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show();
  title.focus();
});
addEventListener("popstate", show);
show();

const remove = document.querySelector("#remove");
const add = document.querySelector("#add");
remove.addEventListener("click", () => {
  portal.remove();
  remove.disabled = true;
  add.disabled = false;
});
add.addEventListener("click", () => {
  place.append(portal);
  remove.disabled = false;
  add.disabled = true;
});
document.querySelector("#expire").addEventListener("click", () => {
  nextIsExpired = true;
});
