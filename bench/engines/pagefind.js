// Its index is made ahead by run/pagefind.mjs and comes in pieces as they are needed: there is nothing to hand over.

export async function build(_records, size) {
  const pagefind = await import(`/engines/pagefind/${size}/pagefind.js`);
  await pagefind.options({ baseUrl: "/" });
  await pagefind.init();
  return pagefind;
}

export async function search(pagefind, query, limit) {
  const { results } = await pagefind.search(query);
  const pages = await Promise.all(results.slice(0, limit).map((result) => result.data()));
  // A file's name is the encoded id, and is encoded once more in its address.
  return pages.map((page) => decodeURIComponent(decodeURIComponent(/([^/]+)\.html$/.exec(page.url)[1])));
}
