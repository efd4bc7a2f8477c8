//! The commands for tools: checking form documents, and validating answers line by line.

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn program(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portico-server"))
        .arg("form")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The program writes while it reads, so neither side may wait for the other.
    let writing = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    output
}

/// Asserts the output of `form check` for a file with this text.
#[track_caller]
fn check(text: &[u8], expected: &[&str]) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("form.json");
    fs::write(&file, text).unwrap();
    let name = file.to_str().unwrap();
    let output = program(&["check", name], b"");
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{said}");
    for (line, expected) in lines.iter().zip(expected) {
        let rest = line.strip_prefix(&format!("{name}: ")).unwrap();
        assert!(rest.starts_with(expected), "{rest}");
    }
    let code = i32::from(!expected.is_empty());
    assert_eq!(output.status.code(), Some(code), "{said}");
}

#[test]
fn form_documents_are_checked() {
    let good = json!({"schema": {"type": "object", "properties": {"a": {"type": "string"}}}});
    check(good.to_string().as_bytes(), &[]);
    check(b"", &[": "]);
    check(b"{\"schema\": ", &[": "]);
    check(b"\xff", &[": the file is not UTF-8"]);
    check(b"{}", &[": the form document has no schema"]);
    let scope = json!({"schema": good["schema"], "uischema": {"type": "Control", "scope": "#/properties/b"}});
    check(scope.to_string().as_bytes(), &["/uischema/scope: "]);
    let list = json!({"schema": {"type": "array", "items": {"type": "string"}}, "defaults": []});
    check(list.to_string().as_bytes(), &["/schema/type: "]);
    // Forms that can be rendered but probably contain a mistake, reported as for content.
    let unmeant = json!({
        "schema": {"type": "object", "properties": {"a": {"type": "string", "maxLenght": 5}}, "required": ["zz"]},
        "defaults": {"legacy": 1}, "texts": {"nonsense.label": "y"}});
    check(
        unmeant.to_string().as_bytes(),
        &[
            "/schema/properties/a/maxLenght: ",
            "/schema/required/0: ",
            "/defaults/legacy: ",
            "/texts/nonsense.label: ",
        ],
    );
    let large = format!("\"{}\"", "x".repeat(600 * 1024));
    check(large.as_bytes(), &[": the file is larger than"]);
    let deep = "[".repeat(100_000);
    let found = |text: &str| {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("form.json");
        fs::write(&file, text).unwrap();
        program(&["check", file.to_str().unwrap()], b"")
            .status
            .code()
    };
    assert_eq!(found(&deep), Some(1));

    let missing = program(&["check", "/nowhere.json"], b"");
    let said = String::from_utf8(missing.stdout).unwrap();
    assert!(said.starts_with("/nowhere.json: : the file cannot be read"));
    assert_eq!(missing.status.code(), Some(1));
    assert_eq!(program(&["check"], b"").status.code(), Some(2));
}

/// The results for these lines.
fn verdicts(arguments: &[&str], input: &[u8]) -> Vec<Value> {
    let output = program(&[&["validate"], arguments].concat(), input);
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn lines_get_verdicts() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string", "format": "date"}}, "required": ["a"]});
    let line = |schema: &Value, data: Value| json!({"schema": schema, "data": data}).to_string();
    let deep = format!(
        "{{\"schema\": {{}}, \"data\": {}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let long = format!(
        "{{\"schema\": {{}}, \"data\": \"{}\"}}",
        "x".repeat(17 * 1024 * 1024)
    );
    let remote = line(&json!({"$ref": "https://example.com/x"}), json!(1));
    let lines = [
        line(&schema, json!({"a": "x"})),
        line(&schema, json!({})),
        line(&schema, json!({"a": 7})),
        line(&json!(true), json!(null)),
        line(&json!(false), json!(null)),
        remote,
        "nonsense".to_owned(),
        String::new(),
        "[]".to_owned(),
        "{\"schema\": {}}".to_owned(),
        deep,
        long,
        line(&json!({}), json!("still here")),
    ];
    let valid = json!({"valid": true, "errors": []});
    let wrong = |pointer: &str, code: &str| json!({"valid": false, "errors": [{"pointer": pointer, "code": code}]});
    let found = verdicts(&[], lines.join("\n").as_bytes());
    assert_eq!(found.len(), lines.len());
    assert_eq!(
        found[..4],
        [
            valid.clone(),
            wrong("/a", "required"),
            wrong("/a", "type"),
            valid.clone()
        ]
    );
    assert_eq!(found[4]["valid"], false);
    for refused in &found[5..12] {
        assert!(refused["refused"].is_string(), "{refused}");
    }
    assert_eq!(found[12], valid);
    let asserted = verdicts(&["--assert-format"], lines[0].as_bytes());
    assert_eq!(asserted, [wrong("/a", "format")]);
    assert!(verdicts(&[], b"").is_empty());
    let bytes = verdicts(&[], b"\"\xff\"\n");
    assert!(bytes[0]["refused"].is_string());
}

/// A number keeps its notation, or its line is refused with the location.
#[test]
fn no_number_of_a_line_is_changed() {
    let large = "123456789012345678901234567890";
    for (line, at) in [
        (
            format!(r#"{{"schema": {{"multipleOf": 3}}, "data": {large}}}"#),
            "/data: ",
        ),
        (
            format!(r#"{{"schema": {{"multipleOf": {large}}}, "data": 0}}"#),
            "/schema/multipleOf: ",
        ),
        (
            format!(r#"{{"schema": {{"const": {{"a": [-{large}]}}}}, "data": 0}}"#),
            "/schema/const/a/0: ",
        ),
        (
            format!(r#"{{"schema": {{"enum": [1, {large}]}}, "data": 0}}"#),
            "/schema/enum/1: ",
        ),
        (
            format!(r#"{{"schema": {{"maximum": {large}.5}}, "data": 0}}"#),
            "/schema/maximum: ",
        ),
        (
            format!(r#"{{"schema": {{"default": 0.{large}}}, "data": 0}}"#),
            "/schema/default: ",
        ),
    ] {
        let found = verdicts(&[], line.as_bytes());
        let refused = found[0]["refused"].as_str().unwrap_or_default();
        assert!(refused.starts_with(at), "{line}: {found:?}");
    }
    for (schema, data, valid) in [
        (r#"{"multipleOf": 5}"#, "18446744073709551615", true),
        (r#"{"multipleOf": 8}"#, "36893488147419103232", true),
        (r#"{"multipleOf": 3}"#, "36893488147419103232", false),
        (
            r#"{"const": 18446744073709551615}"#,
            "18446744073709551614",
            false,
        ),
        (
            r#"{"maximum": 18446744073709551615}"#,
            "18446744073709551616",
            false,
        ),
        (r#"{"type": "integer", "multipleOf": 0.5}"#, "1e308", true),
        (
            r#"{"pattern": "^.{1,5000}$"}"#,
            &format!("\"{}\"", "x".repeat(5_000)),
            true,
        ),
        (
            r#"{"pattern": "^.{1,5000}$"}"#,
            &format!("\"{}\"", "x".repeat(5_001)),
            false,
        ),
        (
            r#"{"items": {"pattern": "^[^<>]{0,4000}$"}}"#,
            &format!("[{}0]", format!("\"{}\",", "x".repeat(4_000)).repeat(50)),
            true,
        ),
    ] {
        let line = format!(r#"{{"schema": {schema}, "data": {data}}}"#);
        assert_eq!(
            verdicts(&[], line.as_bytes())[0]["valid"],
            valid,
            "{schema}"
        );
    }
}
