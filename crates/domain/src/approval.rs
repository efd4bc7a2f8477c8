//! Approvals: who is asked, how many of them have to agree, and what they said.

pub(crate) mod routing;

use crate::{Millis, Person, PersonId, Reason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names an approval within its request: the first one is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApprovalId(pub u32);

/// In which capacity somebody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Capacity {
    /// As the requester's manager.
    Manager,
    /// As the service's owner.
    Owner,
    /// As themselves.
    Person,
}

/// How many of those who are asked have to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Quorum {
    /// One of them is enough.
    One,
    /// Every one of them.
    All,
}

/// Those who are asked: at least one person, and nobody twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Person>", into = "Vec<Person>")]
pub struct Approvers(Vec<Person>);

impl Approvers {
    /// One person.
    #[must_use]
    pub fn one(person: Person) -> Self {
        Self(vec![person])
    }

    /// These people; `None` where there are none.
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

    /// All of them, in the order in which they were named.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.0.iter()
    }

    /// Whether somebody is one of them.
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

/// An approval that a request needs before work begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredApproval {
    /// In which capacity they are asked.
    pub capacity: Capacity,
    /// How many of them have to agree.
    pub quorum: Quorum,
    /// Who is asked.
    pub approvers: Approvers,
}

/// What an approver said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Yes.
    Approved,
    /// No.
    Rejected,
}

/// What an approver said, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Yes or no.
    pub verdict: Verdict,
    /// When.
    pub at: Millis,
    /// Who said it, if it was not the approver: somebody who stood in for them.
    pub by: Option<Person>,
    /// Why.
    pub reason: Option<Reason>,
}

/// Where an approval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ApprovalState {
    /// Somebody still has to say something.
    Pending,
    /// Enough people have agreed.
    Approved,
    /// Somebody has said no.
    Rejected,
    /// Nobody needs to decide any more: the request was cancelled first.
    Withdrawn,
}

/// An approval of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    required: RequiredApproval,
    decisions: BTreeMap<PersonId, Decision>,
}

impl Approval {
    /// An approval about which nobody has decided.
    #[must_use]
    pub fn new(required: RequiredApproval) -> Self {
        Self {
            required,
            decisions: BTreeMap::new(),
        }
    }

    /// Notes what one of its approvers said. Whoever is not asked changes nothing.
    pub fn record(&mut self, approver: PersonId, decision: Decision) {
        if self.required.approvers.contains(&approver) {
            self.decisions.insert(approver, decision);
        }
    }

    /// What it asks for.
    #[must_use]
    pub fn required(&self) -> &RequiredApproval {
        &self.required
    }

    /// Each approver with what they said so far.
    pub fn decisions(&self) -> impl Iterator<Item = (&Person, Option<&Decision>)> {
        let approvers = self.required.approvers.iter();
        approvers.map(|person| (person, self.decisions.get(&person.id)))
    }

    /// What one of the approvers said.
    #[must_use]
    pub fn decision(&self, approver: &PersonId) -> Option<&Decision> {
        self.decisions.get(approver)
    }

    /// The verdict, once there is one: a single no settles it, and so do as many yeses as it needs.
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
