//! Fields: the controls of a UI schema, and those generated where it has none.

use super::field_context::FieldContext;
use super::kind::saved_as;
use super::object_reader::{ObjectReader, type_of};
use super::portico;
use super::scope::Scope;
use super::shape::{Shape, address};
use super::{LayoutContext, Loader, MAX_CONTROLS, MAX_ELEMENT_DEPTH};
use crate::label::from_name;
use crate::outline::Level;
use crate::{BooleanShape, Control, Element, ElementKind, FieldKind};
use serde_json::{Map, Value};
use std::rc::Rc;
use std::sync::Arc;

/// Stands for a generated control.
pub(super) static NOTHING: Value = Value::Null;

impl<'a> Loader<'_, 'a> {
    /// Reads a control.
    pub(super) fn control(
        &mut self,
        ui: &Value,
        at: &str,
        place: &LayoutContext<'a>,
        beside: bool,
    ) -> Option<Element> {
        let Some(scope) = ui.get("scope").and_then(Value::as_str) else {
            self.error(at, "a control needs a scope, such as \"#/properties/name\"");
            return None;
        };
        match self.schemas.scope(&place.shape, scope) {
            Ok(scope) => self.field(ui, at, place, scope, beside),
            Err(reason) => {
                self.error(format!("{at}/scope"), reason);
                None
            }
        }
    }

    /// JSON Forms' default layout: a control for each property, from top to bottom.
    pub(super) fn generated(&mut self, place: &LayoutContext<'a>) -> Option<Element> {
        let at = place.shape.at().to_owned();
        if place.depth >= MAX_ELEMENT_DEPTH {
            self.is_full = true;
            let reason = format!(
                "elements nest more than {MAX_ELEMENT_DEPTH} deep; a schema that contains itself needs a detail that ends"
            );
            self.error(at, reason);
            return None;
        }
        let id = self.open(None, &at, place);
        let elements = self.members(&place.inside(id));
        self.close(id);
        Some(Element {
            id,
            ruled: false,
            kind: ElementKind::Vertical(elements),
        })
    }

    pub(super) fn field(
        &mut self,
        ui: &Value,
        at: &str,
        place: &LayoutContext<'a>,
        scope: Scope<'a>,
        beside: bool,
    ) -> Option<Element> {
        if !self.has_room(at) || !self.can_be_answered(at, &scope) {
            return None;
        }
        let id = self.open(ui.get("rule"), at, place);
        if ui.get("rule").is_none() {
            self.imply(id, &scope.when, &scope.around, place);
        }
        let options =
            ObjectReader::new(ui.get("options"), format!("{at}/options"), &mut self.errors);
        let portico = options.inner("portico", &mut self.errors);
        portico.only(&portico::KNOWN, &mut self.errors);
        let inside = LayoutContext {
            read_only: place.read_only
                || options.flag("readonly", &mut self.errors)
                || scope.shape.get("readOnly").is_some_and(|own| own == true),
            path: words_path(ui, place, &scope),
            ..place.inside(id)
        };
        let given = self.given(place, &scope);
        let asked = FieldContext {
            scope: &scope,
            options: &options,
            portico: &portico,
            at,
            is_given: given.is_some(),
            default: given.or_else(|| Self::first(&scope)).cloned(),
            id,
            beside,
        };
        let kind = self.kind(&asked, &inside);
        self.close(id);
        let kind = kind?;
        self.fitting(&asked, &kind);
        self.shows_default(&asked, &kind);
        let control = Arc::new(self.described(ui, &asked, &inside, kind));
        if let Some(node) = self.outline.node_mut(id) {
            node.control = Some(control.clone());
        }
        Some(Element {
            id,
            ruled: self.is_ruled(id),
            kind: ElementKind::Control(control),
        })
    }

    /// Whether the schema allows an answer. Reports a field that is required or in the layout and allows none; a
    /// generated layout omits optional ones.
    fn can_be_answered(&mut self, at: &str, scope: &Scope<'a>) -> bool {
        if !scope.shape.is_closed() {
            return true;
        }
        if scope.required || !at.starts_with("/schema") {
            let reason = "the schema allows no answer here, so that there can be no field";
            self.error(at, reason);
        }
        false
    }

    /// The control of a field of a known kind, with its texts and its role.
    fn described(
        &mut self,
        ui: &Value,
        asked: &FieldContext<'_, 'a>,
        inside: &LayoutContext<'a>,
        kind: FieldKind,
    ) -> Control {
        let FieldContext {
            scope,
            options,
            portico,
            ..
        } = *asked;
        Control {
            label: self.control_label(ui, asked.at, inside, scope),
            help: match scope.called {
                // The choice already has the description of the alternative.
                Some(_) => None,
                None => self.words_of(inside, "description", scope.shape.text("description")),
            },
            help_always: options.flag("showUnfocusedDescription", &mut self.errors),
            why: {
                let why = portico.text("why", &mut self.errors);
                self.words_of(inside, "why", why)
            },
            example: {
                let own = portico.text("example", &mut self.errors);
                self.words_of(inside, "example", own)
                    .or_else(|| example(&scope.shape))
            },
            placeholder: {
                let own = options.text("placeholder", &mut self.errors);
                self.words_of(inside, "placeholder", own)
                    .or_else(|| self.written_as(&kind, options))
            },
            messages: self.words.messages(&inside.path),
            required: scope.required && !scope.pointer.is_empty() || is_consent(&kind),
            read_only: inside.read_only,
            role: self.role(portico, &kind, inside.repeats),
            default: asked
                .default
                .clone()
                .or_else(|| first_of(&kind, scope.required)),
            scope: scope.pointer.clone(),
            name: scope.name.clone(),
            kind,
        }
    }

    /// Counts a control. Returns `false` if there are too many.
    pub(super) fn has_room(&mut self, at: &str) -> bool {
        self.controls += 1;
        if self.controls == MAX_CONTROLS + 1 {
            self.is_full = true;
            self.error(at, format!("more than {MAX_CONTROLS} controls"));
        }
        self.controls <= MAX_CONTROLS
    }

    /// The fields of an object or of list items: by the option `detail`, else one per property.
    pub(super) fn detail(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        shape: Shape<'a>,
        opens: &str,
        place: &LayoutContext<'a>,
    ) -> Option<Element> {
        let mut within = place.within.clone();
        if let Some(part) = self.counted(&shape) {
            let times = within.iter().filter(|one| **one == part).count();
            self.repeats_itself |= times > 0;
            if times >= self.nesting.max(1) {
                return None;
            }
            within.push(part);
        }
        let around = self.outline.node(asked.id).map_or(0, |node| node.level);
        let pattern = self.outline.pattern(around, &asked.scope.pointer) + opens;
        let level = Level::new(
            Some((around, asked.id)),
            pattern,
            self.schemas.known(&shape),
        );
        self.outline.levels.push(level);
        let place = LayoutContext {
            shape: Rc::new(shape),
            level: self.outline.levels.len() - 1,
            repeats: place.repeats || !opens.is_empty(),
            within,
            ..place.clone()
        };
        match asked.options.get("detail") {
            Some(detail @ Value::Object(_)) => {
                self.element(detail, &asked.options.at("detail"), &place)
            }
            None => self.item(&place),
            Some(Value::String(word)) if word == "DEFAULT" || word == "GENERATED" => {
                self.item(&place)
            }
            Some(Value::String(word)) => {
                let reason =
                    format!("the detail {word:?} is not supported; give the UI schema itself");
                self.error(asked.options.at("detail"), reason);
                None
            }
            Some(other) => {
                let reason = format!("must be a UI schema, not {}", type_of(other));
                self.error(asked.options.at("detail"), reason);
                None
            }
        }
    }

    /// The identity of a schema, by which rendering it inside itself is detected.
    pub(super) fn counted(&self, shape: &Shape<'a>) -> Option<*const Map<String, Value>> {
        match self.nesting {
            0 => shape.target(),
            _ => shape.first().map(address),
        }
    }

    /// The fields of an object, or the field of an item that is a single value.
    fn item(&mut self, place: &LayoutContext<'a>) -> Option<Element> {
        if self.is_object(&place.shape) {
            return self.generated(place);
        }
        let at = place.shape.at().to_owned();
        let scope = Scope::new(String::new(), "", (*place.shape).clone(), true);
        self.field(&NOTHING, &at, place, scope, false)
    }

    /// Whether answers are objects.
    pub(super) fn is_object(&self, shape: &Shape<'a>) -> bool {
        let kind = self.schemas.kind(shape);
        kind == Some("object") || kind.is_none() && !self.schemas.names(shape).is_empty()
    }

    /// The default in the document for a field.
    fn given(&self, place: &LayoutContext<'a>, scope: &Scope<'a>) -> Option<&'a Value> {
        let given = self.defaults.filter(|_| !place.repeats)?;
        // The default of the whole answer may belong to another alternative.
        let given = given.pointer(&self.outline.pattern(place.level, &scope.pointer));
        given.filter(|_| scope.called.is_none())
    }

    /// The default in the schema. A required field with only one possible value is filled in.
    fn first(scope: &Scope<'a>) -> Option<&'a Value> {
        if scope.called.is_some() {
            let mut own = scope.shape.parts.iter();
            return own.find_map(|(part, _)| part.get("default"));
        }
        let constant = || scope.shape.get("const").filter(|_| scope.required);
        let default = scope.shape.first_value();
        default.or_else(|| constant().filter(|value| !value.is_boolean()))
    }

    fn control_label(
        &mut self,
        ui: &Value,
        at: &str,
        inside: &LayoutContext<'a>,
        scope: &Scope<'a>,
    ) -> Option<String> {
        if let Some(called) = &scope.called {
            return called.clone();
        }
        let (own, shown) = match ui.get("label") {
            None => (None, true),
            Some(Value::String(text)) => (Some(text.as_str()), true),
            Some(Value::Bool(shown)) => (None, *shown),
            Some(described @ Value::Object(_)) => (
                described.get("text").and_then(Value::as_str),
                described.get("show").is_none_or(|shown| shown != false),
            ),
            Some(other) => {
                let reason = format!("must be a text or false, not {}", type_of(other));
                self.error(format!("{at}/label"), reason);
                (None, true)
            }
        };
        if !shown || scope.name.is_empty() && own.is_none() {
            return None;
        }
        let words = self.words_of(inside, "label", own.or_else(|| scope.shape.text("title")));
        words.or_else(|| Some(from_name(&scope.name)))
    }

    /// The format in which a date or time that is typed as text is written.
    fn written_as(&mut self, kind: &FieldKind, options: &ObjectReader<'_>) -> Option<String> {
        let format = options.text("format", &mut self.errors);
        let format = format.filter(|_| matches!(kind, FieldKind::Text { .. }))?;
        saved_as(format, options, &mut self.errors).map(str::to_owned)
    }

    /// The text for a field's key and this name, or else the field's own text.
    pub(super) fn words_of(
        &self,
        inside: &LayoutContext<'a>,
        key: &str,
        own: Option<&str>,
    ) -> Option<String> {
        let found = self.words.get(&inside.path, key);
        found.or(own).map(str::to_owned)
    }
}

