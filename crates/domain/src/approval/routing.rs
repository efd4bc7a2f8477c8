//! Determines the approvers of a request from the rules of the service and the requester.

use super::Capacity;
use crate::Person;

/// An approval rule of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApproverRule {
    /// The requester's manager approves.
    Manager,
    /// The owner of the service approves.
    Owner,
    /// A named person approves.
    Person(Person),
}

/// An approver and their capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The capacity in which the person approves.
    pub capacity: Capacity,
    /// The approver; `None` for the manager of a requester who has not signed in yet.
    pub person: Option<Person>,
}

/// The approvers, in order, of a request by `requester`, which is `None` if nobody is signed in.
///
/// If the requester has no known manager, the owner approves instead. Nobody approves their own request: their manager
/// approves it, and without a manager that approval is dropped. Each person is asked only once.
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
