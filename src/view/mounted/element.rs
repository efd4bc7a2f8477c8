//! Elements in the document, with their values and listeners.

use super::{Mounted, Position, render_effect};
use crate::view::element::{Description, Handler, Listener, Setting, SettingKind};
use crate::view::value::{Datum, Value};
use leptos::prelude::document;
use leptos::reactive::effect::RenderEffect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

const SVG: &str = "http://www.w3.org/2000/svg";

pub(super) struct MountedElement {
    pub(super) node: web_sys::Element,
    tag: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    settings: Vec<MountedSetting>,
    listeners: Vec<Listening>,
    children: Vec<Mounted>,
}

struct MountedSetting {
    kind: SettingKind,
    name: &'static str,
    /// What was written last.
    written: Rc<RefCell<Option<Datum>>>,
    _effect: Option<RenderEffect<()>>,
}

/// A listener, which is removed when it is dropped.
struct Listening {
    event: &'static str,
    is_capture: bool,
    handler: Rc<RefCell<Handler>>,
    target: web_sys::EventTarget,
    callback: Closure<dyn Fn(web_sys::Event)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.event,
            callback,
            self.is_capture,
        );
    }
}

impl MountedElement {
    pub(super) fn new(description: Description, position: &Position) -> Self {
        let Description {
            tag,
            fixed,
            settings,
            listeners,
            children,
        } = description;
        let node = create(tag);
        for (name, value) in fixed {
            let _ = node.set_attribute(name, value);
        }
        let inside = Position::end_of(&node);
        let children = children
            .into_iter()
            .map(|child| Mounted::new(child, &inside))
            .collect();
        // After the children: the value of a list of options is one of them.
        let settings = settings
            .into_iter()
            .map(|setting| MountedSetting::new(setting, &node, None))
            .collect();
        let listeners = listeners
            .into_iter()
            .map(|listener| Listening::new(listener, &node))
            .collect();
        position.insert(&node);
        Self {
            node,
            tag,
            fixed,
            settings,
            listeners,
            children,
        }
    }

    /// Whether a description differs in values alone.
    pub(super) fn fits(&self, description: &Description) -> bool {
        let settings = self.settings.iter().zip(&description.settings);
        let listeners = self.listeners.iter().zip(&description.listeners);
        self.tag == description.tag
            && self.fixed == description.fixed
            && self.children.len() == description.children.len()
            && self.settings.len() == description.settings.len()
            && self.listeners.len() == description.listeners.len()
            && settings
                .into_iter()
                .all(|(one, other)| one.kind == other.kind && one.name == other.name)
            && listeners
                .into_iter()
                .all(|(one, other)| one.event == other.event && one.is_capture == other.is_capture)
    }

    pub(super) fn update(&mut self, description: Description) {
        for (mounted, child) in self.children.iter_mut().zip(description.children) {
            mounted.update(child);
        }
        for (mounted, setting) in self.settings.iter_mut().zip(description.settings) {
            let written = mounted.written.take();
            *mounted = MountedSetting::new(setting, &self.node, written);
        }
        for (listening, listener) in self.listeners.iter().zip(description.listeners) {
            listening.handler.replace(listener.handler);
        }
    }
}

impl MountedSetting {
    /// Sets a value, unless it is an attribute, a class or a style that has it already.
    fn new(setting: Setting, node: &web_sys::Element, written: Option<Datum>) -> Self {
        let Setting { kind, name, value } = setting;
        let written = Rc::new(RefCell::new(written));
        let (node, last) = (node.clone(), written.clone());
        let write = move |datum: Datum| {
            let is_same = last.borrow().as_ref() == Some(&datum);
            let is_absent_at_first = last.borrow().is_none() && datum.is_absent();
            // Readers change properties too, such as the value of a field, so that what was written last says nothing.
            if kind == SettingKind::Property || !(is_same || is_absent_at_first) {
                kind.apply(&node, name, &datum);
            }
            last.replace(Some(datum));
        };
        let effect = match value {
            Value::Fixed(datum) => {
                write(datum);
                None
            }
            Value::Live(read) => Some(render_effect(Box::new(move || write(read())))),
        };
        Self {
            kind,
            name,
            written,
            _effect: effect,
        }
    }
}

impl Listening {
    fn new(listener: Listener, node: &web_sys::Element) -> Self {
        let Listener {
            event,
            is_capture,
            handler,
        } = listener;
        let handler = Rc::new(RefCell::new(handler));
        let current = handler.clone();
        let callback = Closure::<dyn Fn(web_sys::Event)>::new(move |event| {
            let handle = current.borrow().clone();
            handle(event);
        });
        let target: web_sys::EventTarget = node.clone().into();
        let _ = target.add_event_listener_with_callback_and_bool(
            event,
            callback.as_ref().unchecked_ref(),
            is_capture,
        );
        Self {
            event,
            is_capture,
            handler,
            target,
            callback,
        }
    }
}

fn create(tag: &str) -> web_sys::Element {
    let document = document();
    let created = match tag {
        "svg" | "use" => document.create_element_ns(Some(SVG), tag),
        _ => document.create_element(tag),
    };
    #[expect(
        clippy::expect_used,
        reason = "the names of elements are written in the code"
    )]
    created.expect("an element has a valid name")
}
