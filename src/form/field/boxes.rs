//! Boxes to tick and radio buttons of which several make one answer.

use super::{FieldContext, invalid_while};
use crate::ui;
use leptos::{ev, prelude::*};

/// One of them, with its words.
pub(super) struct Choosable {
    /// Tells it from the others of the field; the first one has the id of the field, where the error summary leads.
    pub key: String,
    pub words: String,
    pub help: Option<String>,
    pub checked: Signal<bool>,
    pub choose: Box<dyn Fn(ev::Event)>,
}

/// All of them, as radio buttons or as boxes.
pub(super) fn view(
    spot: &FieldContext,
    radio: bool,
    invalid: Signal<bool>,
    all: Vec<Choosable>,
) -> AnyView {
    let all = all.into_iter().enumerate().map(|(n, one)| {
        let id = if n == 0 {
            spot.id()
        } else {
            spot.part(&one.key)
        };
        view! {
            <label class="choice">
                <input
                    class="choice-input"
                    type=if radio { "radio" } else { "checkbox" }
                    id=id
                    name=spot.id()
                    disabled=spot.control.read_only
                    aria-invalid=invalid_while(invalid)
                    prop:checked=one.checked
                    on:change=ui::on(one.choose)
                />
                <span class="choice-words">
                    <span>{one.words}</span>
                    {one.help.map(|help| view! { <span class="choice-help">{help}</span> })}
                </span>
            </label>
        }
    });
    view! { <div class="choices">{all.collect_view()}</div> }.into_any()
}
