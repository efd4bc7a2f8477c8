//! The rules of the service desk: who belongs to which audience, what a request is, and what may happen to it.
//!
//! Nothing here edits a request. [`decide`] takes the request, who acts, and a [`Command`], and answers with the events
//! that follow from it or with the [`Refusal`] that names the broken rule. [`apply`] is the only way from one state to
//! the next, so replaying a request's events from the first one on gives the request as it is now.
//!
//! Invariant: the crate knows no clock, no network, no database and no source of chance.

mod actor;
mod approval;
mod audience;
mod command;
mod decide;
mod event;
mod person;
mod refusal;
mod request;
mod rules;
mod text;

pub use actor::Actor;
pub use approval::routing::{ApproverRule, Route, route};
pub use approval::{
    Approval, ApprovalId, ApprovalState, Approvers, Capacity, Decision, Quorum, RequiredApproval,
    Verdict,
};
pub use audience::{EMPLOYEE, Group, Membership};
pub use command::{Action, Command};
pub use decide::{decide, submit};
pub use event::{Change, Event, apply, replay};
pub use person::{Person, PersonId};
pub use refusal::Refusal;
pub use request::{Inconsistent, Kind, Parts, Request, State, Submission};
pub use rules::{Role, Rule, actions};
pub use text::{Rating, Reason, RichText};

/// Milliseconds since 1970 in UTC.
pub type Millis = i64;
