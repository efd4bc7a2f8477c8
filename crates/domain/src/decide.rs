//! Decides on commands: returns the resulting events or a refusal.

use crate::rules::{check, check_approval};
use crate::{
    Action, Actor, Change, Command, Event, Millis, Person, Reason, Refusal, Request, Submission,
};

/// Creates the first event of a new request.
///
/// # Errors
/// [`Refusal::OwnRequest`] if the requester would have to approve it.
pub fn submit(
    submission: Submission,
    number: String,
    actor: &Actor,
    now: Millis,
) -> Result<Event, Refusal> {
    let requester = &submission.requester.id;
    let mut approvals = submission.approvals.iter();
    if approvals.any(|approval| approval.approvers.contains(requester)) {
        return Err(Refusal::OwnRequest);
    }
    let after = Request::new(&submission, now).state();
    let on_behalf_of = actor
        .on_behalf_of()
        .or(submission.requested_for.as_ref())
        .cloned();
    let submission = Box::new(submission);
    Ok(Event {
        at: now,
        actor: actor.who().cloned(),
        on_behalf_of,
        reason: None,
        before: None,
        after,
        change: Change::Submitted { number, submission },
    })
}

/// Decides on a command, and returns the resulting events in order; there is at least one.
///
/// # Errors
/// The violated rule. The request is unchanged then.
pub fn decide(
    request: &Request,
    actor: &Actor,
    command: Command,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let action = command.action();
    check(request, actor, action)?;
    let (change, reason) = match command {
        Command::Comment { body } => (Change::Commented { body }, None),
        Command::Approve { approval, reason } => {
            let approver = check_approval(request, actor, action, approval)?.id.clone();
            (Change::Approved { approval, approver }, reason)
        }
        Command::Reject { approval, reason } => {
            let approver = check_approval(request, actor, action, approval)?.id.clone();
            (Change::Rejected { approval, approver }, Some(reason))
        }
        Command::Assign { to } => (assign(request, to)?, None),
        Command::Start => (Change::Started, None),
        Command::Ask { question } => (Change::Asked { question }, None),
        Command::Answer { body } => (Change::Answered { body }, None),
        Command::Resolve { reason } => (Change::Resolved, Some(reason)),
        Command::Close => (Change::Closed, None),
        Command::Reopen { reason } => (Change::Reopened, Some(reason)),
        Command::Cancel { reason } => (Change::Cancelled, Some(reason)),
        Command::Rate { rating, reason } => {
            let from = request.rating();
            if from == Some(rating) && reason.is_none() {
                return Err(Refusal::Unchanged(action));
            }
            (Change::Rated { from, to: rating }, reason)
        }
    };
    let mut events = Events {
        actor,
        now,
        request: request.clone(),
        events: Vec::new(),
    };
    // Starting an unassigned request also assigns it to whoever starts it.
    if let (Change::Started, None, Some(person)) = (&change, request.assignee(), actor.who()) {
        events.add(assign(request, person.clone())?, None);
    }
    events.add(change, reason);
    Ok(events.events)
}

fn assign(request: &Request, to: Person) -> Result<Change, Refusal> {
    let from = request.assignee().cloned();
    if from.as_ref().is_some_and(|from| from.id == to.id) {
        return Err(Refusal::Unchanged(Action::Assign));
    }
    Ok(Change::Assigned { from, to })
}

/// The events of one command, and the request after the last of them.
struct Events<'a> {
    actor: &'a Actor,
    now: Millis,
    request: Request,
    events: Vec<Event>,
}

impl Events<'_> {
    fn add(&mut self, change: Change, reason: Option<Reason>) {
        let before = self.request.state();
        let mut event = Event {
            at: self.now,
            actor: self.actor.who().cloned(),
            on_behalf_of: self.actor.on_behalf_of().cloned(),
            reason,
            before: Some(before),
            after: before,
            change,
        };
        self.request = self.request.clone().after(&event);
        event.after = self.request.state();
        self.events.push(event);
    }
}