/// A switch always displays an answer, so a required one has an initial value.
fn first_of(kind: &FieldKind, required: bool) -> Option<Value> {
    let is_switch = matches!(
        kind,
        FieldKind::Boolean {
            shape: BooleanShape::Switch
        }
    );
    (is_switch && required).then_some(Value::Bool(false))
}

fn is_consent(kind: &FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Boolean {
            shape: BooleanShape::Consent { .. }
        }
    )
}

/// The prefix of the `i18n` keys of a field: its own, or that of its place.
fn words_path(ui: &Value, place: &LayoutContext<'_>, scope: &Scope<'_>) -> String {
    if scope.called.is_some() {
        // An alternative is inside the control that chooses it, which already has the name.
        return place.path.clone();
    }
    let own = ui.get("i18n").and_then(Value::as_str);
    own.or_else(|| scope.shape.text("i18n"))
        .map_or_else(|| path_of(&place.path, &scope.pointer), str::to_owned)
}

/// The prefix of a field's `i18n` keys: the names of the properties on the path, separated by dots.
pub(super) fn path_of(base: &str, pointer: &str) -> String {
    let mut path = base.to_owned();
    for name in crate::pointer::segments(pointer) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&crate::pointer::decode(name));
    }
    path
}

fn example(shape: &Shape<'_>) -> Option<String> {
    let example = shape.get("examples")?.get(0)?;
    crate::choice::key_of(example)
}
