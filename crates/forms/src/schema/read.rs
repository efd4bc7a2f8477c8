//! Parses and checks the values of keywords without subschemas.

use serde_json::{Map, Number, Value};

use super::{
    equal::has_duplicates,
    node::Keyword,
    number::{count, is_positive},
    rule::Types,
};
use crate::format::Format;

/// The names of the only supported dialect, which is also the default.
const DIALECTS: [&str; 3] = [
    "https://json-schema.org/draft/2020-12/schema",
    // The newest dialect, whichever that is.
    "https://json-schema.org/schema",
    "http://json-schema.org/schema",
];
/// The prefix of the names of its vocabularies.
const VOCABULARIES: &str = "https://json-schema.org/draft/2020-12/vocab/";
const KNOWN_VOCABULARIES: [&str; 8] = [
    "core",
    "applicator",
    "unevaluated",
    "validation",
    "meta-data",
    "format-annotation",
    "format-assertion",
    "content",
];

/// What is wrong with the value of a keyword; the caller knows its location.
pub(super) type Reason = String;

/// Parses a keyword that has neither subschemas nor patterns. `None` if it does not constrain values.
pub(super) fn keyword(
    name: &str,
    value: &Value,
    assert_format: bool,
) -> Result<Option<Keyword>, Reason> {
    Ok(Some(match name {
        "type" => Keyword::Type(types(value)?),
        "enum" => Keyword::Enum(list(value)?.clone()),
        "const" => Keyword::Const(value.clone()),
        "multipleOf" => Keyword::MultipleOf(step(value)?),
        "maximum" => Keyword::Maximum(number(value)?),
        "exclusiveMaximum" => Keyword::ExclusiveMaximum(number(value)?),
        "minimum" => Keyword::Minimum(number(value)?),
        "exclusiveMinimum" => Keyword::ExclusiveMinimum(number(value)?),
        "maxLength" => Keyword::MaxLength(size(value)?),
        "minLength" => Keyword::MinLength(size(value)?),
        "format" => {
            let format = Format::of(text(value)?).filter(|_| assert_format);
            return Ok(format.map(Keyword::Format));
        }
        "maxItems" => Keyword::MaxItems(size(value)?),
        "minItems" => Keyword::MinItems(size(value)?),
        "uniqueItems" => return Ok(flag(value)?.then_some(Keyword::UniqueItems)),
        "maxProperties" => Keyword::MaxProperties(size(value)?),
        "minProperties" => Keyword::MinProperties(size(value)?),
        "required" => Keyword::Required(names(value)?),
        "dependentRequired" => {
            let members = members(value)?;
            let read = |(name, value): (&String, _)| Ok((name.clone(), names(value)?));
            Keyword::DependentRequired(members.iter().map(read).collect::<Result<_, Reason>>()?)
        }
        "title" | "description" | "$comment" | "contentMediaType" | "contentEncoding" => {
            return text(value).map(|_| None);
        }
        "examples" => return list(value).map(|_| None),
        "readOnly" | "writeOnly" | "deprecated" => return flag(value).map(|_| None),
        "$schema" => match text(value)? {
            name if DIALECTS.contains(&name.strip_suffix('#').unwrap_or(name)) => return Ok(None),
            name => return Err(format!("the dialect {name} is not supported")),
        },
        "$vocabulary" => {
            let unknown = |(name, required): &(&String, &Value)| {
                let short = name.strip_prefix(VOCABULARIES).unwrap_or_default();
                required.as_bool() == Some(true) && !KNOWN_VOCABULARIES.contains(&short)
            };
            return match members(value)?.iter().find(unknown) {
                Some((name, _)) => Err(format!("the vocabulary {name} is not supported")),
                None => Ok(None),
            };
        }
        _ => return Ok(None),
    }))
}

pub(super) fn text(value: &Value) -> Result<&str, Reason> {
    value
        .as_str()
        .ok_or_else(|| "this must be a string".to_owned())
}

fn flag(value: &Value) -> Result<bool, Reason> {
    value
        .as_bool()
        .ok_or_else(|| "this must be true or false".to_owned())
}

/// A non-negative integer. Values beyond `u64` saturate.
pub(super) fn size(value: &Value) -> Result<u64, Reason> {
    let size = value.as_number().and_then(count);
    size.ok_or_else(|| "this must be an integer of 0 or more".to_owned())
}

pub(super) fn list(value: &Value) -> Result<&Vec<Value>, Reason> {
    value
        .as_array()
        .ok_or_else(|| "this must be a list".to_owned())
}

pub(super) fn members(value: &Value) -> Result<&Map<String, Value>, Reason> {
    value
        .as_object()
        .ok_or_else(|| "this must be an object".to_owned())
}

fn number(value: &Value) -> Result<Number, Reason> {
    let number = value.as_number().cloned();
    number.ok_or_else(|| "this must be a number".to_owned())
}

fn step(value: &Value) -> Result<Number, Reason> {
    let step = value.as_number().filter(|number| is_positive(number));
    step.cloned()
        .ok_or_else(|| "this must be a number greater than 0".to_owned())
}

/// Distinct names.
pub(super) fn names(value: &Value) -> Result<Vec<String>, Reason> {
    let list = list(value)?;
    let name = |name| text(name).map(str::to_owned);
    let names = list.iter().map(name).collect::<Result<_, _>>()?;
    once(list)?;
    Ok(names)
}

fn once(list: &[Value]) -> Result<(), Reason> {
    if has_duplicates(list) {
        return Err("the entries of this list must be unique".to_owned());
    }
    Ok(())
}

fn types(value: &Value) -> Result<Types, Reason> {
    let named = |value: &Value| {
        let name = text(value)?;
        Types::named(name).ok_or_else(|| format!("there is no type {name}"))
    };
    match value {
        Value::Array(list) if list.is_empty() => Err("this list must not be empty".to_owned()),
        Value::Array(list) => {
            once(list)?;
            list.iter().try_fold(Types::default(), |types, value| {
                Ok(types.with(named(value)?))
            })
        }
        value => named(value),
    }
}
