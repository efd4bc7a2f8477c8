//! Approvals: the approvers, the quorum and the decisions.

pub(crate) mod routing;

use crate::{Millis, Person, PersonId, Reason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The number of an approval within its request, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApprovalId(pub u32);

/// The capacity in which someone approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Capacity {
    /// As the requester's manager.
    Manager,
    /// As the owner of the service.
    Owner,
    /// As a person named by the service.
    Person,
}

/// How many of the approvers have to approve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Quorum {
    /// One approver is enough.
    One,
    /// All approvers.
    All,
}

/// A non-empty list of approvers without duplicates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Person>", into = "Vec<Person>")]
pub struct Approvers(Vec<Person>);

impl Approvers {
    /// A single approver.
    #[must_use]
    pub fn one(person: Person) -> Self {
        Self(vec![person])
    }

    /// These people without duplicates; `None` if there are none.
    #[must_use]
    pub fn new(people: impl IntoIterator<Item = Person>) -> Option<Self> {
        let mut approvers: Vec<Person> = Vec::new();
        for person in people {
            if approvers.iter().all(|known| known.id != person.id) {
                approvers.push(person);
            }
        }
        (!approvers.is_empty()).then_some(Self(approvers))
    }

    /// All approvers, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.0.iter()
    }

    /// Whether a person is one of the approvers.
    #[must_use]
    pub fn contains(&self, id: &PersonId) -> bool {
        self.iter().any(|person| person.id == *id)
    }
}

impl TryFrom<Vec<Person>> for Approvers {
    type Error = &'static str;

    fn try_from(people: Vec<Person>) -> Result<Self, Self::Error> {
        Self::new(people).ok_or("an approval has nobody to approve it")
    }
}

impl From<Approvers> for Vec<Person> {
    fn from(approvers: Approvers) -> Self {
        approvers.0
    }
}

/// An approval that a request needs before work starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredApproval {
    /// The capacity in which the approvers are asked.
    pub capacity: Capacity,
    /// How many of them have to approve.
    pub quorum: Quorum,
    /// The approvers.
    pub approvers: Approvers,
}

/// The verdict of an approver, or of an approval as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The request may proceed.
    Approved,
    /// The request is declined.
    Rejected,
}

/// The decision of an approver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// The time of the decision.
    pub at: Millis,
    /// The person who decided on behalf of the approver; `None` if the approver decided.
    pub by: Option<Person>,
    /// The reason, if one was given.
    pub reason: Option<Reason>,
}

/// The state of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ApprovalState {
    /// Decisions are missing.
    Pending,
    /// The quorum has been reached.
    Approved,
    /// An approver has rejected it.
    Rejected,
    /// No decision is needed any more, because the request was cancelled.
    Withdrawn,
}

/// An approval of a request, with the decisions made so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    required: RequiredApproval,
    decisions: BTreeMap<PersonId, Decision>,
}

impl Approval {
    /// Creates an approval without decisions.
    #[must_use]
    pub fn new(required: RequiredApproval) -> Self {
        Self {
            required,
            decisions: BTreeMap::new(),
        }
    }

    /// Records the decision of an approver. A decision of anyone else is ignored.
    pub fn record(&mut self, approver: PersonId, decision: Decision) {
        if self.required.approvers.contains(&approver) {
            self.decisions.insert(approver, decision);
        }
    }

    /// The approvers and the quorum.
    #[must_use]
    pub fn required(&self) -> &RequiredApproval {
        &self.required
    }

    /// Each approver with their decision, if they have made one.
    pub fn decisions(&self) -> impl Iterator<Item = (&Person, Option<&Decision>)> {
        let approvers = self.required.approvers.iter();
        approvers.map(|person| (person, self.decisions.get(&person.id)))
    }

    /// The decision of one approver.
    #[must_use]
    pub fn decision(&self, approver: &PersonId) -> Option<&Decision> {
        self.decisions.get(approver)
    }

    /// The verdict, once there is one: a single rejection decides, and so does a quorum of approvals.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let mut said = self
            .decisions()
            .map(|(_, said)| said.map(|said| said.verdict));
        let rejected = self
            .decisions
            .values()
            .any(|said| said.verdict == Verdict::Rejected);
        let yes = |said: Option<Verdict>| said == Some(Verdict::Approved);
        let approved = match self.required.quorum {
            Quorum::One => said.any(yes),
            Quorum::All => said.all(yes),
        };
        match (rejected, approved) {
            (true, _) => Some(Verdict::Rejected),
            (false, true) => Some(Verdict::Approved),
            (false, false) => None,
        }
    }
}
