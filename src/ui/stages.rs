//! How far a request has come: sent, agreed to, worked on, done.

use super::{Icon, approver, icon};
use crate::i18n::{I18n, t};
use leptos::prelude::*;
use portico_contract::{Approval, Decision, Request, StateCategory};

/// Where a stage is, seen from where the request stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Done,
    Now,
    Later,
    /// It ended here without being done.
    Ended,
}

struct Stage {
    place: Place,
    name: String,
    detail: String,
}

/// The stages of a request; `class` says how they lie.
pub(crate) fn stages(i18n: I18n, request: &Request, class: &'static str) -> AnyView {
    let items = all(i18n, request).into_iter().map(|stage| {
        let (class, mark) = match stage.place {
            Place::Done => ("stage stage-done", Some(Icon::Check)),
            Place::Now => ("stage stage-now", None),
            Place::Later => ("stage", None),
            Place::Ended => ("stage stage-off", Some(Icon::X)),
        };
        let said = match stage.place {
            Place::Done => t!(i18n, "stage-done"),
            Place::Now => t!(i18n, "stage-now"),
            Place::Later => t!(i18n, "stage-later"),
            Place::Ended => t!(i18n, "stage-ended"),
        };
        let current = (stage.place == Place::Now).then_some("step");
        view! {
            <li class=class aria-current=current>
                <span class="stage-mark">{mark.map(icon)}</span>
                <span class="stage-text">
                    <span class="stage-name">{stage.name}<span class="visually-hidden">" ("{said}")"</span></span>
                    <span class="stage-detail">{stage.detail}</span>
                </span>
            </li>
        }
    });
    view! { <ol class=format!("stages {class}") aria-label=t!(i18n, "stages")>{items.collect_view()}</ol> }.into_any()
}

fn all(i18n: I18n, request: &Request) -> Vec<Stage> {
    let state = request.state.category;
    let sent = Stage {
        place: Place::Done,
        name: t!(i18n, "stage-sent"),
        detail: i18n.format().moment(&request.created_at),
    };
    let mut stages = vec![sent];
    stages.extend(approval(i18n, request));
    let is_agreed = stages.iter().all(|stage| stage.place == Place::Done);
    let is_done = matches!(state, StateCategory::Resolved | StateCategory::Closed);
    let is_over = state == StateCategory::Cancelled;
    stages.push(Stage {
        place: match (is_done, is_over) {
            (true, _) => Place::Done,
            (_, true) if is_agreed => Place::Ended,
            (_, true) => Place::Later,
            _ if is_agreed => Place::Now,
            _ => Place::Later,
        },
        name: t!(i18n, "stage-work"),
        detail: request.provider.clone().unwrap_or_default(),
    });
    let due = request.due_at.as_ref().filter(|_| state.is_open());
    stages.push(Stage {
        place: if is_done { Place::Done } else { Place::Later },
        name: t!(i18n, "stage-end"),
        detail: match due {
            Some(due) => t!(i18n, "stage-by", time = &i18n.format().due(due)),
            None if is_done => i18n.format().moment(&request.updated_at),
            None => String::new(),
        },
    });
    stages
}

/// All who have to agree, as one stage; none where nobody has to.
fn approval(i18n: I18n, request: &Request) -> Option<Stage> {
    let steps = &request.approvals;
    if steps.is_empty() {
        return None;
    }
    let of = |decision: Decision| steps.iter().filter(move |step| step.decision == decision);
    let names = |decision: Decision| {
        let names = of(decision).map(|step| {
            let (by, person) = (step.by, step.person.clone());
            approver(i18n, &Approval { by, person })
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let is_declined = of(Decision::Declined).next().is_some();
    let is_agreed = of(Decision::Approved).count() == steps.len();
    let is_over = request.state.category == StateCategory::Cancelled;
    let (place, detail) = if is_declined {
        let who = names(Decision::Declined);
        (Place::Ended, t!(i18n, "approval-declined", who = &who))
    } else if is_agreed {
        let who = names(Decision::Approved);
        (Place::Done, t!(i18n, "approval-approved", who = &who))
    } else if is_over {
        (Place::Ended, String::new())
    } else {
        let waits = request.state.category == StateCategory::WaitingApproval;
        let place = if waits { Place::Now } else { Place::Done };
        (place, names(Decision::Pending))
    };
    Some(Stage {
        place,
        name: t!(i18n, "fact-approvals"),
        detail,
    })
}
