//! The rules of the service desk: audiences, requests, and what may happen to a request.
//!
//! Nothing here edits a request directly. [`decide()`] takes a request, an actor and a [`Command`], and returns the
//! resulting events or the [`Refusal`] with the violated rule. [`apply`] is the only state transition, so replaying all
//! events of a request yields its current state.
//!
//! Invariant: this crate uses no clock, network, database or randomness.

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
pub use request::{Inconsistent, Parts, Request, RequestKind, State, Submission};
pub use rules::{Role, Rule, actions};
pub use text::{Rating, Reason, RichText};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;
