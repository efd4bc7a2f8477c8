//! `cargo xtask relevance`: the quality of search results for labelled queries.

mod content;
mod yaml;

use crate::project::Project;
use crate::{console, process};
use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The measuring program, see `crates/search`.
const PROGRAM: &str = "portico-relevance";

/// The labelled queries over `content/`.
const QUERIES: &str = "tests/relevance/queries.jsonl";

/// The required results for the queries over `content/`: a little below the actual ones, because
/// the content changes.
const FLOOR: &str = "MRR@10=0.92,recall@5=0.89";

/// The options of the command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Records to search instead of those of `content/`.
    pub(crate) docs: Option<PathBuf>,
    /// The corresponding queries.
    pub(crate) queries: Option<PathBuf>,
    /// `screen` for interactive searches, or `text` for comparisons of texts.
    pub(crate) mode: Option<String>,
}

impl Options {
    /// Parses an option of the command line, `--name`, and its value if it has one.
    pub(crate) fn take(&mut self, name: &str, values: &mut lexopt::Parser) -> Result<()> {
        match name {
            "docs" => self.docs = Some(values.value()?.into()),
            "queries" => self.queries = Some(values.value()?.into()),
            "mode" => {
                let mode = values.value()?.string()?;
                if !["screen", "text"].contains(&mode.as_str()) {
                    bail!("--mode is screen or text, not {mode:?}.");
                }
                self.mode = Some(mode);
            }
            _ => return Err(Long(name).unexpected().into()),
        }
        Ok(())
    }
}

/// Measures; the last printed line contains all figures as JSON.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let (docs, queries) = match (&options.docs, &options.queries) {
        (Some(docs), Some(queries)) => (docs.clone(), queries.clone()),
        (None, None) => (content_as_records(project)?, project.root.join(QUERIES)),
        _ => bail!("--docs and --queries belong together."),
    };
    let mut build = process::cargo();
    build.args(["build", "--quiet", "--locked", "--profile", "server"]);
    build.args(["-p", "portico-search", "--features", "tools"]);
    build.args(["--bin", PROGRAM]).current_dir(&project.root);
    console::step("Building the search engine", "about a minute", || {
        process::run(&mut build)
    })?;
    let mut measure = Command::new(project.target.join("server").join(PROGRAM));
    measure.arg("--docs").arg(docs);
    measure.arg("--queries").arg(queries);
    if let Some(mode) = &options.mode {
        measure.args(["--mode", mode]);
    } else if options.docs.is_none() {
        measure.args(["--floor", FLOOR]);
    }
    process::run(&mut measure)
}

/// Writes the content folder as records, one per line.
fn content_as_records(project: &Project) -> Result<PathBuf> {
    let mut lines = String::new();
    for record in content::read(&project.root.join("content"))? {
        lines += &serde_json::to_string(&record)?;
        lines.push('\n');
    }
    let path = project.work()?.join("relevance.jsonl");
    fs::write(&path, lines).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(path)
}
