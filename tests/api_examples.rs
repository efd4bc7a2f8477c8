//! Runs every example of docs/API.md against the demo organisation, and lints the OpenAPI document.
//!
//! Blocks marked `sh` are run in the order of the page, in one shell and one empty folder. `$PORTICO` is the address of
//! the server. The block directly after a command is its expected output; a command without one must print nothing.
//!
//! - `json`: the output is JSON that contains at least this. An expected list item may be anywhere in the list.
//! - `http`: the output of `curl -i`. Every line up to the first empty one must be in the response head. The rest is
//!   JSON that the body must contain.
//!
//! `...` matches any value, or the rest of a line.
#![cfg(not(target_arch = "wasm32"))]

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const PAGE: &str = "docs/API.md";
/// Printed after the output of each command.
const MARK: &str = "---- end of an example ----";
/// An origin that may embed the portal, according to the page.
const FRIEND: &str = "https://intranet.example";

#[test]
fn every_example_holds() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let examples = examples(&std::fs::read_to_string(root.join(PAGE))?)?;
    ensure!(!examples.is_empty(), "{PAGE} has no example");
    let folder = tempfile::tempdir()?;
    let server = Server::start(root, folder.path())?;
    let script: String = examples
        .iter()
        .map(|example| format!("{}\nprintf '\\n%s\\n' '{MARK}'\n", example.command))
        .collect();
    let shell = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("PORTICO", &server.url)
        .env("NO_PROXY", "*")
        .stdin(Stdio::null())
        .output()
        .context("there is no sh")?;
    let output = String::from_utf8(shell.stdout)?;
    let outputs: Vec<&str> = output.split_terminator(&format!("\n{MARK}\n")).collect();
    let errors = String::from_utf8_lossy(&shell.stderr).into_owned();
    ensure!(
        outputs.len() == examples.len(),
        "the shell stopped early: {errors}"
    );
    let faults: Vec<String> = examples
        .iter()
        .zip(outputs)
        .filter_map(|(example, output)| {
            let fault = example.expected.fault(output)?;
            Some(format!(
                "{PAGE}:{}: {fault}\n{}\n{output}",
                example.line, example.command
            ))
        })
        .collect();
    ensure!(faults.is_empty(), "{}\n{errors}", faults.join("\n\n"));
    Ok(())
}

#[test]
fn the_document_passes_a_linter() -> Result<()> {
    let linter = std::env::var_os("PORTICO_REDOCLY")
        .context("`cargo xtask test` installs the linter and runs this test")?;
    let folder = tempfile::tempdir()?;
    let document = Command::new(program()?).arg("openapi").output()?.stdout;
    std::fs::write(folder.path().join("openapi.json"), document)?;
    let lint = Command::new(linter)
        .args(["lint", "openapi.json"])
        .current_dir(folder.path())
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .output()
        .context("the linter does not start")?;
    let report = String::from_utf8_lossy(&lint.stderr);
    ensure!(lint.status.success(), "{report}");
    Ok(())
}

/// A command of the page and its expected output.
#[derive(Debug, PartialEq)]
struct Example {
    line: usize,
    command: String,
    expected: Expected,
}

#[derive(Debug, PartialEq)]
enum Expected {
    Nothing,
    Json(Value),
    Http {
        head: Vec<String>,
        body: Option<Value>,
    },
}

/// The examples of a Markdown page.
fn examples(page: &str) -> Result<Vec<Example>> {
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = page.lines().enumerate();
    // Only a block directly after a command is an expected output; other blocks are illustrations.
    let mut awaited = false;
    while let Some((at, line)) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else {
            awaited &= line.trim().is_empty();
            continue;
        };
        let block: Vec<&str> = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|line| *line != "```")
            .collect();
        let text = block.join("\n");
        let told = match kind {
            "sh" => {
                examples.push(Example {
                    line: at + 1,
                    command: text,
                    expected: Expected::Nothing,
                });
                awaited = true;
                continue;
            }
            "json" if awaited => Expected::Json(parse(&text, at)?),
            "http" if awaited => {
                let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
                let body = if body.is_empty() {
                    None
                } else {
                    Some(parse(body, at)?)
                };
                Expected::Http {
                    head: head.lines().map(str::to_owned).collect(),
                    body,
                }
            }
            _ => {
                awaited = false;
                continue;
            }
        };
        awaited = false;
        if let Some(example) = examples.last_mut() {
            example.expected = told;
        }
    }
    Ok(examples)
}

fn parse(text: &str, at: usize) -> Result<Value> {
    serde_json::from_str(text).with_context(|| format!("{PAGE}:{}: this is no JSON", at + 1))
}

impl Expected {
    /// How an output differs from the expected one.
    fn fault(&self, output: &str) -> Option<String> {
        match self {
            Self::Nothing => (!output.trim().is_empty()).then(|| "nothing is expected".to_owned()),
            Self::Json(expected) => json_fault(expected, output),
            Self::Http { head, body } => {
                let (found, rest) = output.split_once("\r\n\r\n").unwrap_or((output, ""));
                let is_there = |line: &&String| found.lines().any(|found| same_line(line, found));
                match head.iter().find(|line| !is_there(line)) {
                    Some(line) => Some(format!("{line:?} is missing")),
                    None => body.as_ref().and_then(|body| json_fault(body, rest)),
                }
            }
        }
    }
}

fn json_fault(expected: &Value, output: &str) -> Option<String> {
    match serde_json::from_str(output) {
        Ok(found) => difference(expected, &found, ""),
        Err(error) => Some(format!("no JSON came back: {error}")),
    }
}

