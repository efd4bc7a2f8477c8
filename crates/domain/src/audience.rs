//! Audiences: the groups of people that services and articles are meant for.

use std::collections::BTreeSet;

/// The role of everybody who works here.
pub const EMPLOYEE: &str = "employee";

/// A group of people that content can name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Everybody with a role.
    Role(String),
    /// Everybody in a department.
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

/// The groups that somebody belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Membership(BTreeSet<Group>);

impl Membership {
    /// The groups of a person with these roles and this department. Everybody is a group of their own as well.
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

    /// Whether somebody in these groups belongs to an audience; `None` is everybody.
    #[must_use]
    pub fn is_in(&self, audience: Option<&[Group]>) -> bool {
        audience.is_none_or(|groups| groups.iter().any(|group| self.0.contains(group)))
    }

    /// What the groups look like from a narrower point of view: those of them that `named` holds.
    #[must_use]
    pub fn among(&self, named: &BTreeSet<Group>) -> BTreeSet<Group> {
        self.0.intersection(named).cloned().collect()
    }
}
