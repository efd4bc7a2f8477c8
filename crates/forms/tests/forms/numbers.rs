//! Numbers: parsing by language, equality, and preservation of digits.

use super::{control, form, load, load_with, vertical};
use crate::rng::Rng;
use portico_forms::numeral::{Separators, read};
use portico_forms::{Form, FormState};
use serde_json::{Value, json};
use std::sync::Arc;

const ENGLISH: Separators = separators('.', ',', 3);
const GERMAN: Separators = separators(',', '.', 3);

const fn separators(decimal: char, group: char, group_size: usize) -> Separators {
    Separators {
        decimal,
        group,
        group_size,
    }
}

#[test]
fn a_text_is_the_number_that_its_writer_means_or_none() {
    let french = separators(',', '\u{202F}', 3);
    let swiss = separators('.', '\u{2019}', 3);
    let indian = separators('.', ',', 2);
    let arabic = separators('\u{66B}', '\u{66C}', 3);
    for (separators, text, expected) in [
        (ENGLISH, "1,500", json!(1500)),
        (ENGLISH, "1,500.50", json!(1500.5)),
        (ENGLISH, "12,000", json!(12000)),
        (ENGLISH, "10,000,000", json!(10_000_000)),
        (ENGLISH, "1500.5", json!(1500.5)),
        (ENGLISH, " 42 ", json!(42)),
        (ENGLISH, "-42", json!(-42)),
        (ENGLISH, "+42", json!(42)),
        (ENGLISH, "\u{2212}1,500.5", json!(-1500.5)),
        (ENGLISH, "2.0", json!(2)),
        (ENGLISH, "2.50", json!(2.5)),
        (ENGLISH, ".5", json!(0.5)),
        (ENGLISH, "007", json!(7)),
        (ENGLISH, "-0", json!(0)),
        (ENGLISH, "10 000", json!(10000)),
        (ENGLISH, "10'000.25", json!(10000.25)),
        (
            ENGLISH,
            "\u{FF11}\u{FF12}\u{FF0C}\u{FF10}\u{FF10}\u{FF10}\u{FF0E}\u{FF15}",
            json!(12000.5),
        ),
        (ENGLISH, "\u{661}\u{662}\u{663}", json!(123)),
        (ENGLISH, "\u{967}\u{968}", json!(12)),
        (ENGLISH, "0.000001", json!(0.000_001)),
        (ENGLISH, "53.551125", json!(53.551_125)),
        (
            ENGLISH,
            "9007199254740991",
            json!(9_007_199_254_740_991_i64),
        ),
        (
            ENGLISH,
            "-9,007,199,254,740,991.0",
            json!(-9_007_199_254_740_991_i64),
        ),
        (ENGLISH, "123456789.123456", json!(123_456_789.123_456)),
        (GERMAN, "1.500", json!(1500)),
        (GERMAN, "1.500,50", json!(1500.5)),
        (GERMAN, "1500,5", json!(1500.5)),
        (GERMAN, "10.000.000", json!(10_000_000)),
        (french, "1 500,5", json!(1500.5)),
        (french, "1\u{A0}500", json!(1500)),
        (french, "1\u{202F}500\u{202F}000", json!(1_500_000)),
        (swiss, "1'500.5", json!(1500.5)),
        (indian, "1,50,000", json!(150_000)),
        (indian, "12,34,56,789.5", json!(123_456_789.5)),
        (indian, "150,000,000", json!(150_000_000)),
        (
            arabic,
            "\u{61C}-\u{661}\u{66C}\u{665}\u{660}\u{660}\u{66B}\u{665}",
            json!(-1500.5),
        ),
        // A number in another language's format, or not a number: it must not be parsed.
        (ENGLISH, "1500,5", json!(null)),
        (ENGLISH, "1,5", json!(null)),
        (ENGLISH, "1.500,5", json!(null)),
        (ENGLISH, "1.500.000", json!(null)),
        (ENGLISH, "15,00", json!(null)),
        (ENGLISH, "1,5000", json!(null)),
        (ENGLISH, "1500,000", json!(null)),
        (ENGLISH, "1,50,000", json!(null)),
        (ENGLISH, "0,500", json!(null)),
        (ENGLISH, ",500", json!(null)),
        (ENGLISH, "1,,500", json!(null)),
        (ENGLISH, "1,500 000", json!(null)),
        (ENGLISH, "1.500,000", json!(null)),
        (GERMAN, "1500.5", json!(null)),
        (GERMAN, "12.50", json!(null)),
        (GERMAN, "1,500.5", json!(null)),
        (GERMAN, "0.500", json!(null)),
        (indian, "1500,00,000", json!(null)),
        (indian, "150,00,000", json!(null)),
        (indian, "1,50,000,000", json!(null)),
        (ENGLISH, "0x10", json!(null)),
        (ENGLISH, "0b11", json!(null)),
        (ENGLISH, "0o7", json!(null)),
        (ENGLISH, "1e3", json!(null)),
        (ENGLISH, "Infinity", json!(null)),
        (ENGLISH, "NaN", json!(null)),
        (ENGLISH, "", json!(null)),
        (ENGLISH, "-", json!(null)),
        (ENGLISH, ".", json!(null)),
        (ENGLISH, "5.", json!(null)),
        (ENGLISH, "--5", json!(null)),
        (ENGLISH, "5-", json!(null)),
        (ENGLISH, "1_000", json!(null)),
        (ENGLISH, "12 GB", json!(null)),
        (ENGLISH, "\u{20AC}12", json!(null)),
        (ENGLISH, "\u{2460}", json!(null)),
        // Numbers that would lose digits.
        (ENGLISH, "9007199254740992", json!(null)),
        (ENGLISH, "9,007,199,254,740,993", json!(null)),
        (ENGLISH, "123456789012345678901234567890", json!(null)),
        (ENGLISH, "0.1234567890123456", json!(null)),
        (ENGLISH, "1234567890123.456", json!(null)),
        (ENGLISH, "0.00000000000000000000001", json!(null)),
    ] {
        let found = read(text, &separators).map_or(Value::Null, Value::Number);
        assert_eq!(found, expected, "{text:?} with {separators:?}");
    }
}

