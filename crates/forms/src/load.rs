//! A JSON Schema becomes fields, or is refused by name.

use crate::{Choice, Field, FormError, Kind, TextFormat};
use regex_lite::Regex;
use serde_json::{Map, Value};

/// Keywords that say something to people and never refuse an answer.
const ANNOTATIONS: [&str; 8] = [
    "title",
    "description",
    "default",
    "examples",
    "$comment",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// The fields of an object schema, in the order of its properties.
pub(crate) fn fields(schema: &Value) -> Result<Vec<Field>, FormError> {
    let at = "/schema";
    let object = schema
        .as_object()
        .ok_or_else(|| FormError::new(at, "the schema must be an object"))?;
    if object.get("type").and_then(Value::as_str) != Some("object") {
        return Err(FormError::new(
            format!("{at}/type"),
            "the answers must be of type object",
        ));
    }
    let known = [
        "type",
        "properties",
        "required",
        "additionalProperties",
        "$schema",
        "$id",
    ];
    refuse_others(object, at, &known)?;
    let required: Vec<&str> = object
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = object
        .get("properties")
        .and_then(Value::as_object)
        .ok_or_else(|| FormError::new(at, "the schema needs properties"))?;
    if let Some(stray) = required
        .iter()
        .find(|name| !properties.contains_key(**name))
    {
        return Err(FormError::new(
            format!("{at}/required"),
            format!("{stray:?} is required but is no property"),
        ));
    }
    properties
        .iter()
        .map(|(name, property)| {
            let at = format!("{at}/properties{}", crate::field::pointer(name));
            Property {
                name,
                at,
                keywords: property.as_object(),
            }
            .field(required.contains(&name.as_str()))
        })
        .collect()
}

fn refuse_others(object: &Map<String, Value>, at: &str, known: &[&str]) -> Result<(), FormError> {
    match object
        .keys()
        .find(|k| !known.contains(&k.as_str()) && !ANNOTATIONS.contains(&k.as_str()))
    {
        None => Ok(()),
        Some(keyword) => Err(FormError::new(
            format!("{at}/{keyword}"),
            format!("the keyword {keyword:?} is not understood here by this version"),
        )),
    }
}

struct Property<'a> {
    name: &'a str,
    at: String,
    keywords: Option<&'a Map<String, Value>>,
}

