
// Joined to the loaders of the lazy parts: a module is compiled while it downloads where the server names its media type,
// and from a buffer elsewhere, as wasm-bindgen does it with the main module.
async function instantiate(download, imports) {
  const response = await download;
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
function shared(download) {
  let bytes;
  const load = async () => {
    const response = await download();
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
