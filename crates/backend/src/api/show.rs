//! Recorded requests as the contract shows them.

use crate::http::input::cursor;
use crate::store::{EventPage, EventRecord, Millis, Record, Summary};
use crate::words::Words;
use jiff::Timestamp;
use portico_contract::{
    Action, Answer, Decision, Event, EventKind, Request, RequestSummary, State, StateCategory,
};
use serde_json::Value;
use std::collections::HashSet;

/// A time as the contract writes it.
pub(crate) fn time(at: Millis) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{at:.3}")
}

pub(super) fn state(category: StateCategory, words: Words) -> State {
    State {
        category,
        label: words.state(category),
    }
}

/// A request as a list shows it.
pub(super) fn summary(summary: Summary, words: Words) -> RequestSummary {
    RequestSummary {
        id: summary.id.into(),
        number: summary.number,
        service: summary.service,
        state: state(summary.state, words),
        created_at: time(summary.created_at),
        updated_at: time(summary.updated_at),
        due_at: summary.due_at.map(time),
    }
}

/// A request with its newest events, for somebody who may read it.
pub(super) fn request(record: &Record, newest: &EventPage, words: Words, reader: &str) -> Request {
    let snapshot = &record.snapshot;
    let mut pending: Vec<&str> = snapshot
        .approvals
        .iter()
        .filter(|step| step.decision == Decision::Pending)
        .filter_map(|step| step.person.as_ref())
        .map(|person| person.name.as_str())
        .collect();
    // One person may have to agree in two capacities.
    let mut known = HashSet::new();
    pending.retain(|name| known.insert(*name));
    let approvers = snapshot
        .approvals
        .iter()
        .filter_map(|step| step.person.as_ref());
    let others: Vec<_> = [&snapshot.requester]
        .into_iter()
        .chain(&snapshot.requested_for)
        .chain(&snapshot.watchers)
        .chain(approvers)
        .filter(|person| person.id.as_str() != reader)
        .map(|person| person.name.clone())
        .collect();
    Request {
        id: record.id.as_str().into(),
        number: record.number.clone(),
        service: snapshot.service.clone(),
        state: state(record.state, words),
        created_at: time(record.created_at),
        updated_at: time(record.updated_at),
        due_at: record.due_at.map(time),
        target: Some(snapshot.target.clone()),
        requester: snapshot.requester.clone(),
        requested_for: snapshot.requested_for.clone(),
        watchers: snapshot.watchers.clone(),
        price: snapshot.price.clone(),
        approvals: snapshot.approvals.clone(),
        answers: snapshot.answers.iter().map(answer).collect(),
        events: newest
            .events
            .iter()
            .rev()
            .map(|event| self::event(event, words))
            .collect(),
        earlier_events: earlier(newest),
        next_step: words.next_step(record.state, &pending, &snapshot.provider),
        seen_by: Some(words.seen_by(&others, &snapshot.owner.name, &snapshot.provider)),
        provider: Some(snapshot.provider.clone()),
        actions: if record.state.is_open() && record.user == reader {
            vec![Action::Comment]
        } else {
            Vec::new()
        },
    }
}

/// The cursor of the events from before these.
pub(super) fn earlier(page: &EventPage) -> Option<String> {
    let oldest = page.events.last().filter(|_| page.has_more)?;
    Some(cursor(&oldest.id))
}

/// One thing that happened.
pub(super) fn event(event: &EventRecord, words: Words) -> Event {
    let state = event.state.map(|category| state(category, words));
    let label = match event.kind {
        EventKind::State => state.as_ref().map(|state| state.label.clone()),
        _ => None,
    };
    Event {
        id: event.id.as_str().into(),
        at: time(event.at),
        actor: event.actor.clone(),
        kind: event.kind,
        label,
        body: event.body.clone(),
        state,
    }
}

/// An answer as readers get it: a secret is recorded for those who do the work, and goes back to nobody.
fn answer(answer: &Answer) -> Answer {
    let mut shown = answer.clone();
    if shown.secret {
        shown.value = Value::Null;
        shown.text = Some("••••••••".to_owned());
    }
    shown
}
