
// Joined to the loaders of the lazy parts.

// A preload that failed is what the first request gets; the second one goes past everything that the browser keeps.
async function download(url) {
  const response = await fetch(url).catch(() => null);
  return response?.ok ? response : fetch(url, { cache: "reload" });
}

// A module is compiled while it downloads where the server names its media type, and from a buffer elsewhere, as
// wasm-bindgen does it with the main module.
async function instantiate(downloaded, imports) {
  const response = await downloaded;
  if (response instanceof ArrayBuffer) return WebAssembly.instantiate(response, imports);
  check(response);
  return response.headers.get("Content-Type")?.startsWith("application/wasm")
    ? WebAssembly.instantiateStreaming(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

function check(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
}

// A file with several modules, one after another: it is downloaded once, and again after a failure.
function shared(request) {
  let bytes;
  const load = async () => {
    const response = await request();
    check(response);
    return response.arrayBuffer();
  };
  return async (from, to) => {
    bytes ??= load().catch((error) => {
      bytes = undefined;
      throw error;
    });
    return (await bytes).slice(from, to);
  };
}
