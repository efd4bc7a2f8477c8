//! The writes after a run.

use super::retry::{self, Verdict};
use super::step_context::StepContext;
use super::{Trigger, report};
use crate::db::{DeadLetter, JobEffect, JobState, LogEntry, RunOutcome};
use jiff::Timestamp;
use std::time::Duration;

/// The work of a run.
pub(super) struct Work {
    pub(super) entries: Vec<LogEntry>,
    /// The dead letter that the single entry was.
    pub(super) letter: Option<DeadLetter>,
}

/// The result of a successful run.
pub(super) fn done(
    trigger: Trigger,
    state: &JobState,
    work: &Work,
    effects: Vec<JobEffect>,
    now: Timestamp,
) -> RunOutcome {
    let now = now.as_millisecond();
    let outcome = RunOutcome {
        effects,
        succeeded_at: Some(now),
        ..RunOutcome::default()
    };
    match (trigger, &work.letter) {
        (Trigger::Every(period), _) => RunOutcome {
            next_at: now.saturating_add(millis(period)),
            ..outcome
        },
        // A dead letter does not affect the job's cursor.
        (Trigger::Log { .. }, Some(letter)) => RunOutcome {
            revived: Some(letter.seq),
            attempt: state.attempt,
            next_at: state.next_at,
            error: state.last_error.clone(),
            ..outcome
        },
        (Trigger::Log { .. }, None) => RunOutcome {
            cursor: work.entries.last().map(|last| last.seq),
            ..outcome
        },
    }
}

/// The result of a failed run.
pub(super) fn failed(
    name: &str,
    state: &JobState,
    work: &Work,
    error: String,
    moment: StepContext,
) -> RunOutcome {
    let now = moment.now.as_millisecond();
    let before = work
        .letter
        .as_ref()
        .map_or(state.attempt, |letter| letter.attempts);
    let attempt = before.saturating_add(1);
    let dead = |entry: &LogEntry| DeadLetter {
        job: name.to_owned(),
        seq: entry.seq,
        subject: format!("{} {}", entry.subject_type, entry.subject_id),
        error: error.clone(),
        at: now,
        attempts: attempt,
        retry: false,
    };
    let first = work.entries.first();
    let verdict = match work.letter {
        Some(_) => Verdict::GiveUp,
        None => retry::after_failure(attempt, work.entries.len(), moment.chance),
    };
    report::failed(name, first, attempt, &error, verdict);
    if let Some(letter) = &work.letter {
        // A dead letter does not affect the job's cursor.
        return RunOutcome {
            revived: Some(letter.seq),
            dead: first.map(dead),
            attempt: state.attempt,
            next_at: state.next_at,
            error: state.last_error.clone(),
            ..RunOutcome::default()
        };
    }
    match verdict {
        Verdict::TryAgain(wait) => RunOutcome {
            attempt,
            next_at: now.saturating_add(millis(wait)),
            error: Some(error),
            ..RunOutcome::default()
        },
        Verdict::GiveUp => RunOutcome {
            cursor: first.map(|first| first.seq),
            dead: first.map(dead),
            error: Some(error),
            ..RunOutcome::default()
        },
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
