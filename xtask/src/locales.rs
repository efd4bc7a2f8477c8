//! Compiles Fluent files into one compact table per language, which the portal fetches and
//! resolves.

mod inline;
mod parse;
mod pseudo;

pub(crate) use inline::variables;
pub(crate) use parse::{entries, sources};

use crate::project::Project;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The reference language, and the first one in every list.
pub(crate) const DEFAULT: &str = "en";

/// Right-to-left languages.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

/// The test languages, and their direction. They never appear in a list for users.
const PSEUDO: [(&str, &str); 2] = [("qps", "ltr"), ("qpr", "rtl")];

/// The key of the noscript text in index.html.
const NOSCRIPT: &str = "element-noscript";

/// Texts that the portal never loads: those of the element, and of the pages that the server renders.
fn is_of_element(key: &str) -> bool {
    key.starts_with("element-")
}

fn is_of_page(key: &str) -> bool {
    key.starts_with("page-")
}

/// The messages of one language.
pub(crate) struct Table {
    pub(crate) lang: String,
    dir: &'static str,
    /// Key to pattern: a string, or a list of parts; see `xtask/src/locales/inline.rs`.
    pub(crate) messages: Map<String, Value>,
    /// Key to `file:line`.
    places: BTreeMap<String, String>,
    /// Whether the language exists only for tests.
    pub(crate) pseudo: bool,
}

impl Table {
    /// The shipped messages: all except those that are built into `portico.js` and into pages.
    pub(crate) fn to_json(&self) -> String {
        let shipped = self.part(|key| !is_of_element(key) && !is_of_page(key));
        json!({ "lang": self.lang, "dir": self.dir, "messages": shipped }).to_string()
    }

    /// The plain texts that the custom element shows before any table is loaded.
    pub(crate) fn element_words(&self) -> Map<String, Value> {
        self.part(|key| is_of_element(key) && key != NOSCRIPT)
    }

    /// The text of the full page for browsers without JavaScript.
    pub(crate) fn noscript(&self) -> &str {
        self.messages
            .get(NOSCRIPT)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The location of a message, for findings.
    pub(crate) fn place(&self, key: &str) -> String {
        self.places
            .get(key)
            .cloned()
            .unwrap_or_else(|| format!("locales/{}", self.lang))
    }

    /// A table without files.
    #[cfg(test)]
    pub(crate) fn for_tests(lang: &str, messages: Map<String, Value>) -> Self {
        Self {
            lang: lang.to_owned(),
            dir: "ltr",
            messages,
            places: BTreeMap::new(),
            pseudo: false,
        }
    }

    fn part(&self, keep: impl Fn(&str) -> bool) -> Map<String, Value> {
        self.messages
            .iter()
            .filter(|(key, _)| keep(key))
            .map(|(key, text)| (key.clone(), text.clone()))
            .collect()
    }
}

/// Compiles every folder of `locales/`, the default language first, the test languages last.
pub(crate) fn compile(project: &Project) -> Result<Vec<Table>> {
    let mut tables = Vec::new();
    for lang in languages(project)? {
        let sources = sources(project, &lang)?;
        let entries = entries(&sources)?;
        let primary = lang.split('-').next().unwrap_or_default();
        let dir = if RIGHT_TO_LEFT.contains(&primary) {
            "rtl"
        } else {
            "ltr"
        };
        let messages = inline::messages(&entries)?;
        let places = entries
            .into_iter()
            .map(|(key, located)| (key, located.place))
            .collect();
        tables.push(Table {
            lang,
            dir,
            messages,
            places,
            pseudo: false,
        });
    }
    let Some(original) = tables.first() else {
        bail!("locales/ contains no language.")
    };
    let messages = pseudo::messages(&original.messages);
    for (lang, dir) in PSEUDO {
        tables.push(Table {
            lang: lang.to_owned(),
            dir,
            messages: messages.clone(),
            places: BTreeMap::new(),
            pseudo: true,
        });
    }
    Ok(tables)
}

/// The languages with a folder, the default first.
pub(crate) fn languages(project: &Project) -> Result<Vec<String>> {
    let folder = project.root.join("locales");
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(&folder).context("locales/ cannot be read")? {
        let entry = entry?;
        if entry.path().is_dir() {
            found.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    if !found.remove(DEFAULT) {
        bail!("locales/{DEFAULT} is missing; it is the default language.");
    }
    Ok(std::iter::once(DEFAULT.to_owned()).chain(found).collect())
}