/// Every parsed number is preserved: formatting it with the same digits gives the text back.
#[test]
fn what_is_read_is_kept() {
    let mut rng = Rng::new(0x5EED_0042);
    for _ in 0..20_000 {
        let digits = rng.below(1_000_000_000_000_000);
        let places = rng.below(15);
        let whole = format!("{digits:0>least$}", least = places + 1);
        let (whole, part) = whole.split_at(whole.len() - places);
        let text = format!("{whole}.{part}0");
        let number = read(&text, &ENGLISH).unwrap();
        let again: f64 = text.parse().unwrap();
        assert_eq!(number.as_f64(), Some(again), "{text}");
        let shown = format!("{again}");
        let canonical = format!("{whole}.{part}");
        let canonical = canonical.trim_end_matches('0').trim_end_matches('.');
        assert_eq!(shown, canonical, "{text}");
    }
}

fn memory() -> Arc<Form> {
    let schema = json!({"type": "object", "properties": {
        "size": {"type": "number", "oneOf": [
            {"const": 16.0, "title": "16 GB"}, {"const": 32, "title": "32 GB"}, {"const": 1.5, "title": "One and a half"},
        ]},
        "kinds": {"type": "array", "uniqueItems": true, "items": {"enum": [1, 2.0]}},
        "speed": {"enum": ["slow", "fast"]},
        "count": {"type": "integer", "minimum": 1, "maximum": 10.0},
        "why": {"type": "string", "maxLength": 5.0},
        "fixed": {"type": "number", "default": 7.0},
    }});
    let mut why = control("why", json!({}));
    why["rule"] = json!({"effect": "SHOW", "condition": {"scope": "#/properties/size", "schema": {"enum": [32.0]}}});
    let layout = vertical(json!([
        control("size", json!({"prices": {"32.0": "180.00", "1.50": "7"}})),
        control("kinds", json!({"prices": {"2": "5"}})),
        control(
            "speed",
            json!({"choicesBy": {"scope": "#/properties/size", "choices": {"32": ["fast"], "16": ["slow"]}}})
        ),
        control("count", json!({"role": "quantity"})),
        why,
        control("fixed", json!({"widget": "fixed"})),
    ]));
    Arc::new(form(&schema, Some(&layout)))
}

