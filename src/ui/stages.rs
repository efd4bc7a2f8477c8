//! The progress of a request: sent, approved, in progress, done.

use super::{Icon, approver, icon};
use crate::i18n::{I18n, t};
use crate::view::{View, view};
use portico_contract::{Approval, Decision, Request, StateCategory};

/// The status of a stage relative to the request's progress.
#[derive(Clone, Copy, PartialEq)]
enum StageStatus {
    Done,
    Now,
    Later,
    /// The request ended here without being fulfilled.
    Ended,
}

struct Stage {
    status: StageStatus,
    name: String,
    detail: String,
}

/// The stages of a request; `class` determines their layout.
pub(crate) fn stages(i18n: I18n, request: &Request, class: &'static str) -> View {
    let items = all(i18n, request).into_iter().map(|stage| {
        let (class, mark) = match stage.status {
            StageStatus::Done => ("stage stage-done", Some(Icon::Check)),
            StageStatus::Now => ("stage stage-now", None),
            StageStatus::Later => ("stage", None),
            StageStatus::Ended => ("stage stage-off", Some(Icon::X)),
        };
        let said = match stage.status {
            StageStatus::Done => t!(i18n, "stage-done"),
            StageStatus::Now => t!(i18n, "stage-now"),
            StageStatus::Later => t!(i18n, "stage-later"),
            StageStatus::Ended => t!(i18n, "stage-ended"),
        };
        let current = (stage.status == StageStatus::Now).then_some("step");
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
    view! { <ol class=format!("stages {class}") aria-label=t!(i18n, "stages")>{items.collect::<View>()}</ol> }
}

fn all(i18n: I18n, request: &Request) -> Vec<Stage> {
    let state = request.state.category;
    let sent = Stage {
        status: StageStatus::Done,
        name: t!(i18n, "stage-sent"),
        detail: i18n.format().moment(&request.created_at),
    };
    let mut stages = vec![sent];
    stages.extend(approval(i18n, request));
    let is_agreed = stages.iter().all(|stage| stage.status == StageStatus::Done);
    let is_done = matches!(state, StateCategory::Resolved | StateCategory::Closed);
    let is_over = state == StateCategory::Cancelled;
    stages.push(Stage {
        status: match (is_done, is_over) {
            (true, _) => StageStatus::Done,
            (_, true) if is_agreed => StageStatus::Ended,
            (_, true) => StageStatus::Later,
            _ if is_agreed => StageStatus::Now,
            _ => StageStatus::Later,
        },
        name: t!(i18n, "stage-work"),
        detail: request.provider.clone().unwrap_or_default(),
    });
    let due = request.due_at.as_ref().filter(|_| state.is_open());
    stages.push(Stage {
        status: if is_done {
            StageStatus::Done
        } else {
            StageStatus::Later
        },
        name: t!(i18n, "stage-end"),
        detail: match due {
            Some(due) => t!(i18n, "stage-by", time = &i18n.format().due(due)),
            None if is_done => i18n.format().moment(&request.updated_at),
            None => String::new(),
        },
    });
    stages
}

/// All approvals as one stage; `None` if there are none.
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
    let (status, detail) = if is_declined {
        let who = names(Decision::Declined);
        (
            StageStatus::Ended,
            t!(i18n, "approval-declined", who = &who),
        )
    } else if is_agreed {
        let who = names(Decision::Approved);
        (StageStatus::Done, t!(i18n, "approval-approved", who = &who))
    } else if is_over {
        (StageStatus::Ended, String::new())
    } else {
        let waits = request.state.category == StateCategory::WaitingApproval;
        let status = if waits {
            StageStatus::Now
        } else {
            StageStatus::Done
        };
        (status, names(Decision::Pending))
    };
    Some(Stage {
        status,
        name: t!(i18n, "fact-approvals"),
        detail,
    })
}
