//! Permissions: one table that determines both decisions and offered actions.

use crate::{Action, Actor, ApprovalId, Person, Refusal, Request, State};

/// The role of an actor in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The person who submitted it.
    Requester,
    /// The person it is for.
    RequestedFor,
    /// A person who watches it.
    Watcher,
    /// A person who is asked to approve it.
    Approver,
    /// A member of the team that fulfils it.
    Fulfiller,
    /// Portico itself.
    System,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] = [
        Self::Requester,
        Self::RequestedFor,
        Self::Watcher,
        Self::Approver,
        Self::Fulfiller,
        Self::System,
    ];
}

/// The conditions of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The roles that may execute it; any one is enough.
    pub roles: &'static [Role],
    /// The states in which it is possible.
    pub states: &'static [State],
}

impl Action {
    /// The rule for this action.
    #[must_use]
    pub const fn rule(self) -> Rule {
        use Role::{Approver, Fulfiller, RequestedFor, Requester, System};
        use State::{Closed, InProgress, New, Resolved, WaitingApproval, WaitingUser};
        const OPEN: &[State] = &[New, WaitingApproval, InProgress, WaitingUser];
        const WORKABLE: &[State] = &[New, InProgress, WaitingUser];
        const ASKERS: &[Role] = &[Requester, RequestedFor];
        let (roles, states): (&[Role], &[State]) = match self {
            Self::Comment => (&[Requester, Fulfiller], OPEN),
            Self::Approve | Self::Reject => (&[Approver], &[WaitingApproval]),
            Self::Assign | Self::Resolve => (&[Fulfiller], WORKABLE),
            Self::Start => (&[Fulfiller], &[New]),
            Self::Ask => (&[Fulfiller], &[InProgress]),
            Self::Answer => (ASKERS, &[WaitingUser]),
            Self::Close => (&[Requester, RequestedFor, System], &[Resolved]),
            Self::Reopen => (ASKERS, &[Resolved]),
            Self::Cancel => (&[Requester], OPEN),
            Self::Rate => (ASKERS, &[Resolved, Closed]),
        };
        Rule { roles, states }
    }
}

impl Request {
    /// Whether an actor has a role in this request.
    #[must_use]
    pub fn has_role(&self, actor: &Actor, role: Role) -> bool {
        let principal = actor.principal().map(|person| &person.id);
        let Some(id) = principal else {
            return role == Role::System;
        };
        match role {
            Role::Requester => self.is_requester(id),
            Role::RequestedFor => self.requested_for().is_some_and(|own| own.id == *id),
            Role::Watcher => self.watchers().iter().any(|own| own.id == *id),
            Role::Approver => self
                .approvals()
                .any(|(_, approval)| approval.required().approvers.contains(id)),
            Role::Fulfiller => self.team().is_some_and(|team| actor.works_in(team)),
            Role::System => false,
        }
    }
}

/// Checks an action against the table. The role is checked first, so that an actor without permission learns nothing
/// about the state.
pub(crate) fn check(request: &Request, actor: &Actor, action: Action) -> Result<(), Refusal> {
    let rule = action.rule();
    if !rule.roles.iter().any(|role| request.has_role(actor, *role)) {
        return Err(Refusal::Role(action));
    }
    let state = request.state();
    if !rule.states.contains(&state) {
        return Err(Refusal::State(action, state));
    }
    Ok(())
}

/// Whether the actor may decide on an approval. Returns the approver in whose name the actor decides.
pub(crate) fn check_approval<'a>(
    request: &Request,
    actor: &'a Actor,
    action: Action,
    id: ApprovalId,
) -> Result<&'a Person, Refusal> {
    let approval = request.approval(id).ok_or(Refusal::UnknownApproval(id))?;
    // Neither in their own name nor on someone else's behalf.
    if actor.involves(&request.requester().id) {
        return Err(Refusal::OwnRequest);
    }
    let approver = actor
        .principal()
        .filter(|person| approval.required().approvers.contains(&person.id))
        .ok_or(Refusal::Role(action))?;
    if approval.verdict().is_some() {
        return Err(Refusal::Settled(id));
    }
    if approval.decision(&approver.id).is_some() {
        return Err(Refusal::Decided(id));
    }
    Ok(approver)
}

/// The actions that an actor may currently execute on a request.
#[must_use]
pub fn actions(request: &Request, actor: &Actor) -> Vec<Action> {
    let possible = |action: &Action| {
        check(request, actor, *action).is_ok()
            && match action {
                Action::Approve | Action::Reject => request
                    .approvals()
                    .any(|(id, _)| check_approval(request, actor, *action, id).is_ok()),
                _ => true,
            }
    };
    Action::ALL.into_iter().filter(possible).collect()
}
