//! `dist/manifest.json`: what was built, from what, and what of the previous build is still served.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

const NAME: &str = "manifest.json";

/// The manifest of the build before, in the folder for what the commands keep.
const EARLIER: &str = "earlier-manifest.json";

/// A file that is shipped.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Shipped {
    /// Its path inside `dist/`, with the hash of its content where it has one.
    pub(crate) name: String,
    /// The same without the hash: `assets/portico_bg.wasm`.
    pub(crate) logical: String,
    pub(crate) bytes: u64,
    pub(crate) brotli: u64,
    /// A subresource integrity value: `sha384-` and base64.
    pub(crate) integrity: String,
}

/// The whole list.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Manifest {
    /// The hash of everything that went in.
    pub(crate) inputs: String,
    pub(crate) files: Vec<Shipped>,
    /// Hashed files of the build before, kept so that a new release never breaks an open page.
    pub(crate) previous: Vec<String>,
}

impl Manifest {
    /// Reads the manifest of a built portal; nothing where there is none, or an unreadable one.
    pub(crate) fn read(dist: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(dist.join(NAME)).ok()?).ok()
    }

    /// Reads the manifest of the last finished build with other contents than the present one.
    pub(crate) fn read_earlier(work: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(work.join(EARLIER)).ok()?).ok()
    }

    /// Keeps this manifest as that of the build before.
    pub(crate) fn write_earlier(&self, work: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("a manifest cannot be made")?;
        let file = work.join(EARLIER);
        fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))
    }

    pub(crate) fn write(&self, dist: &Path) -> Result<()> {
        let text =
            serde_json::to_string_pretty(self).context("dist/manifest.json cannot be made")?;
        fs::write(dist.join(NAME), text).context("dist/manifest.json cannot be written")
    }

    /// What this build leaves in place of an earlier one: that build's hashed files, unless the content is the same.
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

    /// Whether a file in `dist/` belongs there, its compressed twin included.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let name = name.strip_suffix(".br").unwrap_or(name);
        name == NAME
            || self.previous.iter().any(|file| file == name)
            || self.files.iter().any(|file| file.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, Shipped};

    fn manifest(names: &[&str], previous: &[&str]) -> Manifest {
        let files = names.iter().map(|name| Shipped {
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
