//! Checks of the raw text before parsing: limits and locations.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot make its document has failed"
)]

#[path = "support/rng.rs"]
mod rng;

use portico_forms::scan::{MAX_BYTES, MAX_JSON_DEPTH, scan};
use rng::Rng;
use serde_json::Value;

/// Asserts the pointer of the error, or that there is none.
fn check(text: &str, pointer: Option<&str>) {
    let found = scan(text).map_err(|error| error.pointer).err();
    let start: String = text.chars().take(80).collect();
    assert_eq!(found.as_deref(), pointer, "{start}");
}

fn deep(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

#[test]
fn lets_documents_pass() {
    for text in [
        "",
        "{}",
        "[]",
        "1",
        "\"[[[\"",
        r#"{"a": [1, {"b": "]}"}], "c\"[": "\\"}"#,
    ] {
        check(text, None);
    }
    check(&deep(MAX_JSON_DEPTH), None);
    check(&"[]".repeat(1_000), None);
    check(&format!("[{}1]", "[],".repeat(1_000)), None);
}

#[test]
fn lets_what_is_no_json_to_the_parser() {
    for text in [
        "]]]}}}", "{[}]", "\"", "\"\\", "{\"a", "\\\"[", ":::,,,", "{\"\\u12", "é[ü",
    ] {
        check(text, None);
    }
}

#[test]
fn names_the_place() {
    let around = MAX_JSON_DEPTH - 3;
    let at = |text: &str, place: &str| {
        let pointer = format!("{place}{}", "/0".repeat(around));
        check(&text.replace("DEEP", &deep(around + 1)), Some(&pointer));
    };
    at(r#"{"schema": {"x": [DEEP]}}"#, "/schema/x/0");
    at(
        r#"{"a": [1, [2]], "schema": {"y": 1, "x": [{}, "a,b", DEEP]}}"#,
        "/schema/x/2",
    );
    at(r#"{"a/b": {"c~d": [DEEP]}}"#, "/a~1b/c~0d/0");
    at(
        r#"{"a\"b": {"\u00e9\n\ud83d\ude00\ud83d": [DEEP]}}"#,
        "/a\"b/\u{e9}\n\u{1F600}\u{FFFD}/0",
    );
    at("[[{\"\": DEEP}]]", "/0/0/");
}

#[test]
fn refuses_large_and_deep_texts() {
    let blank = |bytes: usize| " ".repeat(bytes);
    check(&blank(MAX_BYTES), None);
    check(&blank(MAX_BYTES + 1), Some(""));
    let all = "/0".repeat(MAX_JSON_DEPTH);
    check(&"[".repeat(MAX_BYTES), Some(&all));
    check(
        &"{\"\":".repeat(MAX_BYTES / 4),
        Some(&"/".repeat(MAX_JSON_DEPTH)),
    );
    check(&format!("\"{}", "\\\"".repeat(MAX_BYTES / 2 - 1)), None);
    check(&format!("{{{}", "\"k\":1,".repeat(MAX_BYTES / 6 - 1)), None);
}

/// Writes a random document, sometimes deeper than allowed.
fn random(rng: &mut Rng, depth: usize, text: &mut String) {
    let mut names = (0..).map(|n| format!("\"n{n}\\\"[\":"));
    let pick = rng.below(8);
    if depth == 0 || pick == 7 {
        let leaves = ["1", "\"]\"", "null", "\"\\\\\"", "[]", "{}"];
        text.push_str(leaves.get(rng.below(leaves.len())).unwrap());
        return;
    }
    let object = pick < 4;
    text.push(if object { '{' } else { '[' });
    for child in 0..=rng.below(2) {
        if child > 0 {
            text.push(',');
        }
        if object {
            text.push_str(&names.next().unwrap());
        }
        // Only one child is deep, so that documents stay small.
        let depth = if child == 0 {
            depth - 1
        } else {
            depth.min(2) - 1
        };
        random(rng, depth, text);
    }
    text.push(if object { '}' } else { ']' });
}

#[test]
fn agrees_with_the_parser() {
    let mut rng = Rng::new(0x5EED_0004);
    let mut refused = 0;
    for round in 0..3_000 {
        let mut text = String::new();
        let mut around = 0;
        // Plain nesting almost to the limit, so that many documents come near it.
        if round % 2 == 0 {
            around = MAX_JSON_DEPTH - rng.below(12);
        }
        text.push_str(&"[".repeat(around));
        random(&mut rng, 12, &mut text);
        text.push_str(&"]".repeat(around));
        let parsed = serde_json::from_str::<Value>(&text).is_ok();
        assert_eq!(scan(&text).is_ok(), parsed, "{text}");
        refused += usize::from(!parsed);
        // A truncated text at least causes no panic.
        let torn: String = text.chars().take(rng.below(text.len() + 1)).collect();
        _ = scan(&torn);
    }
    assert!((100..2_900).contains(&refused), "{refused} were refused");
}

/// A number is kept as written, or rejected with its location.
#[test]
fn refuses_numbers_that_would_change() {
    for number in [
        "0",
        "-0.0",
        "0e999",
        "18446744073709551615",
        "-9223372036854775808",
        // Powers of two, and small numbers with trailing zeros.
        "18446744073709551616",
        "-18446744073709551616",
        "36893488147419103232",
        "10000000000000000000000",
        "0.1",
        "0.30000000000000004",
        "2.50",
        "1E3",
        "1e308",
        "1.7976931348623157e308",
        "1e-300",
        "9007199254740991.0",
        "9007199254740992e0",
        "9007199254740994.0",
        "900719925474099.4e1",
        "18446744073709551616.0",
        "170141183460469231731687303715884105728",
        "123456789012345e4",
        "1e-307",
    ] {
        check(number, None);
        check(&format!("[{number},{{\"a\":{number}}}]"), None);
        let read: f64 = serde_json::from_str(number).unwrap();
        assert!(read.is_finite());
    }
    for number in [
        "18446744073709551617",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "-123456789012345678901234567890",
        "100000000000000000000000",
        "18446744073709551615.0",
        "1.8446744073709551615e19",
        "9007199254740993.0",
        "9007199254740993e0",
        "-900719925474099.3e1",
        "9007199254740993000e-3",
        "90071992547409930.0",
        // From here on, numbers are too large or too small to be checked to the last digit.
        "340282366920938463463374607431768211456",
        "1e-308",
        "5e-324",
        "1.00000000000000000001",
        "0.1234567890123456789",
        "1e309",
        "1e-400",
        "1e-99999999999999999999",
    ] {
        check(number, Some(""));
        check(
            &format!("{{\"a\": [1, {number} ], \"b\": \"\"}}"),
            Some("/a/1"),
        );
    }
    // Digits in a string are not a number.
    check("[\"123456789012345678901234567890\"]", None);
    let long = "9".repeat(MAX_BYTES - 2);
    let refused = scan(&format!("[{long}]")).unwrap_err();
    assert!(refused.reason.len() < 200, "{}", refused.reason);
    for text in [
        "1-2",
        "[1e]",
        "[1.2.3]",
        "[-]",
        "1e5e5",
        "12345678901234567890123x",
    ] {
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        drop(scan(text));
    }
}
