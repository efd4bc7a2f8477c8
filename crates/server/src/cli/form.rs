//! `portico-server form`: commands for tools. Their input may be invalid in any way.

use crate::console::say;
use crate::form_document;
use crate::text_file;
use clap::Subcommand;
use portico_forms::FormError;
use portico_forms::scan::{self, MAX_BYTES};
use portico_forms::schema::{Options, Schema};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, Read, Write};
use std::path::{Path, PathBuf};

/// The maximum length of a line that `validate` reads, in bytes.
const LINE: u64 = 16 * 1024 * 1024;

#[derive(Debug, Subcommand)]
pub(super) enum FormCommand {
    /// Checks form documents and prints each problem as `file: JSON Pointer: reason`.
    Check {
        /// The form documents.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Reads lines of `{"schema": ..., "data": ...}` and writes a verdict for each.
    Validate {
        /// Checks `format` as well, as the portal's forms do.
        #[arg(long)]
        assert_format: bool,
    },
}

impl FormCommand {
    pub(super) fn run(self) -> Result<(), String> {
        match self {
            Self::Check { files } => check(&files),
            Self::Validate { assert_format } => {
                let options = Options { assert_format };
                let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
                validate(input, output, options).map_err(|error| error.to_string())
            }
        }
    }
}

fn check(files: &[PathBuf]) -> Result<(), String> {
    let mut count = 0_usize;
    for file in files {
        let faults = faults(file).err().unwrap_or_default();
        count += faults.len();
        for FormError { pointer, reason } in faults {
            say(&format!("{}: {pointer}: {reason}", file.display()))?;
        }
    }
    match count {
        0 => Ok(()),
        count => Err(super::found(count)),
    }
}

fn faults(file: &Path) -> Result<(), Vec<FormError>> {
    let text = text(file).map_err(|reason| {
        vec![FormError {
            pointer: String::new(),
            reason,
        }]
    })?;
    form_document::check(&form_document::read(&text)?)
}

/// The text of a file, read up to the maximum size of a form document.
fn text(file: &Path) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("the file cannot be read: {error}");
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let open = File::open(file).map_err(unreadable)?;
    let mut bytes = Vec::new();
    open.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() > MAX_BYTES {
        return Err(format!("the file is larger than {MAX_BYTES} bytes"));
    }
    text_file::text(&bytes).map(str::to_owned)
}

/// Writes one verdict per line, and flushes it before the next line is read.
fn validate(
    mut input: impl BufRead,
    mut output: impl Write,
    options: Options,
) -> std::io::Result<()> {
    while let Some(line) = next_line(&mut input)? {
        let verdict = line.and_then(|line| verdict(&line, options));
        let verdict = verdict.unwrap_or_else(|reason| json!({ "refused": reason }));
        writeln!(output, "{verdict}")?;
        output.flush()?;
    }
    Ok(())
}

/// The next line, or an error; `None` at the end. The rest of a line that is too long is skipped.
fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Result<Vec<u8>, String>>> {
    let mut line = Vec::new();
    let most = LINE.saturating_add(1);
    if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    let whole = line.ends_with(b"\n");
    if whole || u64::try_from(line.len()).unwrap_or(u64::MAX) <= LINE {
        return Ok(Some(Ok(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(Err(format!("the line is longer than {LINE} bytes"))))
}

fn verdict(line: &[u8], options: Options) -> Result<Value, String> {
    let text = std::str::from_utf8(line).map_err(|error| format!("invalid JSON: {error}"))?;
    scan::values(text).map_err(|error| error.to_string())?;
    let mut line: Value =
        serde_json::from_str(text).map_err(|error| format!("invalid JSON: {error}"))?;
    let mut take = |name: &str| match line.get_mut(name) {
        Some(value) => Ok(value.take()),
        None => Err(format!("the line has no {name:?}")),
    };
    let (schema, data) = (take("schema")?, take("data")?);
    let schema = Schema::compile(&schema, options).map_err(|error| error.to_string())?;
    let violations = schema.validate(&data);
    let error = |violation: &portico_forms::schema::Violation| json!({ "pointer": violation.pointer, "code": violation.rule.code() });
    let errors: Vec<Value> = violations.iter().map(error).collect();
    Ok(json!({ "valid": errors.is_empty(), "errors": errors }))
}
