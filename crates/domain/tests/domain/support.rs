//! People, and requests in every state.

use portico_domain::{
    Actor, ApprovalId, Approvers, Capacity, Command, Event, Person, Quorum, Reason, Refusal,
    Request, RequestKind, RequiredApproval, RichText, State, Submission, apply, decide, submit,
};
use serde_json::json;

pub(crate) const TEAM: &str = "desk";

pub(crate) fn person(id: &str) -> Person {
    Person {
        id: id.into(),
        name: id.to_uppercase(),
    }
}

pub(crate) fn actor(id: &str) -> Actor {
    Actor::person(person(id))
}

/// A member of the team that fulfils the request.
pub(crate) fn agent(id: &str) -> Actor {
    Actor::Person {
        person: person(id),
        on_behalf_of: None,
        teams: [TEAM.to_owned()].into(),
    }
}

/// A person who acts on someone else's behalf.
pub(crate) fn deputy(id: &str, principal: &str) -> Actor {
    Actor::Person {
        person: person(id),
        on_behalf_of: Some(person(principal)),
        teams: [].into(),
    }
}

pub(crate) fn reason(text: &str) -> Reason {
    Reason::new(text).unwrap()
}

pub(crate) fn text(text: &str) -> RichText {
    RichText(json!(text))
}

pub(crate) fn approval(quorum: Quorum, approvers: &[&str]) -> RequiredApproval {
    RequiredApproval {
        capacity: Capacity::Person,
        quorum,
        approvers: Approvers::new(approvers.iter().map(|id| person(id))).unwrap(),
    }
}

/// Rita submits it for Finn, and Wim watches.
pub(crate) fn submission(approvals: Vec<RequiredApproval>) -> Submission {
    Submission {
        kind: RequestKind::Request,
        service: "vpn".to_owned(),
        requester: person("rita"),
        requested_for: Some(person("finn")),
        watchers: vec![person("wim")],
        team: Some(TEAM.to_owned()),
        approvals,
        due_at: Some(99),
        details: json!({"answers": ["From home"]}),
    }
}

pub(crate) fn submitted(approvals: Vec<RequiredApproval>) -> Request {
    let event = submit(submission(approvals), "R-1".to_owned(), &actor("rita"), 1).unwrap();
    apply(None, &event).unwrap()
}

/// The request after a command.
pub(crate) fn after(request: &Request, by: &Actor, command: Command) -> Result<Request, Refusal> {
    let events = decide(request, by, command, 2)?;
    assert!(!events.is_empty(), "an accepted command leaves a trace");
    Ok(applied(request, &events))
}

pub(crate) fn applied(request: &Request, events: &[Event]) -> Request {
    let request = Some(request.clone());
    events.iter().fold(request, apply).unwrap()
}

/// A request in this state, with Anna as approver.
pub(crate) fn in_state(state: State) -> Request {
    let waiting = submitted(vec![approval(Quorum::One, &["anna"])]);
    let step = |request: &Request, by: Actor, command| after(request, &by, command).unwrap();
    let approve = Command::Approve {
        approval: ApprovalId(1),
        reason: None,
    };
    let new = step(&waiting, actor("anna"), approve);
    let begun = step(&new, agent("olaf"), Command::Start);
    let question = text("Which one?");
    let cancel = Command::Cancel {
        reason: reason("No longer needed"),
    };
    let resolve = Command::Resolve {
        reason: reason("Done"),
    };
    let request = match state {
        State::WaitingApproval => waiting,
        State::New => new,
        State::InProgress => begun,
        State::WaitingUser => step(&begun, agent("olaf"), Command::Ask { question }),
        State::Resolved => step(&begun, agent("olaf"), resolve),
        State::Closed => step(
            &step(&begun, agent("olaf"), resolve),
            Actor::System,
            Command::Close,
        ),
        State::Cancelled => step(&begun, actor("rita"), cancel),
    };
    assert_eq!(request.state(), state);
    request
}
