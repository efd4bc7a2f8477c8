//! The actions that the portal knows: their words, and which of them is the likely next step.

use crate::i18n::{I18n, t};
use portico_contract::{Action, ReasonRule, action};

/// Whether an action needs a form.
pub(super) fn takes_input(action: &Action) -> bool {
    action.reason != ReasonRule::None
        || action.confirm.is_some()
        || matches!(action.id.as_str(), action::RATE | action::ASSIGN)
}

/// Whether an action is the likely next step of those who may take it.
pub(super) fn is_primary(id: &str) -> bool {
    matches!(
        id,
        action::APPROVE
            | action::ANSWER
            | action::TAKE
            | action::START
            | action::RESOLVE
            | action::RATE
    )
}

/// The words on the button of an action.
pub(super) fn label(i18n: I18n, action: &Action) -> String {
    let known = known_label(i18n, &action.id);
    known.or_else(|| action.label.clone()).unwrap_or_default()
}

/// The portal's own words for an action.
pub(super) fn known_label(i18n: I18n, id: &str) -> Option<String> {
    Some(match id {
        action::APPROVE => t!(i18n, "action-approve"),
        action::DECLINE => t!(i18n, "action-decline"),
        action::ANSWER => t!(i18n, "action-answer"),
        action::CLOSE => t!(i18n, "action-close"),
        action::REOPEN => t!(i18n, "action-reopen"),
        action::CANCEL => t!(i18n, "action-cancel"),
        action::RATE => t!(i18n, "action-rate"),
        action::TAKE => t!(i18n, "action-take"),
        action::ASSIGN => t!(i18n, "action-assign"),
        action::START => t!(i18n, "action-start"),
        action::ASK => t!(i18n, "action-ask"),
        action::RESOLVE => t!(i18n, "action-resolve"),
        _ => return None,
    })
}
