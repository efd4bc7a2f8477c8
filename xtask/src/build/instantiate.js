
// Joined to the loaders of the lazy parts: a module is compiled while it downloads where the server names its media type,
// and from a buffer elsewhere, as wasm-bindgen does it with the main module.
async function instantiate(download, imports) {
  const response = await download;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response.headers.get("Content-Type")?.startsWith("application/wasm")
    ? WebAssembly.instantiateStreaming(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
