//! Every shipped file, made from the staged module, the styles, the translations and the element.

use super::{shared, wasm};
use crate::locales::{self, Table};
use crate::process;
use crate::project::{self, Project};
use crate::tools::Tools;
use anyhow::{Context, Result, bail};
use regex_lite::{Captures, Regex};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest supported browsers: those with CSS's `light-dark()`, which the colours require.
const BROWSERS: &str = "--target=chrome123,firefox120,safari17.5";

/// Style sheets that precede all others, in this order.
const FIRST_SHEETS: [&str; 2] = ["tokens.css", "base.css"];

/// A file to ship.
pub(super) struct Asset {
    /// Its path in `dist/` without the hash.
    pub(super) logical: String,
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Asset {
    /// A file with a permanent name.
    fn stable(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            logical: name.to_owned(),
            name: name.to_owned(),
            bytes,
        }
    }

    /// A file under `assets/` whose name contains a hash of its content, before `suffix`.
    fn hashed(stem: &str, suffix: &str, bytes: Vec<u8>) -> Self {
        let hash = project::hex(&Sha256::digest(&bytes));
        let short = hash.get(..12).unwrap_or(&hash);
        Self {
            logical: format!("assets/{stem}{suffix}"),
            name: format!("assets/{stem}-{short}{suffix}"),
            bytes,
        }
    }
}

/// Reads the full page, before its file names are filled in.
pub(super) fn read_page(path: &Path) -> Result<String> {
    String::from_utf8(read(path)?).with_context(|| format!("{} is not UTF-8", path.display()))
}

/// Makes all files of a build, with the full page from `html`.
pub(super) fn make(
    project: &Project,
    tools: &Tools,
    staging: &Path,
    tables: &[Table],
    html: &str,
) -> Result<Vec<Asset>> {
    let wasm = Asset::hashed("portico", "_bg.wasm", read(&staging.join(wasm::MAIN))?);
    let lazy = lazy(staging)?;
    let glue = Asset::hashed("portico", ".js", glue(tools, staging, &wasm, &lazy)?);
    let css = Asset::hashed("portico", ".css", css(project, tools)?);
    let page_css = read(&project.root.join("element/page.css"))?;
    let page_css = Asset::hashed("page", ".css", page_css);
    let icons = Asset::hashed(
        "icons",
        ".svg",
        read(&project.root.join("style/icons.svg"))?,
    );
    let store = Asset::hashed(
        "store",
        ".js",
        esbuild(tools, &project.root.join("element/store.js"), &[])?,
    );
    let texts: Vec<_> = tables
        .iter()
        .map(|table| Asset::hashed(&table.lang, ".json", table.to_json().into_bytes()))
        .collect();
    let build = element_build([&glue, &wasm, &css, &icons, &store], tables, &texts);
    let host_element = Asset::stable("portico.js", element(project, tools, "", &build)?);
    let page_element = element(project, tools, "..", &build)?;
    let page_element = Asset::hashed("element", ".js", page_element);
    let parts = parts(&staging.join(shared::PARTS), &lazy)?;
    let names = page_names([&css, &page_css, &icons], tables, &texts, parts);
    let names = Asset::stable("page.json", names.to_string().into_bytes());
    let mut assets = vec![
        wasm,
        glue,
        css,
        page_css,
        icons,
        store,
        host_element,
        page_element,
        names,
    ];
    assets.extend(lazy);
    assets.extend(texts);
    assets.push(Asset::stable("index.html", page(html, &assets, tables)?));
    for name in ["portico.d.ts", "custom-elements.json", "icon.svg"] {
        assets.push(Asset::stable(
            name,
            read(&project.root.join("element").join(name))?,
        ));
    }
    Ok(assets)
}

/// The lazily loaded modules of the portal.
fn lazy(staging: &Path) -> Result<Vec<Asset>> {
    let mut lazy = Vec::new();
    for module in wasm::modules(staging)? {
        let name = file_name(&module);
        if name != wasm::MAIN {
            let stem = name.trim_end_matches(".wasm");
            lazy.push(Asset::hashed(stem, ".wasm", read(&module)?));
        }
    }
    Ok(lazy)
}

/// wasm-bindgen's JavaScript, bundled with its snippets and the loaders of the lazy modules, with
/// the final names of the modules.
fn glue(tools: &Tools, staging: &Path, main: &Asset, lazy: &[Asset]) -> Result<Vec<u8>> {
    // wasm-bindgen lists the loaders once for each lazy module, always identically.
    let quiet = ["--log-override:duplicate-object-key=silent".to_owned()];
    let bundled = esbuild(tools, &staging.join(wasm::GLUE), &quiet)?;
    let mut text = String::from_utf8(bundled).context("the glue code is not UTF-8")?;
    for module in lazy.iter().chain([main]) {
        let logical = file_name(Path::new(&module.logical));
        if !text.contains(&logical) {
            bail!("The glue code does not load {logical}.");
        }
        text = text.replace(&logical, &file_name(Path::new(&module.name)));
    }
    Ok(text.into_bytes())
}

