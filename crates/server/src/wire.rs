//! Conversion of the domain's types to the API's.

use jiff::Timestamp;
use portico_contract::{Approval, Approver, PersonRef, ReasonRule, StateCategory, action};
use portico_domain::{self as domain, Capacity, Millis, Person, Route, State};

/// A time in the contract's format.
pub(crate) fn time(at: Millis) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{at:.3}")
}

pub(crate) fn person_ref(person: &Person) -> PersonRef {
    PersonRef {
        id: person.id.as_str().into(),
        name: person.name.clone(),
    }
}

pub(crate) fn approver(capacity: Capacity) -> Approver {
    match capacity {
        Capacity::Manager => Approver::Manager,
        Capacity::Owner => Approver::Owner,
        Capacity::Person => Approver::Person,
    }
}

/// An approval that a service requires.
pub(crate) fn approval(route: Route) -> Approval {
    Approval {
        by: approver(route.capacity),
        person: route.person.as_ref().map(person_ref),
    }
}

pub(crate) fn category(state: State) -> StateCategory {
    match state {
        State::New => StateCategory::New,
        State::WaitingApproval => StateCategory::WaitingApproval,
        State::InProgress => StateCategory::InProgress,
        State::WaitingUser => StateCategory::WaitingUser,
        State::Resolved => StateCategory::Resolved,
        State::Closed => StateCategory::Closed,
        State::Cancelled => StateCategory::Cancelled,
    }
}

/// The API's actions of a domain action, with the rule for their text.
pub(crate) fn actions(of: domain::Action) -> &'static [(&'static str, ReasonRule)] {
    use ReasonRule::{None, Optional, Required};
    match of {
        domain::Action::Comment => &[(action::COMMENT, None)],
        domain::Action::Approve => &[(action::APPROVE, Optional)],
        domain::Action::Reject => &[(action::DECLINE, Required)],
        domain::Action::Assign => &[(action::TAKE, None), (action::ASSIGN, None)],
        domain::Action::Start => &[(action::START, None)],
        domain::Action::Ask => &[(action::ASK, Required)],
        domain::Action::Answer => &[(action::ANSWER, Required)],
        domain::Action::Resolve => &[(action::RESOLVE, Required)],
        domain::Action::Close => &[(action::CLOSE, None)],
        domain::Action::Reopen => &[(action::REOPEN, Required)],
        domain::Action::Cancel => &[(action::CANCEL, Required)],
        domain::Action::Rate => &[(action::RATE, Optional)],
    }
}
