//! Audiences: the groups of people that can see a service or an article.

use std::collections::BTreeSet;

/// The role of all employees.
pub const EMPLOYEE: &str = "employee";

/// A group of people that content can refer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Everyone with a role.
    Role(String),
    /// Everyone in a department.
    Department(String),
    /// One person, by id.
    Person(String),
}

impl Group {
    /// The group of all employees.
    #[must_use]
    pub fn employees() -> Self {
        Self::Role(EMPLOYEE.to_owned())
    }
}

/// The groups of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Membership(BTreeSet<Group>);

impl Membership {
    /// The groups of a person with these roles and this department, including the group of just that person.
    pub fn new(
        person: &str,
        roles: impl IntoIterator<Item = String>,
        department: Option<&str>,
    ) -> Self {
        let roles = roles.into_iter().map(Group::Role);
        let department = department.map(|id| Group::Department(id.to_owned()));
        let own = Group::Person(person.to_owned());
        Self(roles.chain(department).chain([own]).collect())
    }

    /// Whether a member of these groups belongs to an audience; `None` is everyone.
    #[must_use]
    pub fn is_in(&self, audience: Option<&[Group]>) -> bool {
        audience.is_none_or(|groups| groups.iter().any(|group| self.0.contains(group)))
    }

    /// The groups that also occur in `named`.
    #[must_use]
    pub fn among(&self, named: &BTreeSet<Group>) -> BTreeSet<Group> {
        self.0.intersection(named).cloned().collect()
    }
}