impl Property<'_> {
    fn field(&self, required: bool) -> Result<Field, FormError> {
        let kind = self.kind()?;
        let example = self
            .get("examples")
            .and_then(|examples| examples.get(0))
            .map(|example| {
                example
                    .as_str()
                    .map_or_else(|| example.to_string(), str::to_owned)
            });
        Ok(Field {
            name: self.name.to_owned(),
            label: self.text("title").unwrap_or_else(|| self.name.to_owned()),
            help: self.text("description"),
            example,
            why: None,
            required: required || matches!(kind, Kind::Boolean { consent: true }),
            default: self.get("default").cloned(),
            kind,
        })
    }

    fn kind(&self) -> Result<Kind, FormError> {
        match self.get("type").and_then(Value::as_str) {
            Some("string") if self.get("oneOf").or_else(|| self.get("enum")).is_some() => {
                self.known(&["type", "oneOf", "enum"])?;
                Ok(Kind::Choice {
                    choices: self.choices()?,
                    radio: false,
                })
            }
            Some("string") => self.string(),
            Some(number @ ("number" | "integer")) => {
                self.known(&[
                    "type",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                ])?;
                Ok(Kind::Number {
                    integer: number == "integer",
                    minimum: self.number("minimum")?,
                    maximum: self.number("maximum")?,
                    exclusive_minimum: self.number("exclusiveMinimum")?,
                    exclusive_maximum: self.number("exclusiveMaximum")?,
                    multiple_of: self.number("multipleOf")?.filter(|step| *step > 0.0),
                })
            }
            Some("boolean") => {
                self.known(&["type", "const"])?;
                match self.get("const") {
                    None => Ok(Kind::Boolean { consent: false }),
                    Some(Value::Bool(true)) => Ok(Kind::Boolean { consent: true }),
                    Some(_) => Err(self.refuse("const", "only `const: true` is understood here")),
                }
            }
            Some(other) => Err(self.refuse(
                "type",
                &format!("the type {other:?} is not drawn by this version"),
            )),
            None => Err(FormError::new(self.at.clone(), "a property needs one type")),
        }
    }

    fn string(&self) -> Result<Kind, FormError> {
        let format = match self
            .get("format")
            .map(|format| format.as_str().unwrap_or_default())
        {
            None => TextFormat::Plain,
            Some("email") => TextFormat::Email,
            Some("uri") => TextFormat::Uri,
            Some("date") => {
                self.known(&["type", "format"])?;
                return Ok(Kind::Date);
            }
            Some(other) => {
                return Err(self.refuse(
                    "format",
                    &format!("the format {other:?} is not drawn by this version"),
                ));
            }
        };
        self.known(&["type", "format", "minLength", "maxLength", "pattern"])?;
        let pattern = match self.get("pattern").and_then(Value::as_str) {
            None => None,
            Some(pattern) => Some(Regex::new(pattern).map_err(|error| {
                self.refuse(
                    "pattern",
                    &format!("{pattern:?} is not a pattern that both sides understand: {error}"),
                )
            })?),
        };
        Ok(Kind::Text {
            multi: false,
            format,
            min_length: self.length("minLength")?,
            max_length: self.length("maxLength")?,
            pattern,
        })
    }

    fn choices(&self) -> Result<Vec<Choice>, FormError> {
        let refused = |keyword| self.refuse(keyword, "a choice needs texts");
        let choices: Vec<Choice> = if let Some(list) = self.get("oneOf") {
            let list = list.as_array().ok_or_else(|| refused("oneOf"))?;
            list.iter()
                .map(|choice| {
                    let value = choice
                        .get("const")
                        .and_then(Value::as_str)
                        .ok_or_else(|| refused("oneOf"))?;
                    let title = choice.get("title").and_then(Value::as_str).unwrap_or(value);
                    Ok(Choice {
                        value: value.to_owned(),
                        title: title.to_owned(),
                    })
                })
                .collect::<Result<_, FormError>>()?
        } else {
            let list = self
                .get("enum")
                .and_then(Value::as_array)
                .ok_or_else(|| refused("enum"))?;
            list.iter()
                .map(|value| {
                    let value = value.as_str().ok_or_else(|| refused("enum"))?;
                    Ok(Choice {
                        value: value.to_owned(),
                        title: value.to_owned(),
                    })
                })
                .collect::<Result<_, FormError>>()?
        };
        if choices.is_empty() {
            Err(refused("oneOf"))
        } else {
            Ok(choices)
        }
    }

    fn get(&self, keyword: &str) -> Option<&Value> {
        self.keywords?.get(keyword)
    }

    fn text(&self, keyword: &str) -> Option<String> {
        self.get(keyword)?.as_str().map(str::to_owned)
    }

    fn number(&self, keyword: &str) -> Result<Option<f64>, FormError> {
        self.get(keyword)
            .map(|value| {
                value
                    .as_f64()
                    .ok_or_else(|| self.refuse(keyword, "must be a number"))
            })
            .transpose()
    }

    fn length(&self, keyword: &str) -> Result<Option<u64>, FormError> {
        self.get(keyword)
            .map(|value| {
                value
                    .as_u64()
                    .ok_or_else(|| self.refuse(keyword, "must be a whole number from 0"))
            })
            .transpose()
    }

    fn known(&self, keywords: &[&str]) -> Result<(), FormError> {
        self.keywords
            .map_or(Ok(()), |object| refuse_others(object, &self.at, keywords))
    }

    fn refuse(&self, keyword: &str, reason: &str) -> FormError {
        FormError::new(format!("{}/{keyword}", self.at), reason)
    }
}
