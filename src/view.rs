//! Views: what a screen shows, as plain values that become elements of the document.
//!
//! Leptos keeps the signals, owners and effects; its own views are not used, because they have a type for every shape,
//! and their machinery is compiled for each of them. A [`View`] has one type: mounting and updating are compiled once.
//!
//! A view that changes is made again as a whole and compared with what is in the document: elements with the same name
//! and the same attributes stay, and only values that differ are written.

mod element;
mod mounted;
mod value;

pub(crate) use element::Element;
pub(crate) use mounted::{Mount, mount};
pub(crate) use portico_view_macro::view;
pub(crate) use value::{IntoValue, Value};

use leptos::prelude::{Get, RwSignal};
use std::borrow::Cow;
use std::rc::Rc;

/// A part of a screen.
pub(crate) enum View {
    Empty,
    Text(Cow<'static, str>),
    Element(Element),
    Many(Vec<View>),
    /// A part that is made again whenever a signal that it has read changes.
    Live(Rc<dyn Fn() -> View>),
}

/// What can stand in a view.
pub(crate) trait IntoView {
    fn into_view(self) -> View;
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for Element {
    fn into_view(self) -> View {
        View::Element(self)
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::Empty
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View::Text(self.into())
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        View::Text(self.into())
    }
}

impl IntoView for Cow<'static, str> {
    fn into_view(self) -> View {
        View::Text(self)
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map_or(View::Empty, T::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> View {
        self.into_iter().collect()
    }
}

impl<F: Fn() -> V + 'static, V: IntoView> IntoView for F {
    fn into_view(self) -> View {
        View::Live(Rc::new(move || self().into_view()))
    }
}

impl<T: IntoView + Clone + Send + Sync + 'static> IntoView for RwSignal<T> {
    fn into_view(self) -> View {
        (move || self.get()).into_view()
    }
}

impl<T: IntoView> FromIterator<T> for View {
    fn from_iter<I: IntoIterator<Item = T>>(views: I) -> Self {
        Self::Many(views.into_iter().map(T::into_view).collect())
    }
}
