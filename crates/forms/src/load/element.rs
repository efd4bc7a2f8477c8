//! Layouts, groups, pages and texts: all elements that are not fields.

use super::object_reader::ObjectReader;
use super::{LayoutContext, Loader, MAX_ELEMENT_DEPTH};
use crate::label::from_name;
use crate::outline::Node;
use crate::{Category, Element, ElementKind, Widget};
use serde_json::Value;

impl<'a> Loader<'_, 'a> {
    /// Reads an element and its descendants.
    pub(super) fn element(
        &mut self,
        ui: &Value,
        at: &str,
        place: &LayoutContext<'a>,
    ) -> Option<Element> {
        if self.is_over() {
            return None;
        }
        if place.depth >= MAX_ELEMENT_DEPTH {
            self.error(
                at,
                format!("elements nest more than {MAX_ELEMENT_DEPTH} deep"),
            );
            return None;
        }
        let Some(kind) = ui.get("type").and_then(Value::as_str) else {
            self.error(
                at,
                "an element is an object with a type, such as \"Control\"",
            );
            return None;
        };
        if matches!(kind, "Control" | "ListWithDetail") {
            return self.control(ui, at, place, kind == "ListWithDetail");
        }
        let id = self.open(ui.get("rule"), at, place);
        let ruled = self.is_ruled(id);
        let kind = self.layout(kind, ui, at, &self.inner_place(ui, place, id));
        self.close(id);
        Some(Element {
            id,
            ruled,
            kind: kind?,
        })
    }

    fn layout(
        &mut self,
        kind: &str,
        ui: &Value,
        at: &str,
        place: &LayoutContext<'a>,
    ) -> Option<ElementKind> {
        let options =
            ObjectReader::new(ui.get("options"), format!("{at}/options"), &mut self.errors);
        let portico = options.inner("portico", &mut self.errors);
        let known: &[&str] = if kind == "Label" { &["widget"] } else { &[] };
        portico.only(known, &mut self.errors);
        match kind {
            "VerticalLayout" => Some(ElementKind::Vertical(self.elements(ui, at, place))),
            "HorizontalLayout" => Some(ElementKind::Horizontal(self.elements(ui, at, place))),
            "Group" => Some(ElementKind::Group {
                label: self.label(ui, "label"),
                elements: self.elements(ui, at, place),
            }),
            "Categorization" => Some(ElementKind::Categorization {
                stepper: options.text("variant", &mut self.errors) == Some("stepper"),
                categories: self.categories(ui, at, place),
            }),
            "Label" => {
                let name = portico.text("widget", &mut self.errors);
                let widget = name.and_then(Widget::parse);
                if name.is_some() && widget != Some(Widget::Heading) {
                    self.error(portico.at("widget"), "a Label can only be a \"heading\"");
                }
                let text = self.label(ui, "text");
                if text.is_none() {
                    self.error(at, "a Label needs a text");
                }
                Some(ElementKind::Label {
                    text: text?,
                    heading: name.is_some(),
                })
            }
            "Category" => {
                self.error(
                    format!("{at}/type"),
                    "a Category must be inside a Categorization",
                );
                None
            }
            other => {
                let reason = format!("the element type {other:?} is not known");
                self.error(format!("{at}/type"), reason);
                None
            }
        }
    }

    fn elements(&mut self, ui: &Value, at: &str, place: &LayoutContext<'a>) -> Vec<Element> {
        let Some(list) = ui.get("elements").and_then(Value::as_array) else {
            self.error(at, "a layout needs a list of elements");
            return Vec::new();
        };
        let numbered = list.iter().enumerate();
        numbered
            .filter_map(|(index, ui)| self.element(ui, &format!("{at}/elements/{index}"), place))
            .collect()
    }

    fn categories(&mut self, ui: &Value, at: &str, place: &LayoutContext<'a>) -> Vec<Category> {
        let list = ui.get("elements").and_then(Value::as_array);
        if list.is_none_or(Vec::is_empty) {
            self.error(
                at,
                "a Categorization needs a list of elements of type Category",
            );
        }
        let mut categories = Vec::new();
        for (index, ui) in list.into_iter().flatten().enumerate() {
            let at = format!("{at}/elements/{index}");
            if place.depth >= MAX_ELEMENT_DEPTH || self.is_over() {
                self.error(
                    at,
                    format!("elements nest more than {MAX_ELEMENT_DEPTH} deep"),
                );
                break;
            }
            let kind = ui.get("type").and_then(Value::as_str).unwrap_or_default();
            if !matches!(kind, "Category" | "Categorization") {
                self.error(at, "a Categorization holds elements of type Category only");
                continue;
            }
            let id = self.open(ui.get("rule"), &at, place);
            let inside = self.inner_place(ui, place, id);
            let label = self.label(ui, "label");
            if label.is_none() {
                self.error(&at, "a Category needs a label");
            }
            // Categorizations may be nested; the inner one is a page with its own pages.
            let elements = if kind == "Category" {
                self.elements(ui, &at, &inside)
            } else {
                let inner = self.open(None, &at, &inside);
                let categories = self.categories(ui, &at, &inside.inside(inner));
                self.close(inner);
                let kind = ElementKind::Categorization {
                    stepper: false,
                    categories,
                };
                vec![Element {
                    id: inner,
                    ruled: false,
                    kind,
                }]
            };
            self.close(id);
            categories.push(Category {
                id,
                ruled: self.is_ruled(id),
                label: label.unwrap_or_default(),
                elements,
            });
        }
        categories
    }

    /// The text of an element that is not a field: by its `i18n` key, else with the text itself as the key, else the
    /// text itself.
    fn label(&self, ui: &Value, member: &str) -> Option<String> {
        let words = ui.get(member).and_then(Value::as_str);
        let key = ui.get("i18n").and_then(Value::as_str);
        let found = match key {
            Some(key) => self.words.get(key, member),
            None => words.and_then(|words| self.words.find(words)),
        };
        let named = || key.map(|key| from_name(key.rsplit('.').next().unwrap_or(key)));
        found.or(words).map(str::to_owned).or_else(named)
    }

    /// The place inside an element. Descendants of a read-only element are read-only.
    fn inner_place(&self, ui: &Value, place: &LayoutContext<'a>, id: u32) -> LayoutContext<'a> {
        let own = ui
            .get("options")
            .and_then(|options| options.get("readonly"));
        LayoutContext {
            read_only: place.read_only || own.is_some_and(|own| own == true),
            ..place.inside(id)
        }
    }

    /// Assigns an id and a rule to an element.
    pub(super) fn open(
        &mut self,
        rule: Option<&Value>,
        at: &str,
        place: &LayoutContext<'a>,
    ) -> u32 {
        let id = u32::try_from(self.outline.nodes.len()).unwrap_or(u32::MAX);
        self.outline.nodes.push(Node {
            parent: place.parent,
            end: id,
            rule: None,
            level: place.level,
            control: None,
            alternative: None,
        });
        if let Some(rule) = rule {
            let read = self.rule(rule, &format!("{at}/rule"), place, id);
            if let Some(node) = self.outline.nodes.last_mut() {
                node.rule = read;
            }
        }
        id
    }

    pub(super) fn is_ruled(&self, id: u32) -> bool {
        self.outline
            .node(id)
            .is_some_and(|node| node.rule.is_some())
    }

    /// Records that all descendants of an element have been read.
    pub(super) fn close(&mut self, id: u32) {
        let end = u32::try_from(self.outline.nodes.len()).unwrap_or(u32::MAX);
        if let Some(node) = self.outline.node_mut(id) {
            node.end = end;
        }
    }
}