/// JSON has one kind of number, whatever its notation.
#[test]
fn equal_numbers_are_one() {
    let form = memory();
    for (size, count) in [
        ("32", "2"),
        ("32.0", "2.0"),
        ("3.2e1", "2e0"),
        ("320e-1", "0.2E1"),
    ] {
        let answers = format!(
            r#"{{"size": {size}, "count": {count}, "kinds": [2e0], "speed": "fast", "why": "so"}}"#
        );
        let answers: Value = serde_json::from_str(&answers).unwrap();
        let kept = form.accept(answers.clone()).unwrap();
        let expected =
            json!({"size": 32, "count": 2, "kinds": [2], "speed": "fast", "why": "so", "fixed": 7});
        assert_eq!(kept, expected, "{answers}");
        assert_eq!(FormState::new(form.clone(), answers).pruned(), expected);
        assert_eq!(form.price(Some("20.00"), &kept).as_deref(), Some("410.00"));
        assert_eq!(form.roles(&kept).quantity, Some(2));
        let told: Vec<_> = form
            .described(&kept)
            .into_iter()
            .filter_map(|one| one.text)
            .collect();
        assert_eq!(told, ["32 GB", "2", "fast"]);
    }
    let wrong = |answers: Value| -> Vec<_> {
        let errors = form.accept(answers).unwrap_err();
        errors
            .into_iter()
            .map(|error| format!("{} {}", error.pointer, error.code()))
            .collect()
    };
    assert_eq!(
        wrong(json!({"size": 16.0, "speed": "fast"})),
        ["/speed choice"]
    );
    assert_eq!(
        wrong(json!({"size": 32, "why": "longer than five"})),
        ["/why maxLength"]
    );
    assert_eq!(
        form.price(None, &json!({"size": 1.5})).as_deref(),
        Some("7")
    );
    let given = |name: &str, text: &str| form.prefill(name, text).map(|(_, value)| value);
    assert_eq!(given("size", "32.0"), Some(json!(32)));
    assert_eq!(given("size", "1.50"), Some(json!(1.5)));
    assert_eq!(given("count", "2.0"), Some(json!(2)));
    assert_eq!(given("count", "2.5"), None);
    assert_eq!(given("count", "9007199254740993"), None);
}

