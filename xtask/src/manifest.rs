//! `dist/manifest.json`: the built files, their inputs, and the files of the previous build that
//! are still served.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

const NAME: &str = "manifest.json";

/// The manifest of the previous build, in the commands' work folder.
const EARLIER: &str = "earlier-manifest.json";

/// A shipped file.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct ShippedFile {
    /// Its path in `dist/`, with the hash of its content, if any.
    pub(crate) name: String,
    /// The same without the hash: `assets/portico_bg.wasm`.
    pub(crate) logical: String,
    pub(crate) bytes: u64,
    pub(crate) brotli: u64,
    /// A subresource integrity value: `sha384-` and base64.
    pub(crate) integrity: String,
}

/// The complete manifest.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Manifest {
    /// The hash of all inputs.
    pub(crate) inputs: String,
    pub(crate) files: Vec<ShippedFile>,
    /// Hashed files of the previous build, kept so that a new release does not break open pages.
    pub(crate) previous: Vec<String>,
}

impl Manifest {
    /// Reads the manifest of a built portal; `None` if it is missing or unreadable.
    pub(crate) fn read(dist: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(dist.join(NAME)).ok()?).ok()
    }

    /// Reads the manifest of the last production build with different contents.
    pub(crate) fn read_earlier(work: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(work.join(EARLIER)).ok()?).ok()
    }

    /// Stores this manifest as that of the previous build.
    pub(crate) fn write_earlier(&self, work: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("a manifest cannot be created")?;
        let file = work.join(EARLIER);
        fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))
    }

    pub(crate) fn write(&self, dist: &Path) -> Result<()> {
        let text =
            serde_json::to_string_pretty(self).context("dist/manifest.json cannot be created")?;
        fs::write(dist.join(NAME), text).context("dist/manifest.json cannot be written")
    }

    /// Keeps the hashed files of an earlier build, unless the content is the same.
    pub(crate) fn keep(&mut self, earlier: Self) {
        let hashed = |manifest: &Self| -> Vec<String> {
            let with_hash = manifest
                .files
                .iter()
                .filter(|file| file.name != file.logical);
            with_hash.map(|file| file.name.clone()).collect()
        };
        let now = hashed(self);
        let before = hashed(&earlier);
        self.previous = if now == before {
            earlier.previous
        } else {
            before
        };
        self.previous.retain(|name| !now.contains(name));
    }

    /// Whether a file, or its compressed version, belongs in `dist/`.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let name = name.strip_suffix(".br").unwrap_or(name);
        name == NAME
            || self.previous.iter().any(|file| file == name)
            || self.files.iter().any(|file| file.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, ShippedFile};

    fn manifest(names: &[&str], previous: &[&str]) -> Manifest {
        let files = names.iter().map(|name| ShippedFile {
            name: (*name).to_owned(),
            logical: name.split('-').next().unwrap().to_owned(),
            bytes: 1,
            brotli: 1,
            integrity: String::new(),
        });
        Manifest {
            inputs: String::new(),
            files: files.collect(),
            previous: previous.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    fn check(earlier: Manifest, names: &[&str], expected: &[&str]) {
        let mut now = manifest(names, &[]);
        now.keep(earlier);
        assert_eq!(now.previous, expected, "{names:?}");
    }

    #[test]
    fn one_earlier_build_is_kept() {
        check(Manifest::default(), &["a-1"], &[]);
        check(
            manifest(&["index", "a-1", "b-1"], &["a-0"]),
            &["index", "a-2", "b-1"],
            &["a-1"],
        );
        check(manifest(&["a-1"], &["a-0"]), &["a-1"], &["a-0"]);
    }

    #[test]
    fn what_belongs_into_dist() {
        let manifest = manifest(&["a-2"], &["a-1"]);
        for (name, expected) in [
            ("a-2.br", true),
            ("a-1", true),
            ("manifest.json", true),
            ("a-0", false),
        ] {
            assert_eq!(manifest.holds(name), expected, "{name}");
        }
    }
}
