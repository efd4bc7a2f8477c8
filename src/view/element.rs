//! An element of a view, with its attributes, listeners and children.

use super::value::Datum;
use super::{IntoValue, IntoView, Value, View};
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// A handler of an event.
pub(super) type Handler = Rc<dyn Fn(web_sys::Event)>;

/// An element that is not in the document yet. One word, so that the calls that describe it move little.
pub(crate) struct Element(pub(super) Box<Description>);

pub(super) struct Description {
    pub(super) tag: &'static str,
    /// Attributes that never change.
    pub(super) fixed: &'static [(&'static str, &'static str)],
    pub(super) settings: Vec<Setting>,
    pub(super) listeners: Vec<Listener>,
    pub(super) children: Vec<View>,
}

pub(super) struct Listener {
    pub(super) event: &'static str,
    /// Whether it hears of an event before the listeners of the elements inside.
    pub(super) is_capture: bool,
    pub(super) handler: Handler,
}

/// A value that an element gets.
pub(super) struct Setting {
    pub(super) kind: SettingKind,
    pub(super) name: &'static str,
    pub(super) value: Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SettingKind {
    Attribute,
    Class,
    Property,
    Style,
}

impl Element {
    pub(crate) fn new(tag: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Self {
        Self(Box::new(Description {
            tag,
            fixed,
            settings: Vec::new(),
            listeners: Vec::new(),
            children: Vec::new(),
        }))
    }

    pub(crate) fn attribute(self, name: &'static str, value: impl IntoValue) -> Self {
        self.set(SettingKind::Attribute, name, value.into_value())
    }

    pub(crate) fn class(self, name: &'static str, value: impl IntoValue) -> Self {
        self.set(SettingKind::Class, name, value.into_value())
    }

    pub(crate) fn property(self, name: &'static str, value: impl IntoValue) -> Self {
        self.set(SettingKind::Property, name, value.into_value())
    }

    pub(crate) fn style(self, name: &'static str, value: impl IntoValue) -> Self {
        self.set(SettingKind::Style, name, value.into_value())
    }

    pub(crate) fn on<E: JsCast + 'static>(
        self,
        event: &'static str,
        handle: impl Fn(E) + 'static,
    ) -> Self {
        self.listen(event, false, handler(handle))
    }

    pub(crate) fn on_capture<E: JsCast + 'static>(
        self,
        event: &'static str,
        handle: impl Fn(E) + 'static,
    ) -> Self {
        self.listen(event, true, handler(handle))
    }

    pub(crate) fn child(self, child: impl IntoView) -> Self {
        self.append(child.into_view())
    }

    fn set(mut self, kind: SettingKind, name: &'static str, value: Value) -> Self {
        self.0.settings.push(Setting { kind, name, value });
        self
    }

    fn listen(mut self, event: &'static str, is_capture: bool, handler: Handler) -> Self {
        self.0.listeners.push(Listener {
            event,
            is_capture,
            handler,
        });
        self
    }

    fn append(mut self, child: View) -> Self {
        self.0.children.push(child);
        self
    }
}

fn handler<E: JsCast + 'static>(handle: impl Fn(E) + 'static) -> Handler {
    Rc::new(move |event| handle(event.unchecked_into()))
}

impl SettingKind {
    /// Writes a value to the element.
    pub(super) fn apply(self, element: &web_sys::Element, name: &str, value: &Datum) {
        match (self, value) {
            (Self::Attribute, Datum::Text(text)) => drop(element.set_attribute(name, text)),
            (Self::Attribute, Datum::Flag(true)) => drop(element.set_attribute(name, "")),
            (Self::Attribute, _) => drop(element.remove_attribute(name)),
            (Self::Class, Datum::Flag(true)) => drop(element.class_list().add_1(name)),
            (Self::Class, _) => drop(element.class_list().remove_1(name)),
            (Self::Property, value) => {
                let value = match value {
                    Datum::None => wasm_bindgen::JsValue::UNDEFINED,
                    Datum::Flag(flag) => (*flag).into(),
                    Datum::Text(text) => text.as_ref().into(),
                };
                let _ = js_sys::Reflect::set(element, &name.into(), &value);
            }
            (Self::Style, value) => {
                let own = element.unchecked_ref::<web_sys::HtmlElement>().style();
                let _ = match value {
                    Datum::Text(text) => own.set_property(name, text),
                    _ => own.remove_property(name).map(drop),
                };
            }
        }
    }
}