/// A number that some JSON reader would change is rejected, wherever it is and whoever sends it.
#[test]
fn no_number_is_changed() {
    let schema = json!({"type": "object", "additionalProperties": true, "properties": {
        "n": {"type": "number"}, "i": {"type": "integer", "multipleOf": 3},
        "list": {"type": "array", "items": {"type": "number"}},
    }});
    let form = Arc::new(load(&schema, None).unwrap());
    for (answers, expected) in [
        (r#"{"n": 9007199254740991, "i": 9007199254740990}"#, ""),
        (r#"{"n": -9007199254740991}"#, ""),
        (r#"{"n": 9007199254740992}"#, "/n precision"),
        (r#"{"n": 9007199254740993.0}"#, "/n precision"),
        (r#"{"n": -9007199254740993}"#, "/n precision"),
        (r#"{"i": 123456789012345678901234567890}"#, "/i precision"),
        (r#"{"n": 1e300}"#, "/n precision"),
        (r#"{"list": [1, 1e16]}"#, "/list/1 precision"),
        (
            r#"{"n": 0.123456789012345, "list": [1e-30, 123456789.5]}"#,
            "",
        ),
        (r#"{"n": 0.1234567890123456}"#, "/n precision"),
        (r#"{"n": 0.12345678901234567890}"#, "/n precision"),
        (r#"{"n": -1234567890.123456789}"#, "/n precision"),
        (
            r#"{"other": {"deep": [18446744073709551615]}}"#,
            "/other/deep/0 precision",
        ),
        (r#"{"n": "12345678901234567890"}"#, "/n precision"),
        (r#"{"n": "1,5"}"#, "/n type"),
    ] {
        let answers: Value = serde_json::from_str(answers).unwrap();
        let errors = form.accept(answers.clone()).err().unwrap_or_default();
        let told: Vec<_> = errors
            .iter()
            .map(|error| format!("{} {}", error.pointer, error.code()))
            .collect();
        assert_eq!(told.join(", "), expected, "{answers}");
        let filling = FormState::new(form.clone(), answers);
        assert_eq!(filling.check(), errors);
        for error in &errors {
            let alone = filling.check_at(&error.pointer);
            assert!(
                error.pointer.starts_with("/other") || alone.as_ref() == Some(error),
                "{error:?} alone"
            );
        }
    }
}

/// A value that cannot be an answer is neither an option nor a constant.
#[test]
fn a_value_that_cannot_be_sent_is_refused() {
    let object = |x: &Value| json!({"type": "object", "properties": {"x": x}});
    let fixed = control("x", json!({"widget": "fixed"}));
    for lost in [
        json!(2.345_678_901_234_567),
        json!(0.300_000_000_000_000_04),
        json!(9_007_199_254_740_992_u64),
        json!(u64::MAX),
        json!(1e300),
    ] {
        let choice = json!({"const": lost, "title": "Lost"});
        let other = json!({"const": 1, "title": "One"});
        for (x, at) in [
            (json!({"enum": [1, lost]}), "/enum/1"),
            (json!({"type": "number", "enum": [lost, 2]}), "/enum/0"),
            (json!({"const": lost}), "/const"),
            (json!({"const": {"a/b": [1, lost]}}), "/const/a~1b/1"),
            (json!({"oneOf": [other, choice]}), "/oneOf/1/const"),
            (
                json!({"anyOf": [{"enum": [1, lost]}, other]}),
                "/anyOf/0/enum/1",
            ),
            (json!({"allOf": [{"enum": [lost]}]}), "/allOf/0/enum/0"),
            (
                json!({"type": "array", "uniqueItems": true, "items": {"enum": [1, lost]}}),
                "/items/enum/1",
            ),
            (json!({"type": "number", "default": lost}), "/default"),
        ] {
            let errors = load(&object(&x), None).err().unwrap_or_default();
            let told: Vec<_> = errors.iter().map(|error| error.pointer.clone()).collect();
            assert_eq!(
                told,
                [format!("/schema/properties/x{at}")],
                "{x}: {errors:?}"
            );
        }
        for (x, defaults, at) in [
            (
                json!({"type": "number", "default": lost}),
                None,
                "/schema/properties/x/default",
            ),
            (json!({"const": lost}), None, "/schema/properties/x/const"),
            (
                json!({"default": {"a": [lost]}}),
                None,
                "/schema/properties/x/default/a/0",
            ),
            (
                json!({"type": "number"}),
                Some(json!({"x": lost})),
                "/defaults/x",
            ),
        ] {
            let errors = load_with(&object(&x), Some(&fixed), defaults.as_ref(), None)
                .err()
                .unwrap_or_default();
            assert!(
                errors.iter().any(|error| error.pointer == at),
                "{x}: {errors:?}"
            );
        }
        let told = json!({"type": "object", "oneOf": [
            {"properties": {"k": {"const": lost}, "a": {"type": "string"}}, "required": ["k"]},
            {"properties": {"k": {"const": 1}, "b": {"type": "string"}}, "required": ["k"]}]});
        let errors = load(&told, None).err().unwrap_or_default();
        assert!(
            errors
                .iter()
                .any(|error| error.pointer == "/schema/oneOf/0/properties/k/const"),
            "{errors:?}"
        );
    }
    // A value that is not in all lists is not an option, and limits are never sent.
    let limits = json!({"type": "number", "maximum": 1e300, "enum": [1, 0.5, 1e300], "allOf": [{"enum": [1, 0.5]}]});
    let form = load(&object(&limits), None).unwrap();
    assert_eq!(form.accept(json!({"x": 0.5})), Ok(json!({"x": 0.5})));
}
