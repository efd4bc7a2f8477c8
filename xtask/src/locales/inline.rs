//! Converts Fluent patterns to the portal's format: references are inlined, so that the portal
//! needs no look-ups.
//!
//! A pattern is a string, or a list of parts. A part is a string, `{"var": name}`, `{"num": name}` for `NUMBER($name)`,
//! or `{"select": name, "cases": {case: pattern}, "default": case}`, where a case is a word, a number or a plural
//! category. All other features of Fluent are refused, because the portal does not support them.

use super::parse::{Entries, Located};
use anyhow::{Result, bail};
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::unicode::unescape_unicode_to_string;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The maximum depth of references; a longer chain is a cycle.
const MAX_DEPTH: u8 = 8;

/// Compiles all messages; terms are only ever parts of messages.
pub(super) fn messages(entries: &Entries) -> Result<Map<String, Value>> {
    let mut messages = Map::new();
    let mut faults = Vec::new();
    for (key, located) in entries.iter().filter(|(key, _)| !key.starts_with('-')) {
        match pattern(entries, &located.pattern, 0) {
            Ok(value) => {
                messages.insert(key.clone(), value);
            }
            Err(fault) => faults.push(format!("{}: {key}: {fault}", located.place)),
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(messages)
}

/// Collects the variables of a compiled pattern.
pub(crate) fn variables(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| variables(part, names)),
        Value::Object(part) => {
            names.extend(
                ["var", "num", "select"]
                    .iter()
                    .filter_map(|kind| part.get(*kind)?.as_str().map(str::to_owned)),
            );
            let cases = part.get("cases").and_then(Value::as_object).into_iter();
            cases
                .flat_map(Map::values)
                .for_each(|case| variables(case, names));
        }
        _ => {}
    }
}

fn pattern(entries: &Entries, source: &Pattern<&str>, depth: u8) -> Result<Value> {
    let mut parts = Parts::default();
    for element in &source.elements {
        match element {
            PatternElement::TextElement { value } => parts.text(value),
            PatternElement::Placeable { expression } => {
                placeable(entries, expression, depth, &mut parts)?
            }
        }
    }
    Ok(parts.into_value())
}

fn placeable(
    entries: &Entries,
    expression: &Expression<&str>,
    depth: u8,
    parts: &mut Parts,
) -> Result<()> {
    match expression {
        Expression::Inline(inline) => inline_part(entries, inline, depth, parts),
        Expression::Select { selector, variants } => {
            let name = match selector {
                InlineExpression::VariableReference { id } => id.name,
                InlineExpression::FunctionReference { id, arguments } => {
                    number(id.name, arguments)?
                }
                _ => bail!("only a variable, or NUMBER of a variable, can be a selector."),
            };
            let mut cases = Map::new();
            let mut default = "";
            for variant in variants {
                let (VariantKey::Identifier { name: case }
                | VariantKey::NumberLiteral { value: case }) = variant.key;
                if variant.default {
                    default = case;
                }
                cases.insert(case.to_owned(), pattern(entries, &variant.value, depth)?);
            }
            parts.add(json!({ "select": name, "cases": cases, "default": default }));
            Ok(())
        }
    }
}

fn inline_part(
    entries: &Entries,
    inline: &InlineExpression<&str>,
    depth: u8,
    parts: &mut Parts,
) -> Result<()> {
    let (key, attribute) = match inline {
        InlineExpression::StringLiteral { value } => {
            parts.text(&unescape_unicode_to_string(value));
            return Ok(());
        }
        InlineExpression::NumberLiteral { value } => {
            parts.text(value);
            return Ok(());
        }
        InlineExpression::VariableReference { id } => {
            parts.add(json!({ "var": id.name }));
            return Ok(());
        }
        InlineExpression::FunctionReference { id, arguments } => {
            parts.add(json!({ "num": number(id.name, arguments)? }));
            return Ok(());
        }
        InlineExpression::Placeable { expression } => {
            return placeable(entries, expression, depth, parts);
        }
        InlineExpression::TermReference {
            arguments: Some(_), ..
        } => bail!("terms cannot have arguments here."),
        InlineExpression::TermReference { id, attribute, .. } => {
            (format!("-{}", id.name), attribute)
        }
        InlineExpression::MessageReference { id, attribute } => (id.name.to_owned(), attribute),
    };
    let key = attribute.as_ref().map_or_else(
        || key.clone(),
        |attribute| format!("{key}.{}", attribute.name),
    );
    if depth == MAX_DEPTH {
        bail!("the reference to {key} is circular.");
    }
    let Some(Located {
        pattern: source, ..
    }) = entries.get(&key)
    else {
        bail!("the reference to {key} has no target.")
    };
    parts.append(pattern(entries, source, depth + 1)?);
    Ok(())
}

