//! Conversion of stored requests to the contract's types.

use super::event_label::event_label;
use super::snapshot;
use crate::db::{self, EventPage, EventRecord, RequestListing, RequestRecord};
use crate::failure::Failure;
use crate::http::ApiError;
use crate::http::paging::cursor;
use crate::messages::Messages;
use crate::richtext;
use crate::wire::{self, time};
use portico_contract::{
    Action, ApprovalStep, Decision, Document, Event, EventKind, Request, RequestSummary, State,
    StateCategory, action,
};
use portico_domain::{self as domain, Actor, ApprovalState, Rating, RichText, Verdict, actions};
use serde::Deserialize;
use std::collections::HashSet;

pub(crate) fn state(category: StateCategory, words: Messages) -> State {
    State {
        category,
        label: words.state(category),
    }
}

/// A request as a list item.
pub(crate) fn summary(summary: RequestListing, words: Messages) -> RequestSummary {
    RequestSummary {
        id: summary.id.into(),
        number: summary.number,
        service: snapshot::shown_service(&summary.service),
        state: state(wire::category(summary.state), words),
        created_at: time(summary.created_at),
        updated_at: time(summary.updated_at),
        due_at: summary.due_at.map(time),
        requester: None,
        assignee: None,
    }
}

/// A request as an item of a list for the people who approve or fulfil it.
pub(crate) fn team_summary(listing: RequestListing, words: Messages) -> RequestSummary {
    let requester = Some(wire::person_ref(&listing.requester));
    let assignee = listing.assignee.as_ref().map(wire::person_ref);
    RequestSummary {
        requester,
        assignee,
        ..summary(listing, words)
    }
}

/// A request with its newest events, for a reader of the request.
pub(crate) fn request(
    record: &RequestRecord,
    newest: &EventPage,
    words: Messages,
    reader: &Actor,
) -> Result<Request, ApiError> {
    let RequestRecord {
        request,
        snapshot: kept,
        ..
    } = record;
    let events = newest.events.iter().rev();
    let events = events.map(|event| self::event(event, words));
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
    // One person may have several approvals.
    let mut known = HashSet::new();
    pending.retain(|name| known.insert(*name));
    let people = request.participants().into_iter();
    let others: Vec<_> = people
        .chain(asked().map(|(approver, _)| approver))
        .filter(|person| reader.who().is_none_or(|reader| reader.id != person.id))
        .map(|person| person.name.clone())
        .collect();
    let category = wire::category(request.state());
    Ok(Request {
        id: record.id.as_str().into(),
        number: record.number.clone(),
        service: snapshot::shown_service(&kept.service),
        state: state(category, words),
        created_at: time(request.created_at()),
        updated_at: time(request.updated_at()),
        due_at: record.due_at.map(time),
        target: Some(snapshot::shown_target(&kept.target)),
        requester: wire::person_ref(request.requester()),
        requested_for: request.requested_for().map(wire::person_ref),
        watchers: request.watchers().iter().map(wire::person_ref).collect(),
        price: kept.price.as_ref().map(snapshot::shown_price),
        approvals: approvals(request),
        answers: kept.answers.iter().map(snapshot::shown_answer).collect(),
        events: events.collect::<Result<_, _>>()?,
        earlier_events: earlier(newest),
        next_step: words.next_step(category, &pending, &kept.provider),
        seen_by: Some(words.seen_by(&others, &kept.owner.name, &kept.provider)),
        provider: Some(kept.provider.clone()),
        assignee: request.assignee().map(wire::person_ref),
        assignable: Vec::new(),
        rating: request.rating().map(Rating::stars),
        actions: actions(request, reader)
            .into_iter()
            .flat_map(wire::actions)
            .map(|(id, reason)| Action {
                id: (*id).to_owned(),
                reason: *reason,
                ..Action::default()
            })
            .filter(|action| !(action.id == action::TAKE && is_assignee(request, reader)))
            .collect(),
    })
}

fn is_assignee(request: &domain::Request, reader: &Actor) -> bool {
    let assignee = request.assignee();
    assignee.is_some_and(|own| reader.who().is_some_and(|reader| reader.id == own.id))
}

/// All approvers with their decisions, except approvers whose decision is no longer needed.
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

/// The cursor of the page before these events.
pub(crate) fn earlier(page: &EventPage) -> Option<String> {
    let oldest = page.events.last().filter(|_| page.has_more)?;
    Some(cursor(&oldest.id))
}

pub(crate) fn event(event: &EventRecord, words: Messages) -> Result<Event, ApiError> {
    let state = event.state.map(|at| state(wire::category(at), words));
    let kind = match event.kind {
        db::EventKind::Created => EventKind::Created,
        db::EventKind::Comment => EventKind::Comment,
        _ if state.is_some() => EventKind::State,
        _ => EventKind::Other,
    };
    let body = match (&event.body, &event.reason) {
        (Some(text), _) => Some(document(text)?),
        (None, Some(reason)) => Some(richtext::typed(reason.as_str(), &words.cut())),
        (None, None) => None,
    };
    Ok(Event {
        id: event.id.as_str().into(),
        at: time(event.at),
        actor: event.actor.as_ref().map(wire::person_ref),
        kind,
        label: event_label(event, words),
        body,
        state,
    })
}

fn document(text: &RichText) -> Result<Document, ApiError> {
    let document = Document::deserialize(&text.0);
    document.map_err(|error| ApiError::internal(Failure::caused_by("a text cannot be read", error)))
}
