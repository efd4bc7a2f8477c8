//! Effects, tasks and stored values of Leptos, behind one type each.
//!
//! Leptos compiles its machinery again for every type of closure, future and value. Type-erased, all of them share one
//! copy.

use leptos::prelude::{Effect, GetValue, LocalStorage, StoredValue as ArenaValue};
use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;

/// Runs the closure soon, and again whenever a signal that it read changes.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    erased_effect(Box::new(run));
}

fn erased_effect(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

/// Runs a task on this thread.
pub(crate) fn spawn_local(task: impl Future<Output = ()> + 'static) {
    spawn_erased(Box::pin(task));
}

fn spawn_erased(task: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(task);
}

/// A value that lives as long as the reactive owner it was created under. A handle: copying it copies no state.
///
/// If the owner is gone, or the value is being changed further up the stack, methods that start with `try_` return
/// `None`; of the others, those that read panic, and those that write change nothing.
pub(crate) struct StoredValue<T> {
    cell: ArenaValue<Rc<dyn Any>, LocalStorage>,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: 'static> StoredValue<T> {
    /// Stores a value under the current reactive owner.
    pub(crate) fn new(value: T) -> Self {
        Self {
            cell: ArenaValue::new_local(Rc::new(RefCell::new(value))),
            value: PhantomData,
        }
    }

    fn cell(self) -> Option<Rc<RefCell<T>>> {
        self.cell.try_get_value()?.downcast().ok()
    }

    pub(crate) fn try_with_value<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        Some(read(&*self.cell()?.try_borrow().ok()?))
    }

    pub(crate) fn try_update_value<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        Some(change(&mut *self.cell()?.try_borrow_mut().ok()?))
    }

    pub(crate) fn with_value<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&living(self.cell()).borrow())
    }

    pub(crate) fn update_value(self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    pub(crate) fn set_value(self, value: T) {
        self.try_set_value(value);
    }

    /// Returns the value if it cannot be stored.
    pub(crate) fn try_set_value(self, value: T) -> Option<T> {
        let mut value = Some(value);
        self.try_update_value(|stored| {
            if let Some(value) = value.take() {
                *stored = value;
            }
        });
        value
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    pub(crate) fn try_get_value(self) -> Option<T> {
        self.try_with_value(T::clone)
    }

    pub(crate) fn get_value(self) -> T {
        self.with_value(T::clone)
    }
}

#[expect(
    clippy::expect_used,
    reason = "as Leptos does: code that uses a handle after its owner is gone has a bug"
)]
fn living<T>(cell: Option<T>) -> T {
    cell.expect("the owner of a stored value is gone")
}
