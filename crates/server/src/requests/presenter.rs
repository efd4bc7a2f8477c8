//! Recorded requests as the contract shows them.

use crate::db::{EventPage, EventRecord, Record, Summary};
use crate::http::paging::cursor;
use crate::messages::Messages;
use crate::wire::{self, time};
use portico_contract::{
    Answer, ApprovalStep, Decision, Event, EventKind, Request, RequestSummary, State, StateCategory,
};
use portico_domain::{self as domain, Actor, ApprovalState, Verdict, actions};
use serde_json::Value;
use std::collections::HashSet;

pub(crate) fn state(category: StateCategory, words: Messages) -> State {
    State {
        category,
        label: words.state(category),
    }
}

/// A request as a list shows it.
pub(crate) fn summary(summary: Summary, words: Messages) -> RequestSummary {
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
pub(crate) fn request(
    record: &Record,
    newest: &EventPage,
    words: Messages,
    reader: &Actor,
) -> Request {
    let Record {
        request, snapshot, ..
    } = record;
    let asked = || {
        let approvals = request.approvals();
        approvals.flat_map(|(_, approval)| approval.decisions())
    };
    let pending = request
        .approvals()
        .filter(|(_, approval)| request.approval_state(approval) == ApprovalState::Pending)
        .flat_map(|(_, approval)| approval.decisions())
        .filter_map(|(person, said)| said.is_none().then_some(person.name.as_str()));
    let mut pending: Vec<&str> = pending.collect();
    // One person may have to agree in two capacities.
    let mut known = HashSet::new();
    pending.retain(|name| known.insert(*name));
    let people = request.participants().into_iter();
    let others: Vec<_> = people
        .chain(asked().map(|(approver, _)| approver))
        .filter(|person| reader.who().is_none_or(|reader| reader.id != person.id))
        .map(|person| person.name.clone())
        .collect();
    let category = wire::category(request.state());
    Request {
        id: record.id.as_str().into(),
        number: record.number.clone(),
        service: snapshot.service.clone(),
        state: state(category, words),
        created_at: time(request.created_at()),
        updated_at: time(request.updated_at()),
        due_at: record.due_at.map(time),
        target: Some(snapshot.target.clone()),
        requester: wire::person_ref(request.requester()),
        requested_for: request.requested_for().map(wire::person_ref),
        watchers: request.watchers().iter().map(wire::person_ref).collect(),
        price: snapshot.price.clone(),
        approvals: approvals(request),
        answers: snapshot.answers.iter().map(answer).collect(),
        events: newest
            .events
            .iter()
            .rev()
            .map(|event| self::event(event, words))
            .collect(),
        earlier_events: earlier(newest),
        next_step: words.next_step(category, &pending, &snapshot.provider),
        seen_by: Some(words.seen_by(&others, &snapshot.owner.name, &snapshot.provider)),
        provider: Some(snapshot.provider.clone()),
        actions: actions(request, reader)
            .into_iter()
            .filter_map(wire::action)
            .collect(),
    }
}

/// Everybody who is asked, with what they said. Whoever need not say anything any more is left out.
fn approvals(request: &domain::Request) -> Vec<ApprovalStep> {
    let mut steps = Vec::new();
    for (_, approval) in request.approvals() {
        let pending = request.approval_state(approval) == ApprovalState::Pending;
        for (approver, said) in approval.decisions() {
            let decision = match said.map(|said| said.verdict) {
                Some(Verdict::Approved) => Decision::Approved,
                Some(Verdict::Rejected) => Decision::Declined,
                None if pending => Decision::Pending,
                None => continue,
            };
            steps.push(ApprovalStep {
                by: wire::approver(approval.required().capacity),
                person: Some(wire::person_ref(approver)),
                decision,
            });
        }
    }
    steps
}

/// The cursor of the events from before these.
pub(crate) fn earlier(page: &EventPage) -> Option<String> {
    let oldest = page.events.last().filter(|_| page.has_more)?;
    Some(cursor(&oldest.id))
}

/// One thing that happened.
pub(crate) fn event(event: &EventRecord, words: Messages) -> Event {
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
