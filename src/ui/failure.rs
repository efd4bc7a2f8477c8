//! Failures as text.

use crate::api::Failure;
use crate::clock;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::session::Session;
use portico_contract::Problem;
use portico_delivery::SECOND;

/// The failure in one line.
pub(crate) fn title(i18n: I18n, failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => t!(i18n, "failed-unreachable"),
        Failure::TimedOut => t!(i18n, "failed-timed-out"),
        Failure::Busy { .. } => t!(i18n, "failed-busy"),
        Failure::SignIn => t!(i18n, "failed-sign-in"),
        Failure::NotFound => t!(i18n, "failed-not-found"),
        Failure::Refused(problem) => refusal(i18n, problem),
        Failure::Blocked(status) => {
            t!(i18n, "failed-blocked", status = &status.to_string())
        }
        Failure::Broken => t!(i18n, "failed-broken"),
    }
}

/// The backend's reason for a refusal, if its text is meant for users.
pub(crate) fn refusal(i18n: I18n, problem: &Problem) -> String {
    Failure::reason(problem).unwrap_or_else(|| t!(i18n, "failed-broken"))
}

/// Whether data is safe, and the next step.
pub(super) fn advice(i18n: I18n, failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => t!(i18n, "advice-unreachable"),
        Failure::TimedOut => t!(i18n, "advice-timed-out"),
        Failure::Busy {
            again: Some(again), ..
        } => {
            let left = again.saturating_sub(clock::now());
            match u32::try_from(left.div_ceil(SECOND)) {
                Ok(seconds @ ..=90) => t!(i18n, "advice-busy-in", count = f64::from(seconds)),
                _ => {
                    let time = i18n.format().moment(&clock::written(*again));
                    t!(i18n, "advice-busy-until", time = &time)
                }
            }
        }
        Failure::Busy { .. } => t!(i18n, "advice-busy"),
        Failure::SignIn => t!(i18n, "advice-sign-in"),
        Failure::NotFound => t!(i18n, "advice-not-found"),
        Failure::Refused(problem) if !problem.kind.is_clients() => t!(i18n, "advice-refused"),
        Failure::Blocked(_) => t!(i18n, "advice-blocked"),
        Failure::Refused(_) | Failure::Broken => t!(i18n, "advice-broken"),
    }
}

/// Notifies the host page of a failure.
pub(crate) fn report(i18n: I18n, host: Host, session: Session, failure: &Failure) {
    if *failure == Failure::SignIn {
        // The user is no longer signed in; discovery tells how to sign in again.
        session.refresh();
    }
    host.emit(
        "portico-error",
        &[("kind", failure.kind()), ("message", &title(i18n, failure))],
    );
}
