//! Who has to approve, given the rules of a service and whoever asks for it.

use super::Capacity;
use crate::Person;

/// An approval as a service asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApproverRule {
    /// By the requester's manager.
    Manager,
    /// By the service's owner.
    Owner,
    /// By somebody named.
    Person(Person),
}

/// Somebody who is asked, and in which capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// In which capacity.
    pub capacity: Capacity,
    /// Who; `None` for the manager of somebody who is not known yet.
    pub person: Option<Person>,
}

/// Who has to approve, in this order, when `requester` asks; `None` is somebody who is not signed in.
///
/// The owner stands in for a manager whom nobody knows. Nobody approves their own request: their manager does, and where
/// there is none, that approval falls away. The same person is asked once.
#[must_use]
pub fn route(
    rules: &[ApproverRule],
    requester: Option<&Person>,
    manager: Option<&Person>,
    owner: &Person,
) -> Vec<Route> {
    let mut routes: Vec<Route> = Vec::new();
    for rule in rules {
        let (capacity, person) = match (rule, requester, manager) {
            (ApproverRule::Manager, None, _) => (Capacity::Manager, None),
            (ApproverRule::Manager, Some(_), Some(manager)) => (Capacity::Manager, Some(manager)),
            (ApproverRule::Manager, Some(_), None) | (ApproverRule::Owner, ..) => {
                (Capacity::Owner, Some(owner))
            }
            (ApproverRule::Person(person), ..) => (Capacity::Person, Some(person)),
        };
        let is_requester = |person: &Person| requester.is_some_and(|own| own.id == person.id);
        let (capacity, person) = match (person, manager) {
            (Some(person), None) if is_requester(person) => continue,
            (Some(person), Some(manager)) if is_requester(person) => {
                (Capacity::Manager, Some(manager))
            }
            (person, _) => (capacity, person),
        };
        let route = Route {
            capacity,
            person: person.cloned(),
        };
        let asked = |other: &Route| match (&other.person, &route.person) {
            (Some(one), Some(other)) => one.id == other.id,
            (None, None) => other.capacity == route.capacity,
            _ => false,
        };
        if !routes.iter().any(asked) {
            routes.push(route);
        }
    }
    routes
}
