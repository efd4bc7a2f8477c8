//! The keys of a combobox, according to the APG.

use super::super::choice;
use super::Combobox;
use crate::ui;
use leptos::{ev, prelude::*};
use serde_json::Value;

impl Combobox {
    pub(super) fn key(&self, event: &ev::KeyboardEvent) {
        if ui::is_composing(event) {
            return;
        }
        let options = self.options();
        let open = self.open.get_untracked();
        let last = options.len().saturating_sub(1);
        let active = self.active.get_untracked();
        let fixed = self.field.control.read_only;
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open => {
                event.prevent_default();
                self.show();
            }
            "ArrowDown" if !options.is_empty() => {
                event.prevent_default();
                self.point(active.map_or(0, |at| if at >= last { 0 } else { at + 1 }));
            }
            "ArrowUp" if !options.is_empty() => {
                event.prevent_default();
                self.point(active.map_or(last, |at| at.checked_sub(1).unwrap_or(last)));
            }
            "Enter" if open => {
                event.prevent_default();
                if let Some(option) = active.and_then(|at| options.get(at)) {
                    self.choose(option);
                }
            }
            "Escape" if open => {
                event.prevent_default();
                self.open.set(false);
            }
            "Escape" if !self.many && !fixed => {
                self.text.set(String::new());
                self.field.change(Value::Null);
            }
            "Backspace" if self.many && !fixed && self.text.with_untracked(String::is_empty) => {
                let last = self
                    .field
                    .now()
                    .as_array()
                    .and_then(|items| items.last().cloned());
                if let Some(last) = last {
                    self.field
                        .change(choice::toggled(&self.field.now(), &last, false));
                }
            }
            _ => {}
        }
    }

    fn point(&self, at: usize) {
        self.active.set(Some(at));
        let selector = format!("[id=\"{}-{at}\"]", self.list_id());
        if let Some(option) = self.field.answers.host.find(&selector) {
            let near = web_sys::ScrollIntoViewOptions::new();
            near.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&near);
        }
    }
}