/// All style sheets as one.
fn css(project: &Project, tools: &Tools) -> Result<Vec<u8>> {
    let mut sheets = project::files(&project.root.join("style"))?;
    sheets.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    sheets.sort_by_key(|path| {
        let name = path.file_name().unwrap_or_default();
        (
            FIRST_SHEETS
                .iter()
                .position(|first| name == *first)
                .unwrap_or(FIRST_SHEETS.len()),
            path.clone(),
        )
    });
    let mut all = Vec::new();
    for sheet in sheets {
        all.extend(read(&sheet)?);
        all.push(b'\n');
    }
    let joined = project.work()?.join("portico.css");
    fs::write(&joined, all).with_context(|| format!("{} cannot be written", joined.display()))?;
    esbuild(tools, &joined, &[])
}

/// The addresses of each part's modules, all of which are loaded with it.
fn parts(file: &Path, lazy: &[Asset]) -> Result<Map<String, Value>> {
    if lazy.is_empty() {
        return Ok(Map::new());
    }
    let addresses = |(part, modules): (String, Vec<String>)| {
        let of_part = |asset: &&Asset| {
            let name = file_name(Path::new(&asset.logical));
            modules
                .iter()
                .any(|module| name.strip_suffix(".wasm") == Some(module))
        };
        let all: Vec<_> = lazy.iter().filter(of_part).map(address).collect();
        (part, all.into())
    };
    Ok(shared::read_parts(file)?
        .into_iter()
        .map(addresses)
        .collect())
}

fn address(asset: &Asset) -> String {
    format!("/{}", asset.name)
}

/// The addresses of the files that a server's pages name.
fn page_names(
    [css, page_css, icons]: [&Asset; 3],
    tables: &[Table],
    texts: &[Asset],
    parts: Map<String, Value>,
) -> Value {
    let texts: Map<String, Value> = tables
        .iter()
        .zip(texts)
        .filter(|(table, _)| !table.pseudo)
        .map(|(table, asset)| (table.lang.clone(), address(asset).into()))
        .collect();
    json!({
        "styles": [address(css), address(page_css)],
        "icons": address(icons),
        "texts": texts,
        "parts": parts,
    })
}

/// The file names and texts of this build for the custom element.
fn element_build(
    [glue, wasm, css, icons, store]: [&Asset; 5],
    tables: &[Table],
    texts: &[Asset],
) -> Value {
    let people = || tables.iter().filter(|table| !table.pseudo);
    let names: Map<String, Value> = tables
        .iter()
        .zip(texts)
        .map(|(table, asset)| (table.lang.clone(), asset.name.clone().into()))
        .collect();
    let words: Map<String, Value> = people()
        .map(|table| (table.lang.clone(), table.element_words().into()))
        .collect();
    json!({
        "glue": glue.name,
        "wasm": wasm.name,
        "css": css.name,
        "icons": icons.name,
        "store": store.name,
        "languages": people().map(|table| &table.lang).collect::<Vec<_>>(),
        "tables": names,
        "words": words,
    })
}

/// The custom element in a file from which `root` leads to the folder of the portal.
fn element(project: &Project, tools: &Tools, root: &str, build: &Value) -> Result<Vec<u8>> {
    esbuild(
        tools,
        &project.root.join("element/portico.js"),
        &[
            format!("--define:PORTICO_BUILD={build}"),
            format!("--define:PORTICO_ROOT=\"{root}\""),
            "--loader:.css=text".to_owned(),
        ],
    )
}

/// The full page: without comments and trunk's elements, with the final file names and
/// translations.
fn page(html: &str, assets: &[Asset], tables: &[Table]) -> Result<Vec<u8>> {
    let html = Regex::new(r"(?s)\s*(<!--.*?-->|<link data-trunk[^>]*>)")?.replace_all(html, "");
    let names: BTreeMap<_, _> = assets
        .iter()
        .map(|asset| (asset.logical.as_str(), asset.name.as_str()))
        .collect();
    let html = Regex::new(r#""/(assets/[^"]+)""#)?.replace_all(&html, |found: &Captures| {
        let logical = found.get(1).map_or("", |name| name.as_str());
        format!("\"/{}\"", names.get(logical).unwrap_or(&logical))
    });
    let noscript = tables
        .iter()
        .find(|table| table.lang == locales::DEFAULT)
        .map(Table::noscript)
        .unwrap_or_default();
    let html = html.replace(
        "{{noscript}}",
        &noscript.replace('&', "&amp;").replace('<', "&lt;"),
    );
    Ok(html.into_bytes())
}

fn esbuild(tools: &Tools, input: &PathBuf, more: &[String]) -> Result<Vec<u8>> {
    let mut command = Command::new(tools.npm_program("esbuild"));
    command.arg(input).args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--charset=utf8",
        "--log-level=warning",
        BROWSERS,
    ]);
    process::output(command.args(more))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}