/// The variable in `NUMBER($name)`.
fn number<'s>(
    function: &str,
    arguments: &fluent_syntax::ast::CallArguments<&'s str>,
) -> Result<&'s str> {
    match (
        function,
        arguments.positional.as_slice(),
        arguments.named.as_slice(),
    ) {
        ("NUMBER", [InlineExpression::VariableReference { id }], []) => Ok(id.name),
        ("NUMBER", ..) => {
            bail!("NUMBER takes one variable and no options; the portal formats numbers.")
        }
        _ => bail!(
            "there is no function {function}; the portal passes dates and prices as formatted texts."
        ),
    }
}

/// Parts in order, with adjacent texts joined.
#[derive(Default)]
struct Parts(Vec<Value>);

impl Parts {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Value::String(last)) => last.push_str(text),
            _ => self.0.push(Value::String(text.to_owned())),
        }
    }

    fn add(&mut self, part: Value) {
        self.0.push(part);
    }

    fn append(&mut self, value: Value) {
        match value {
            Value::String(text) => self.text(&text),
            Value::Array(parts) => parts.into_iter().for_each(|part| self.append(part)),
            part => self.add(part),
        }
    }

    fn into_value(mut self) -> Value {
        match self.0.pop() {
            None => Value::String(String::new()),
            Some(Value::String(text)) if self.0.is_empty() => Value::String(text),
            Some(last) => {
                self.0.push(last);
                Value::Array(self.0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{messages, variables};
    use crate::locales::parse::{Source, entries};
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    fn compile(text: &str) -> Result<Value, String> {
        let sources = [Source {
            file: "x.ftl".to_owned(),
            text: text.to_owned(),
        }];
        let entries = entries(&sources).unwrap();
        messages(&entries)
            .map(|map| map["m"].clone())
            .map_err(|fault| fault.to_string())
    }

    #[test]
    fn patterns() {
        let check = |text: &str, expected: Value| assert_eq!(compile(text), Ok(expected), "{text}");
        check("m = Plain\n", json!("Plain"));
        check(
            "m = Hello { $name }!\n",
            json!(["Hello ", { "var": "name" }, "!"]),
        );
        check("m = { NUMBER($n) }\n", json!([{ "num": "n" }]));
        check("m = A{ \"\\u00A0\" }B { 5 }\n", json!("A\u{a0}B 5"));
        check("-t = Portico\nm = About { -t }.\n", json!("About Portico."));
        check(
            "o = one { $x }\nm = { o } two\n",
            json!(["one ", { "var": "x" }, " two"]),
        );
        check("o = O\n    .hint = H\nm = { o.hint }\n", json!("H"));
        check(
            "m = { $n ->\n    [0] none\n    [one] one\n   *[other] { $n } things\n } left\n",
            json!([
                { "select": "n", "cases": { "0": "none", "one": "one", "other": [{ "var": "n" }, " things"] },
                  "default": "other" },
                " left"
            ]),
        );
    }

    #[test]
    fn what_the_portal_cannot_show_is_refused() {
        let check = |text: &str, fault: &str| {
            assert_eq!(compile(text), Err(format!("x.ftl:1: {fault}")), "{text}")
        };
        check("m = { n }\n", "m: the reference to n has no target.");
        check("m = { m }\n", "m: the reference to m is circular.");
        check(
            "m = { DATETIME($d) }\n",
            "m: there is no function DATETIME; the portal passes dates and prices as formatted texts.",
        );
        check(
            "m = { NUMBER($d, minimumFractionDigits: 2) }\n",
            "m: NUMBER takes one variable and no options; the portal formats numbers.",
        );
        check(
            "m = { -t(case: \"x\") }\n-t = T\n",
            "m: terms cannot have arguments here.",
        );
    }

    #[test]
    fn variables_are_found_in_every_case() {
        let value =
            compile("m = { $n ->\n    [one] { $a }\n   *[other] { NUMBER($b) }\n } { $c }\n")
                .unwrap();
        let mut names = BTreeSet::new();
        variables(&value, &mut names);
        assert_eq!(names.into_iter().collect::<String>(), "abcn");
    }
}
