//! Determines the kind of a field from its schema and options.

use super::field_context::FieldContext;
use super::object_reader::ObjectReader;
use super::shape::Shape;
use super::{FormError, LayoutContext, Loader};
use crate::{BooleanShape, ChoiceShape, ElementKind, FieldKind, NumberShape, TextShape, Widget};
use serde_json::Value;

impl<'a> Loader<'_, 'a> {
    pub(super) fn kind(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        place: &LayoutContext<'a>,
    ) -> Option<FieldKind> {
        let shape = &asked.scope.shape;
        let named = self.schemas.kind(shape);
        let name = asked.portico.text("widget", &mut self.errors);
        let widget = name
            .and_then(Widget::parse)
            .filter(|widget| widget.is_for_field());
        if let (Some(name), None) = (name, widget) {
            // An unknown widget becomes a text field, unless the answer cannot be text.
            if matches!(named, Some("string") | None) {
                let asked = name.to_owned();
                return Some(FieldKind::Unknown { asked });
            }
        }
        let many = named == Some("array");
        let kind = match widget {
            Some(Widget::Fixed) => {
                let value = asked.default.is_some() || shape.get("const").is_some();
                if !value {
                    self.error(asked.at, "a fixed field needs a default");
                }
                Some(FieldKind::Fixed)
            }
            Some(Widget::Person) => self.lookup(asked, Some("people"), many, &place.shape),
            Some(Widget::Lookup) => self.lookup(asked, None, many, &place.shape),
            Some(Widget::File) => Some(self.files(asked, false, many)),
            Some(Widget::Picture) => Some(self.files(asked, true, many)),
            Some(Widget::DateRange) => Some(FieldKind::DateRange),
            None if asked.portico.get("lookup").is_some() => {
                self.lookup(asked, None, many, &place.shape)
            }
            None if asked.portico.get("attachment").is_some() => {
                Some(self.files(asked, false, many))
            }
            // These widgets only determine how the value is entered.
            Some(
                Widget::Text
                | Widget::Lines
                | Widget::Markdown
                | Widget::Masked
                | Widget::Phone
                | Widget::Duration
                | Widget::Switch
                | Widget::Radio
                | Widget::Consent
                | Widget::Select
                | Widget::Combobox
                | Widget::Checkboxes
                | Widget::Tags
                | Widget::Slider
                | Widget::Rating
                | Widget::Table
                | Widget::Heading,
            )
            | None => self.plain(asked, widget, place),
        };
        if let Some(widget) = widget {
            self.suits(asked, widget, kind.as_ref(), named.unwrap_or("string"));
        }
        kind
    }

    /// Reports a widget that is not for fields of this kind and type.
    fn suits(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        widget: Widget,
        kind: Option<&FieldKind>,
        named: &str,
    ) {
        let drawn = match kind {
            Some(FieldKind::Choice { .. } | FieldKind::Alternatives { .. }) => "choice",
            Some(FieldKind::MultiChoice { .. }) => "choices",
            _ => named,
        };
        let fits = widget.used_for();
        if !["any", drawn, named].iter().any(|what| fits.contains(what)) {
            let reason = format!(
                "the widget {:?} is for {}, but this is {drawn}",
                widget.name(),
                fits.join(" or ")
            );
            self.error(asked.portico.at("widget"), reason);
        }
    }

    fn plain(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        widget: Option<Widget>,
        place: &LayoutContext<'a>,
    ) -> Option<FieldKind> {
        let shape = &asked.scope.shape;
        if asked.beside && self.schemas.kind(shape) != Some("array") {
            self.error(asked.at, "a ListWithDetail needs a scope of type array");
            return None;
        }
        if let Some(choices) = self.choices(asked, shape, place) {
            let by = self.narrowed(asked, &choices, place);
            let format = asked.options.text("format", &mut self.errors);
            let searched = asked.options.flag("autocomplete", &mut self.errors);
            let shape = match (widget, format) {
                (Some(Widget::Select), _) => ChoiceShape::Select,
                (Some(Widget::Combobox), _) => ChoiceShape::Combobox,
                (Some(Widget::Radio), _) | (None, Some("radio")) => ChoiceShape::Radio,
                _ if searched => ChoiceShape::Combobox,
                _ => ChoiceShape::Select,
            };
            return Some(FieldKind::Choice { choices, shape, by });
        }
        if let Some(of) = self.of_alternatives(asked) {
            return self.alternatives(asked, widget, place, &of);
        }
        match self.schemas.kind(shape) {
            Some("string") => Some(self.text(asked, widget)),
            Some(name @ ("number" | "integer")) => {
                Some(self.number(asked, widget, place, name == "integer"))
            }
            Some("boolean") => Some(self.boolean(asked, widget, place)),
            Some("array") => self.array(asked, widget, place),
            Some("object") => self.object(asked, place),
            Some(other) => Some(FieldKind::Unknown {
                asked: other.to_owned(),
            }),
            None => Some(FieldKind::Unknown {
                asked: "?".to_owned(),
            }),
        }
    }

    fn text(&mut self, asked: &FieldContext<'_, 'a>, widget: Option<Widget>) -> FieldKind {
        let shape = &asked.scope.shape;
        let option = asked.options.text("format", &mut self.errors);
        let option = option
            .filter(|name| ["date", "time", "date-time", "password"].contains(name))
            .filter(|name| saved_as(name, asked.options, &mut self.errors).is_none());
        let format = shape.text("format");
        let multi = asked.options.flag("multi", &mut self.errors);
        let rows = asked.portico.count("rows", &mut self.errors);
        let lines = TextShape::Lines {
            rows: rows.and_then(|rows| u32::try_from(rows).ok()),
        };
        let text = match (widget, option.or(format)) {
            (Some(Widget::Text), _) => TextShape::Line,
            (Some(Widget::Lines), _) => lines,
            (Some(Widget::Markdown), _) => TextShape::Markdown,
            (Some(Widget::Masked), _) | (None, Some("password")) => TextShape::Masked,
            (Some(Widget::Phone), _) => TextShape::Phone,
            (Some(Widget::Duration), _) => return FieldKind::Duration,
            (None, Some("date")) => return FieldKind::Date,
            (None, Some("time")) => {
                return FieldKind::Time {
                    zoned: format == Some("time"),
                };
            }
            (None, Some("date-time")) => return FieldKind::DateTime,
            (None, Some("duration")) => return FieldKind::Duration,
            (None, Some("email" | "idn-email")) => TextShape::Email,
            (None, Some("uri" | "iri" | "uri-reference" | "iri-reference" | "url")) => {
                TextShape::Url
            }
            _ if multi => lines,
            _ => TextShape::Line,
        };
        let max_length = shape.get("maxLength").and_then(Value::as_u64);
        let restricted = asked.options.flag("restrict", &mut self.errors);
        FieldKind::Text {
            shape: text,
            max_length,
            restrict: max_length.filter(|_| restricted),
            autocomplete: asked.portico.owned("autocomplete", &mut self.errors),
            narrow: asked.options.flag("trim", &mut self.errors),
            suggestions: {
                let given = asked.options.texts("suggestion", &mut self.errors);
                if given.is_empty() {
                    self.schemas.suggested(shape)
                } else {
                    given
                }
            },
        }
    }

    fn number(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        widget: Option<Widget>,
        place: &LayoutContext<'a>,
        integer: bool,
    ) -> FieldKind {
        let shape = &asked.scope.shape;
        let limit = |keyword| shape.get(keyword).and_then(Value::as_f64);
        let (minimum, maximum) = (limit("minimum"), limit("maximum"));
        let bounded = minimum.is_some() && maximum.is_some();
        let slider = asked.options.flag("slider", &mut self.errors);
        let money = asked.portico.get("money").map(|_| {
            let money = asked.portico.inner("money", &mut self.errors);
            money.only(&["currency"], &mut self.errors);
            let currency = money.text("currency", &mut self.errors).unwrap_or_default();
            if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
                self.error(
                    money.at.clone(),
                    "money needs a currency of ISO 4217, such as \"EUR\"",
                );
            }
            currency.to_owned()
        });
        let entered = match (widget, money) {
            (Some(Widget::Slider), _) => {
                if !bounded {
                    self.error(asked.at, "a slider needs minimum and maximum in the schema");
                }
                NumberShape::Slider
            }
            (Some(Widget::Rating), _) => NumberShape::Rating {
                most: rating(shape),
            },
            (_, Some(currency)) => NumberShape::Money { currency },
            _ if slider && bounded => NumberShape::Slider,
            _ => NumberShape::Plain,
        };
        FieldKind::Number {
            integer,
            minimum,
            maximum,
            step: limit("multipleOf"),
            unit: {
                let own = asked.portico.text("unit", &mut self.errors);
                // Whether a number is a quantity must not depend on the language.
                own.and_then(|_| self.words_of(place, "unit", own))
            },
            shape: entered,
        }
    }

    fn boolean(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        widget: Option<Widget>,
        place: &LayoutContext<'a>,
    ) -> FieldKind {
        let toggle = asked.options.flag("toggle", &mut self.errors);
        let format = asked.options.text("format", &mut self.errors);
        let consent = asked
            .scope
            .shape
            .get("const")
            .is_some_and(|value| value == true);
        let shape = match (widget, format) {
            (Some(Widget::Consent), _) => BooleanShape::Consent {
                link: self.link(asked, place),
            },
            (Some(Widget::Switch), _) => BooleanShape::Switch,
            (Some(Widget::Radio), _) | (None, Some("radio")) => BooleanShape::Radios,
            _ if consent => BooleanShape::Consent {
                link: self.link(asked, place),
            },
            _ if toggle => BooleanShape::Switch,
            // An unticked checkbox does not distinguish "no" from no answer, but here an answer is required.
            _ if asked.scope.required && asked.default.is_none() => BooleanShape::Radios,
            _ => BooleanShape::Checkbox,
        };
        FieldKind::Boolean { shape }
    }

    fn object(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        place: &LayoutContext<'a>,
    ) -> Option<FieldKind> {
        let shape = &asked.scope.shape;
        if self.schemas.names(shape).is_empty() && asked.options.get("detail").is_none() {
            // A generated layout omits optional fields of unknown type.
            if asked.at.starts_with("/schema") && !asked.scope.required {
                return None;
            }
            self.error(asked.at, "an object without properties cannot be drawn");
            return None;
        }
        let element = self.detail(asked, shape.clone(), "", place)?;
        if matches!(&element.kind, ElementKind::Vertical(inner) if inner.is_empty()) {
            // A schema that contains nothing but itself has no field at any depth.
            let own = self.counted(shape);
            let mut around = place.within.iter().skip(1);
            let is_inside = around.any(|one| Some(*one) == own);
            if self.repeats_itself && !is_inside {
                self.error(
                    asked.at,
                    "an object without properties of its own cannot be drawn",
                );
            }
            if self.repeats_itself {
                return None;
            }
        }
        Some(FieldKind::Object {
            element: Box::new(element),
        })
    }
}

/// The custom format in which the document stores a date or time, as in JSON Forms; such a field is a text field.
pub(super) fn saved_as<'s>(
    format: &str,
    options: &ObjectReader<'s>,
    errors: &mut Vec<FormError>,
) -> Option<&'s str> {
    let (option, usual) = match format {
        "date" => ("dateSaveFormat", "YYYY-MM-DD"),
        "time" => ("timeSaveFormat", "HH:mm:ss"),
        "date-time" => ("dateTimeSaveFormat", "YYYY-MM-DDTHH:mm"),
        _ => return None,
    };
    let own = options.text(option, errors)?;
    let is_usual = own == usual || format == "date-time" && own.starts_with(usual);
    (!is_usual).then_some(own)
}

/// The highest rating: the schema's maximum if it is from 2 to 10, else 5.
fn rating(shape: &Shape<'_>) -> u32 {
    let most = shape.get("maximum").and_then(Value::as_u64);
    let most = most.and_then(|most| u32::try_from(most).ok());
    most.filter(|most| (2..=10).contains(most)).unwrap_or(5)
}
