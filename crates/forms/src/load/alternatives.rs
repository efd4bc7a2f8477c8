//! Alternatives of `oneOf` and `anyOf`: a choice of one of them, and the fields of each.

use super::branches::{Alternatives, BranchCondition};
use super::field::path_of;
use super::field_context::FieldContext;
use super::scope::Scope;
use super::shape::Shape;
use super::{LayoutContext, Loader};
use crate::choice::key_of;
use crate::label::from_name;
use crate::outline::{AlternativeNode, AlternativesControl};
use crate::pointer::child;
use crate::{Alternative, ChoiceShape, Control, Element, ElementKind, FieldKind, Widget};
use serde_json::{Map, Value};
use std::rc::Rc;
use std::sync::Arc;

/// More alternatives than this are a drop-down list instead of radio buttons.
const MAX_RADIOS: usize = 5;

/// The label and the description of an alternative.
type LabelAndHelp = (Option<String>, Option<String>);

/// The number of fields after which an alternative without a title is named.
const MAX_NAMES: usize = 3;

impl<'a> Loader<'_, 'a> {
    /// The alternatives, if the field as a whole is a choice between them.
    pub(super) fn of_alternatives(
        &mut self,
        asked: &FieldContext<'_, 'a>,
    ) -> Option<Alternatives<'a>> {
        let shape = &asked.scope.shape;
        let mut all = self.schemas.choosable(shape);
        let mut first = (!all.is_empty()).then(|| all.remove(0))?;
        if first.whole {
            if let Some(more) = all.first() {
                let reason = "a value that is a choice of alternatives twice cannot be drawn";
                self.error(more.at.clone(), reason);
            }
            return Some(first);
        }
        // An object that consists only of alternatives is rendered as each of them.
        let is_alone = all.is_empty()
            && shape.names().is_empty()
            && self.schemas.branches(shape).is_empty()
            && asked.options.get("detail").is_none();
        first.whole = true;
        is_alone.then_some(first)
    }

    /// A field that is, as a whole, one of several alternatives.
    pub(super) fn alternatives(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        widget: Option<Widget>,
        place: &LayoutContext<'a>,
        of: &Alternatives<'a>,
    ) -> Option<FieldKind> {
        let format = asked.options.text("format", &mut self.errors);
        let options = Value::Object(asked.options.besides("portico"));
        let ui = Value::Object(Map::from_iter([("options".to_owned(), options)]));
        let place = &LayoutContext {
            told: of.discriminator,
            ..place.clone()
        };
        let mut drawn = Vec::new();
        for (index, own) in &of.each {
            let (label, help) = self.alternative_words(of, own, &place.path);
            let shape = own.clone().beside(&asked.scope.shape);
            let is_object = self.is_object(&shape);
            let mut scope = Scope::new(
                asked.scope.pointer.clone(),
                if is_object { "" } else { &asked.scope.name },
                shape,
                // A user who selects an alternative has to answer it.
                true,
            );
            // The fields of an object have their own labels.
            scope.called = Some(label.clone().filter(|_| !is_object));
            if let Some(element) = self.field(&ui, own.at(), place, scope, false) {
                drawn.push((*index, (label, help), element));
            }
        }
        let shape = match (widget, format) {
            (Some(Widget::Radio), _) | (None, Some("radio")) => ChoiceShape::Radio,
            (Some(Widget::Select | Widget::Combobox), _) => ChoiceShape::Select,
            _ => shape_for(drawn.len()),
        };
        self.chosen_from(asked.id, of, drawn, shape)
    }

    /// A choice between alternatives that add fields to an object.
    pub(super) fn chooser(
        &mut self,
        of: &Alternatives<'a>,
        place: &LayoutContext<'a>,
        when: &[Vec<BranchCondition<'a>>],
    ) -> Option<Element> {
        if !self.has_room(&of.at) {
            return None;
        }
        let id = self.open(None, &of.at, place);
        self.imply(id, when, "", place);
        let inside = place.inside(id);
        let mut drawn = Vec::new();
        for (index, own) in &of.each {
            // Alternatives without fields would otherwise cost nothing, however many there are.
            if !self.has_room(own.at()) {
                return None;
            }
            let element = self.open(None, own.at(), &inside);
            let within = LayoutContext {
                shape: Rc::new(own.clone().beside(&place.shape)),
                told: of.discriminator,
                ..inside.inside(element)
            };
            let elements = self.members(&within);
            self.close(element);
            let words = self.alternative_words(of, own, &place.path);
            let element = Element {
                id: element,
                ruled: false,
                kind: ElementKind::Vertical(elements),
            };
            drawn.push((*index, words, element));
        }
        let shape = shape_for(drawn.len());
        let kind = self.chosen_from(id, of, drawn, shape);
        self.close(id);
        let named = of.discriminator.and_then(|name| {
            let (_, first) = of.each.first()?;
            let shape = self
                .schemas
                .member(&first.clone().beside(&place.shape), name)?
                .shape;
            let words = self
                .words
                .get(&path_of(&place.path, &child("", name)), "label")
                .or_else(|| shape.text("title"));
            Some(words.map_or_else(|| from_name(name), str::to_owned))
        });
        let control = Control {
            label: named,
            required: !of.each.iter().any(|(_, own)| is_empty(own)),
            read_only: place.read_only,
            ..plain(kind?)
        };
        Some(self.with_control(id, control))
    }

    /// Records which element renders which alternative.
    fn chosen_from(
        &mut self,
        id: u32,
        of: &Alternatives<'a>,
        drawn: Vec<(usize, LabelAndHelp, Element)>,
        shape: ChoiceShape,
    ) -> Option<FieldKind> {
        let mut alternatives = Vec::new();
        let mut ways = Vec::new();
        for (index, (label, help), element) in drawn {
            let at = format!("{}/{index}", of.at);
            let part = self
                .schema
                .part(at.strip_prefix("/schema").unwrap_or(&at))?;
            if let Some(node) = self.outline.node_mut(element.id) {
                node.alternative = Some((id, ways.len()));
            }
            let names = self.names_in(id, element.id);
            ways.push(AlternativeNode {
                element: element.id,
                schema: part,
                names,
            });
            alternatives.push(Alternative {
                label,
                help,
                element,
            });
        }
        let at = of.at.clone();
        self.outline
            .choosers
            .push(AlternativesControl { id, at, ways });
        (!alternatives.is_empty()).then_some(FieldKind::Alternatives {
            alternatives,
            shape,
            whole: of.whole,
        })
    }

    /// The hidden constant that identifies the selected alternative and is always sent.
    pub(super) fn told_by(&mut self, name: &str, place: &LayoutContext<'a>) -> Option<Element> {
        let member = self.schemas.member(&place.shape, name)?;
        let value = member.shape.constant()?;
        self.kept(value, || {
            let constant = member.shape.get("const");
            let keyword = constant.map_or("enum", |_| "const");
            member.shape.at_of(keyword)
        });
        let id = self.open(None, member.shape.at(), place);
        self.close(id);
        let control = Control {
            scope: child("", name),
            name: name.to_owned(),
            default: Some(value.clone()),
            ..plain(FieldKind::Fixed)
        };
        Some(self.with_control(id, control))
    }

    /// The members of the control's answer for which an element inside it has fields.
    fn names_in(&self, control: u32, element: u32) -> Vec<String> {
        let Some((node, inside)) = self.outline.node(control).zip(self.outline.node(element))
        else {
            return Vec::new();
        };
        // Either the level of the fields themselves, or that of an object that is the whole answer.
        let inner = self
            .outline
            .range(element, inside.end)
            .filter_map(|(_, one)| {
                let control = one.control.as_deref()?;
                let opened = self
                    .outline
                    .level(one.level)?
                    .around
                    .map(|(_, opener)| opener);
                let is_own =
                    one.level == node.level && inside.control.is_none() || opened == Some(element);
                let name = control.scope.strip_prefix('/').filter(|_| is_own)?;
                let name = name.split('/').next().unwrap_or(name);
                Some(crate::pointer::decode(name).into_owned())
            });
        inner.collect()
    }

    fn with_control(&mut self, id: u32, control: Control) -> Element {
        let control = Arc::new(control);
        if let Some(node) = self.outline.node_mut(id) {
            node.control = Some(control.clone());
        }
        Element {
            id,
            ruled: self.is_ruled(id),
            kind: ElementKind::Control(control),
        }
    }

    /// The label of an alternative (its title, else its identifying constant, else its fields), and its description.
    fn alternative_words(
        &self,
        of: &Alternatives<'a>,
        own: &Shape<'a>,
        path: &str,
    ) -> LabelAndHelp {
        let title = own.text("title");
        let constant = || {
            let member = self.schemas.member(own, of.discriminator?)?;
            key_of(member.shape.constant()?)
        };
        let help = own.text("description");
        let key = title.map(str::to_owned).or_else(constant);
        if let Some(key) = key {
            let (label, told) = self.words_of_choice(path, &[Some(&key)]);
            let label = label.or(title);
            let label = label.map_or_else(|| from_name(&key), str::to_owned);
            return (Some(label), told.or(help).map(str::to_owned));
        }
        let names = self.schemas.names(own).into_iter().take(MAX_NAMES);
        let names = names.map(|name| {
            let member = self.schemas.member(own, name);
            let title = member.and_then(|member| member.shape.text("title"));
            let words = self.words.get(&path_of(path, &child("", name)), "label");
            let words = words.or(title);
            words.map_or_else(|| from_name(name), str::to_owned)
        });
        let names: Vec<String> = names.collect();
        let label = (!names.is_empty()).then(|| names.join(", "));
        (label, help.map(str::to_owned))
    }
}

fn shape_for(count: usize) -> ChoiceShape {
    if count > MAX_RADIOS {
        ChoiceShape::Select
    } else {
        ChoiceShape::Radio
    }
}

/// Whether an alternative requires nothing, so that none has to be selected.
fn is_empty(own: &Shape<'_>) -> bool {
    own.get("required").is_none() && own.get("minProperties").is_none() && own.get("not").is_none()
}

/// A control with only a kind.
fn plain(kind: FieldKind) -> Control {
    Control {
        scope: String::new(),
        name: String::new(),
        label: None,
        help: None,
        help_always: false,
        why: None,
        example: None,
        placeholder: None,
        messages: Vec::new(),
        required: false,
        read_only: false,
        default: None,
        role: None,
        kind,
    }
}
