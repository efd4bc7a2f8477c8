//! `cargo xtask tidy`: checks the repository's rules. Every finding is one line: file, line,
//! violation.

mod keys;
mod links;
mod map;
mod modules;
mod sources;

use crate::project::{self, Project};
use anyhow::{Context, Result, bail};
use regex_lite::{Captures, Regex};
use std::fs;
use std::path::Path;

/// Generated folders.
const MADE: [&str; 5] = ["target", "dist", "data", "node_modules", ".git"];

/// A text file of the repository.
pub(crate) struct SourceFile {
    /// Its path relative to the project, with `/`.
    name: String,
    text: String,
}

impl SourceFile {
    fn extension(&self) -> &str {
        self.name
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    /// Whether it is published content, which service owners write.
    fn is_content(&self) -> bool {
        self.name.starts_with("content/") || self.name.contains("/content/articles/")
    }

    /// A finding at a byte offset of the text.
    fn finding(&self, offset: usize, what: &str) -> String {
        let line = self
            .text
            .bytes()
            .take(offset)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1;
        format!("{}:{line}: {what}", self.name)
    }
}

/// The text with every match of a pattern replaced by spaces, so that positions do not change.
fn blanked(text: &str, pattern: &Regex) -> String {
    let blank = |found: &Captures| -> String {
        let letters = found.get(0).map_or("", |whole| whole.as_str()).bytes();
        letters
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect()
    };
    pattern.replace_all(text, blank).into_owned()
}

/// Checks all rules.
pub(crate) fn run(project: &Project) -> Result<()> {
    let files = read_all(project)?;
    let mut findings = Vec::new();
    findings.extend(sources::findings(&files)?);
    findings.extend(modules::findings(&files)?);
    findings.extend(links::findings(project, &files)?);
    findings.extend(map::findings(&files)?);
    findings.extend(keys::findings(project, &files)?);
    if !findings.is_empty() {
        bail!("{}\n{} findings.", findings.join("\n"), findings.len());
    }
    println!("{} files, no findings.", files.len());
    Ok(())
}

fn read_all(project: &Project) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(&project.root).context("The project's folder cannot be read")? {
        let entry = entry?.path();
        if entry
            .file_name()
            .is_some_and(|name| MADE.iter().any(|made| name == *made))
        {
            continue;
        }
        for path in project::files(&entry)? {
            let name = project.relative(&path).to_string_lossy().replace('\\', "/");
            if MADE
                .iter()
                .any(|made| Path::new(&name).iter().any(|part| part == *made))
            {
                continue;
            }
            // Binary files have no rules here.
            if let Ok(text) = fs::read_to_string(&path) {
                files.push(SourceFile { name, text });
            }
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}
