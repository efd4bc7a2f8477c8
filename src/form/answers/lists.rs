//! Changes to a list: its items get other pointers, and everything known about them moves along.

use super::{AnswerError, Answers};
use leptos::prelude::*;
use portico_delivery::upload;
use portico_forms::{FormState, Item, Rule};

/// A change to a list.
#[derive(Clone)]
pub(in crate::form) enum Edit {
    /// A new item is inserted at this index.
    Insert(usize),
    /// A removed item returns to its index.
    PutBack(usize, Item),
    /// The item at this index is removed.
    Remove(usize),
    /// An item moves from one index to another.
    Move { from: usize, to: usize },
}

impl Edit {
    /// The index of an item afterwards; `None` if it was removed.
    fn place(&self, at: usize) -> Option<usize> {
        match *self {
            Self::Insert(new) | Self::PutBack(new, _) => Some(if at >= new { at + 1 } else { at }),
            Self::Remove(gone) if at == gone => None,
            Self::Remove(gone) => Some(if at > gone { at - 1 } else { at }),
            Self::Move { from, to } if at == from => Some(to),
            Self::Move { from, to } if from < at && at <= to => Some(at - 1),
            Self::Move { from, to } if to <= at && at < from => Some(at + 1),
            Self::Move { .. } => Some(at),
        }
    }
}

impl Answers {
    /// Inserts, removes or moves items of a list.
    pub(in crate::form) fn edit_list(self, list: &str, edit: &Edit) {
        let change = self
            .form_state
            .try_update_value(|form_state: &mut FormState| match edit {
                Edit::Insert(at) => form_state.insert(list, *at),
                Edit::PutBack(at, item) => {
                    form_state.put_back(list, *at, self.with_arrived(item.clone()))
                }
                Edit::Remove(at) => form_state.remove(list, *at),
                Edit::Move { from, to } => form_state.shift(list, *from, *to),
            });
        let Some(change) = change else {
            return;
        };
        // The items after the change have other pointers now, and so do their errors.
        let inside = format!("{list}/");
        let moved = |pointer: &str| {
            let Some(rest) = pointer.strip_prefix(&inside) else {
                return Some(pointer.to_owned());
            };
            let (at, rest) = rest
                .find('/')
                .and_then(|end| rest.split_at_checked(end))
                .unwrap_or((rest, ""));
            let place = edit.place(at.parse().ok()?)?;
            Some(format!("{inside}{place}{rest}"))
        };
        self.errors.update(|errors| {
            errors.retain_mut(|(pointer, error)| match moved(pointer) {
                Some(now) => {
                    *pointer = now;
                    // A message about several fields leads to them.
                    if let AnswerError::Rule(
                        Rule::OneOfThese { fields, .. } | Rule::OnlyOneOfThese { fields },
                    ) = error
                    {
                        for field in fields {
                            if let Some(now) = moved(&field.pointer) {
                                field.pointer = now;
                            }
                        }
                    }
                    true
                }
                None => false,
            });
        });
        for (pointer, input) in self.inputs_in(&inside) {
            input.value.set(self.value(&pointer));
            input.note.set(None);
            self.say(&pointer);
        }
        self.input(list).value.set(self.value(list));
        self.read_again();
        self.version(list).update(|version| *version += 1);
        self.took(change);
        self.edited(list);
        self.remove_lost_options();
    }

    /// The removed item, with the new names of its files: an upload that ended meanwhile could not rename them in the
    /// answers.
    fn with_arrived(self, mut item: Item) -> Item {
        for file in self.files.all.get_untracked() {
            let (before, after) = (&file.id, file.name_in_answers());
            if before != after {
                upload::rename(&mut item.value, before, after);
                upload::rename(&mut item.alternatives, before, after);
            }
        }
        item
    }
}
