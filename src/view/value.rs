//! The values of attributes, properties, classes and styles.

use leptos::prelude::{Get, Memo, RwSignal, Signal};
use std::borrow::Cow;
use std::rc::Rc;

/// A value, or how to find out what it is now.
#[derive(Clone)]
pub(crate) enum Value {
    Fixed(Datum),
    /// Called again whenever a signal that it has read changes.
    Live(Rc<dyn Fn() -> Datum>),
}

/// A value as the document takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Datum {
    None,
    Flag(bool),
    Text(Cow<'static, str>),
}

impl Datum {
    /// Whether an attribute or a class is left out.
    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::None | Self::Flag(false))
    }
}

/// What a view can set.
pub(crate) trait IntoValue {
    fn into_value(self) -> Value;
}

/// What a view can set, known now.
pub(crate) trait IntoDatum {
    fn into_datum(self) -> Datum;
}

impl IntoDatum for String {
    fn into_datum(self) -> Datum {
        Datum::Text(self.into())
    }
}

impl IntoDatum for &'static str {
    fn into_datum(self) -> Datum {
        Datum::Text(self.into())
    }
}

impl IntoDatum for Cow<'static, str> {
    fn into_datum(self) -> Datum {
        Datum::Text(self)
    }
}

impl IntoDatum for bool {
    fn into_datum(self) -> Datum {
        Datum::Flag(self)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl IntoDatum for $number {
            fn into_datum(self) -> Datum {
                Datum::Text(self.to_string().into())
            }
        })*
    };
}

numbers!(u32, u64, usize);

impl<T: IntoDatum> IntoDatum for Option<T> {
    fn into_datum(self) -> Datum {
        self.map_or(Datum::None, T::into_datum)
    }
}

macro_rules! fixed {
    ($($type:ty),*) => {
        $(impl IntoValue for $type {
            fn into_value(self) -> Value {
                Value::Fixed(self.into_datum())
            }
        })*
    };
}

fixed!(
    String,
    &'static str,
    Cow<'static, str>,
    bool,
    u32,
    u64,
    usize
);

impl<T: IntoDatum> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        Value::Fixed(self.into_datum())
    }
}

impl<F: Fn() -> T + 'static, T: IntoDatum> IntoValue for F {
    fn into_value(self) -> Value {
        Value::Live(Rc::new(move || self().into_datum()))
    }
}

macro_rules! signals {
    ($($signal:ident),*) => {
        $(impl<T: IntoDatum + Clone + Send + Sync + 'static> IntoValue for $signal<T> {
            fn into_value(self) -> Value {
                (move || self.get()).into_value()
            }
        })*
    };
}

signals!(Memo, RwSignal, Signal);