/// Compares header lines; header names are case-insensitive.
fn same_line(expected: &str, found: &str) -> bool {
    let split = |line: &str| {
        let (name, value) = line.split_once(": ").unwrap_or(("", line));
        (name.to_ascii_lowercase(), value.to_owned())
    };
    let ((name, value), (found_name, found)) = (split(expected), split(found));
    let same = match value.strip_suffix("...") {
        Some(start) => found.starts_with(start),
        None => value == found,
    };
    name == found_name && same
}

/// The location where a value does not contain what is expected.
fn difference(expected: &Value, found: &Value, at: &str) -> Option<String> {
    match (expected, found) {
        (Value::String(any), _) if any == "..." => None,
        (Value::Object(expected), Value::Object(found)) => {
            expected.iter().find_map(|(name, value)| {
                let at = format!("{at}/{name}");
                match found.get(name) {
                    Some(found) => difference(value, found, &at),
                    None => Some(format!("{at} is missing")),
                }
            })
        }
        (Value::Array(expected), Value::Array(found)) => {
            let is_there = |item: &&Value| {
                found
                    .iter()
                    .any(|found| difference(item, found, "").is_none())
            };
            expected
                .iter()
                .find(|item| !is_there(item))
                .map(|item| format!("{at} does not hold {item}"))
        }
        _ => (expected != found).then(|| format!("{at} is {found}")),
    }
}

/// The reference backend with the demo organisation.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(root: &Path, data: &Path) -> Result<Self> {
        let content =
            std::env::var_os("PORTICO_CONTENT").map_or_else(|| root.join("content"), PathBuf::from);
        let mut command = Command::new(program()?);
        command.args([
            "serve",
            "--demo",
            "--listen",
            "127.0.0.1:0",
            "--allow-origin",
            FRIEND,
        ]);
        command
            .arg("--content")
            .arg(content)
            .arg("--data")
            .arg(data.join("data"))
            .current_dir(data);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = child.stdout.take();
        // From here on, dropping this value stops the server, also after an error.
        let mut server = Self {
            child,
            url: String::new(),
        };
        let mut said = String::new();
        BufReader::new(output.context("the server has no output")?).read_line(&mut said)?;
        match said.trim().strip_prefix("listening on ") {
            Some(url) => url.clone_into(&mut server.url),
            None => bail!("the server did not start, but said {said:?}"),
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server binary: from the environment, or where cargo puts it beside this test.
fn program() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("PORTICO_SERVER") {
        return Ok(named.into());
    }
    let test = std::env::current_exe()?;
    let folder = test
        .parent()
        .and_then(Path::parent)
        .context("this test lies in no target folder")?;
    let program = folder.join(format!("portico-server{}", std::env::consts::EXE_SUFFIX));
    let hint = "build it by `cargo build -p portico-server`, or run `cargo xtask test`";
    ensure!(
        program.is_file(),
        "there is no {}; {hint}",
        program.display()
    );
    Ok(program)
}

#[test]
fn a_page_becomes_examples() -> Result<()> {
    let page = "```sh\na\n```\n\n```json\n{}\n```\n```json\n[]\n```\n```sh\nb\n```\nwords\n```http\nX\n```\n\
                ```sh\nc\n```\n```http\nHTTP/1.1 200 OK\na: b\n\n{\"c\": 1}\n```\n";
    let head = vec!["HTTP/1.1 200 OK".to_owned(), "a: b".to_owned()];
    let example = |line, command: &str, expected| Example {
        line,
        command: command.to_owned(),
        expected,
    };
    let expected = [
        example(1, "a", Expected::Json(json!({}))),
        example(11, "b", Expected::Nothing),
        example(
            18,
            "c",
            Expected::Http {
                head,
                body: Some(json!({ "c": 1 })),
            },
        ),
    ];
    ensure!(examples(page)? == expected, "{:?}", examples(page)?);
    Ok(())
}

#[test]
fn what_fits_and_what_does_not() {
    let check = |expected: Value, found: Value, fits: bool| {
        assert_eq!(
            difference(&expected, &found, "").is_none(),
            fits,
            "{expected} {found}"
        );
    };
    check(json!({ "a": 1 }), json!({ "a": 1, "b": 2 }), true);
    check(json!({ "a": 1 }), json!({ "a": 2 }), false);
    check(json!({ "a": 1 }), json!({}), false);
    check(json!({ "a": "..." }), json!({ "a": { "b": 1 } }), true);
    check(json!({ "a": "..." }), json!({}), false);
    check(json!([{ "a": 1 }]), json!([2, { "a": 1, "b": 1 }]), true);
    check(json!([1]), json!([]), false);
    check(json!({}), json!([]), false);

    let check = |head: &str, output: &str, fits: bool| {
        let expected = Expected::Http {
            head: vec![head.to_owned()],
            body: None,
        };
        assert_eq!(expected.fault(output).is_none(), fits, "{head} {output}");
    };
    check(
        "HTTP/1.1 404 Not Found",
        "HTTP/1.1 404 Not Found\r\n\r\n{}",
        true,
    );
    check(
        "HTTP/1.1 404 Not Found",
        "HTTP/1.1 500 Not Found\r\n\r\n{}",
        false,
    );
    check("Retry-After: 1", "a\r\nretry-after: 1\r\n\r\n", true);
    check("ETag: ...", "etag: \"x\"\r\n\r\n", true);
    check("ETag: ...", "a\r\n\r\netag: \"x\"", false);
    assert!(Expected::Nothing.fault("\n").is_none() && Expected::Nothing.fault("x").is_some());
}
