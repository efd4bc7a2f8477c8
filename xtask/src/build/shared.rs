//! Code that several lazy modules share.
//!
//! The splitter writes a module for each combination of lazy modules that share code: with seven of them dozens, most of
//! them smaller than the request for them. They are joined to a few files, from which the loaders take the modules that
//! they need.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The file in the staging folder with the names of each part's files.
pub(super) const PARTS: &str = "parts.json";

/// The lazy modules, those of the most visited pages first. Other shared code is in the file of the first that needs it,
/// so that these pages load little that only others need.
const ORDER: [&str; 8] = [
    "content", "account", "forms", "search", "records", "drafts", "fields", "gallery",
];

/// The lazy modules with forms. What only they share is in one file of any size, because each of them needs most of it,
/// and one file compresses better than several.
const FORMS: [&str; 3] = ["forms", "fields", "gallery"];

/// The name of that file.
const FORMS_SHARED: &str = "form";

/// Any other module of this size in bytes is worth a request of its own.
const LARGE: usize = 16_384;

/// Joins the modules of shared code to a few files in the staging folder, and adapts the loaders, which are a script
/// there, and the list of each part's files.
pub(super) fn join(staging: &Path, loaders: &Path) -> Result<()> {
    let mut text = fs::read_to_string(loaders)
        .with_context(|| format!("{} cannot be read", loaders.display()))?;
    let chunks = chunks(&text);
    let mut moved = BTreeMap::new();
    for file in ORDER.into_iter().chain([FORMS_SHARED]) {
        let mut joined = Vec::new();
        let mut pieces = Vec::new();
        for (module, users) in &chunks {
            if file_of(users) != Some(file) {
                continue;
            }
            let path = staging.join(module);
            let bytes =
                fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            if bytes.len() < LARGE || file == FORMS_SHARED {
                let from = joined.len();
                joined.extend(bytes);
                pieces.push((module, from, joined.len()));
            }
        }
        if pieces.is_empty() {
            continue;
        }
        for (module, from, to) in pieces {
            moved.insert(module.trim_end_matches(".wasm"), format!("chunk_{file}"));
            let alone = fetched(module);
            if !text.contains(&alone) {
                bail!(
                    "The loaders fetch {module} in another way than xtask/src/build/shared.rs expects."
                );
            }
            text = text.replace(&alone, &format!("__shared_{file}({from}, {to})"));
            let path = staging.join(module);
            fs::remove_file(&path)
                .with_context(|| format!("{} cannot be removed", path.display()))?;
        }
        let name = format!("chunk_{file}.wasm");
        let fetched = fetched(&name);
        text += &format!("const __shared_{file} = shared(() => {fetched});\n");
        let path = staging.join(name);
        fs::write(&path, joined)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    list_files(&staging.join(PARTS), &moved)?;
    fs::write(loaders, text).with_context(|| format!("{} cannot be written", loaders.display()))
}

/// Reads the list of each part's files.
pub(super) fn read_parts(list: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let read = fs::read(list).with_context(|| format!("{} cannot be read", list.display()))?;
    serde_json::from_slice(&read)
        .with_context(|| format!("{} cannot be understood", list.display()))
}

/// Names the joined files in the list of each part's files.
fn list_files(list: &Path, moved: &BTreeMap<&str, String>) -> Result<()> {
    let parts = read_parts(list)?;
    let file = |module: String| moved.get(module.as_str()).cloned().unwrap_or(module);
    let files = parts.into_iter().map(|(part, modules)| {
        let files: BTreeSet<_> = modules.into_iter().map(file).collect();
        (part, files)
    });
    let files: BTreeMap<_, _> = files.collect();
    fs::write(list, serde_json::to_vec(&files)?)
        .with_context(|| format!("{} cannot be written", list.display()))
}

/// The file for code that these lazy modules share.
fn file_of(users: &[String]) -> Option<&'static str> {
    if users.iter().all(|user| FORMS.contains(&user.as_str())) {
        return Some(FORMS_SHARED);
    }
    ORDER
        .into_iter()
        .find(|name| users.iter().any(|user| user == name))
}

/// The modules of shared code, each with the lazy modules that need it, as the loaders list them.
fn chunks(loaders: &str) -> Vec<(String, Vec<String>)> {
    let lines = loaders.lines().zip(loaders.lines().skip(1));
    let chunk = |(above, line): (&str, &str)| {
        let users = above.strip_prefix("/* ")?.strip_suffix(" */")?;
        let (name, _) = line.strip_prefix("const __")?.split_once(" = makeLoad(")?;
        let users = users.split(", ").map(str::to_owned).collect();
        Some((format!("{name}.wasm"), users))
    };
    lines.filter_map(chunk).collect()
}

fn fetched(module: &str) -> String {
    format!("download(new URL(\"./{module}\", import.meta.url))")
}

#[cfg(test)]
mod tests {
    use super::{LARGE, PARTS, join};
    use std::fs;

    #[test]
    fn small_modules_share_a_file() {
        let folder = std::env::temp_dir().join(format!("portico-shared-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let load = |name: &str, users: &str| {
            format!(
                "/* {users} */\nconst __{name} = makeLoad(() => {{\n    const src = download(new URL(\"./{name}.wasm\", import.meta.url));\n}}\n"
            )
        };
        let modules = [
            ("chunk_1", "content, forms", b"one".to_vec()),
            ("chunk_2", "account, content", b"two".to_vec()),
            ("chunk_3", "search, forms", vec![0; LARGE]),
            ("chunk_5", "fields, forms", vec![0; LARGE]),
            ("chunk_6", "forms, gallery", b"six".to_vec()),
            ("chunk_4", "drafts, forms", b"four".to_vec()),
        ];
        let mut text = String::new();
        for (name, users, bytes) in &modules {
            fs::write(folder.join(format!("{name}.wasm")), bytes).unwrap();
            text += &load(name, users);
        }
        let parts = folder.join(PARTS);
        let modules = r#"{"content":["chunk_1","chunk_2","split_content"],"search":["chunk_3"]}"#;
        fs::write(&parts, modules).unwrap();
        let loaders = folder.join("loaders.js");
        fs::write(&loaders, text).unwrap();
        join(&folder, &loaders).unwrap();

        let read = |name: &str| fs::read(folder.join(name)).unwrap();
        assert_eq!(read("chunk_content.wasm"), b"onetwo");
        assert_eq!(read("chunk_forms.wasm"), b"four");
        assert_eq!(read("chunk_3.wasm").len(), LARGE);
        assert_eq!(read("chunk_form.wasm").len(), LARGE + 3);
        assert!(!folder.join("chunk_1.wasm").exists());
        let files = r#"{"content":["chunk_content","split_content"],"search":["chunk_3"]}"#;
        assert_eq!(read(PARTS), files.as_bytes());
        let text = String::from_utf8(read("loaders.js")).unwrap();
        for part in [
            "const src = __shared_content(0, 3);",
            "const src = __shared_content(3, 6);",
            "const src = __shared_forms(0, 4);",
            "const src = download(new URL(\"./chunk_3.wasm\", import.meta.url));",
            "const __shared_content = shared(() => download(new URL(\"./chunk_content.wasm\", import.meta.url)));",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
