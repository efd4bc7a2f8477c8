//! Actors: the people or jobs that execute commands.

use crate::{Person, PersonId};
use std::collections::BTreeSet;

/// The user or job that executes a command. Its identity, and the right to act on someone's behalf, have been verified
/// before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Portico itself, for example the job that closes requests some time after they were resolved.
    System,
    /// A signed-in user.
    Person {
        /// The user.
        person: Person,
        /// The person on whose behalf the user acts, for example an approver on leave.
        on_behalf_of: Option<Person>,
        /// The ids of the user's teams.
        teams: BTreeSet<String>,
    },
}

impl Actor {
    /// A user without teams who acts on their own behalf.
    #[must_use]
    pub fn person(person: Person) -> Self {
        Self::Person {
            person,
            on_behalf_of: None,
            teams: BTreeSet::new(),
        }
    }

    /// The user who acts; `None` for the system.
    #[must_use]
    pub fn who(&self) -> Option<&Person> {
        match self {
            Self::System => None,
            Self::Person { person, .. } => Some(person),
        }
    }

    /// The person on whose behalf the user acts.
    #[must_use]
    pub fn on_behalf_of(&self) -> Option<&Person> {
        match self {
            Self::System => None,
            Self::Person { on_behalf_of, .. } => on_behalf_of.as_ref(),
        }
    }

    /// The person in whose name the command is executed: the one on whose behalf the user acts, or else the user.
    #[must_use]
    pub fn principal(&self) -> Option<&Person> {
        self.on_behalf_of().or_else(|| self.who())
    }

    /// Whether this person acts, or someone acts on their behalf.
    pub(crate) fn involves(&self, id: &PersonId) -> bool {
        let people = self.who().into_iter().chain(self.on_behalf_of());
        people.into_iter().any(|person| person.id == *id)
    }

    /// Whether the user is a member of a team.
    pub(crate) fn works_in(&self, team: &str) -> bool {
        matches!(self, Self::Person { teams, .. } if teams.contains(team))
    }
}
