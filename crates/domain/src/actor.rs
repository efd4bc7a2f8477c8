//! Who acts.

use crate::{Person, PersonId};
use std::collections::BTreeSet;

/// Whoever gives a command. That they are who they say, and may stand in for whom they say, has been established before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Portico itself, such as the job that closes what was resolved long ago.
    System,
    /// Somebody who is signed in.
    Person {
        /// Who it is.
        person: Person,
        /// Whom they stand in for, such as an approver on leave.
        on_behalf_of: Option<Person>,
        /// The ids of the teams that they work in.
        teams: BTreeSet<String>,
    },
}

impl Actor {
    /// Somebody who acts for themselves and works in no team.
    #[must_use]
    pub fn person(person: Person) -> Self {
        Self::Person {
            person,
            on_behalf_of: None,
            teams: BTreeSet::new(),
        }
    }

    /// Who acts; `None` for the system.
    #[must_use]
    pub fn who(&self) -> Option<&Person> {
        match self {
            Self::System => None,
            Self::Person { person, .. } => Some(person),
        }
    }

    /// Whom the actor stands in for.
    #[must_use]
    pub fn on_behalf_of(&self) -> Option<&Person> {
        match self {
            Self::System => None,
            Self::Person { on_behalf_of, .. } => on_behalf_of.as_ref(),
        }
    }

    /// In whose name it is done: the person stood in for, or else the one who acts.
    #[must_use]
    pub fn principal(&self) -> Option<&Person> {
        self.on_behalf_of().or_else(|| self.who())
    }

    /// Whether this person acts, or is the one acted for.
    pub(crate) fn involves(&self, id: &PersonId) -> bool {
        let people = self.who().into_iter().chain(self.on_behalf_of());
        people.into_iter().any(|person| person.id == *id)
    }

    /// Whether the actor works in a team.
    pub(crate) fn works_in(&self, team: &str) -> bool {
        matches!(self, Self::Person { teams, .. } if teams.contains(team))
    }
}
