//! The signed-in user, and their membership in the content's audiences.

use crate::content::{self, Approver, Audience, Content, Service, Text, text};
use crate::db::{RequestReader, UserRecord};
use crate::messages::Messages;
use portico_contract::Ordering;
use portico_domain::{Actor, ApproverRule, EMPLOYEE, Group, Membership, Person, Route, route};
use std::collections::BTreeSet;

/// A signed-in user.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: String,
    /// The ID of their entry in people.yaml.
    pub(crate) entry: Option<String>,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) title: Option<Text>,
    pub(crate) department: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) manager: Option<String>,
    /// The user's membership in audiences.
    pub(crate) membership: Membership,
    /// The teams whose requests the user works on.
    pub(crate) teams: BTreeSet<String>,
}

impl User {
    /// A user as described in people.yaml, or, if it does not list them, by their sign-in: an
    /// employee without a department. The roles in people.yaml are complete; the groups of a
    /// sign-in apply only to users whom it does not list.
    pub(crate) fn of(record: &UserRecord, content: &Content, groups: Vec<String>) -> Self {
        match entry(record, content) {
            Some(person) => Self::listed(person),
            None => Self::external(record, content, groups),
        }
    }

    fn listed(person: &content::Person) -> Self {
        let department = person.department.value.clone();
        let (id, roles) = (&person.id.value, person.roles.clone());
        Self {
            membership: Membership::new(id, roles, Some(&department)),
            id: person.user_id.clone(),
            entry: Some(person.id.value.clone()),
            name: person.name.clone(),
            email: Some(person.email.value.clone()),
            title: person.title.clone(),
            department: Some(department),
            location: person.location.clone(),
            manager: person.manager.as_ref().map(|manager| manager.value.clone()),
            teams: person.teams.iter().map(|team| team.value.clone()).collect(),
        }
    }

    fn external(record: &UserRecord, content: &Content, groups: Vec<String>) -> Self {
        let teams = &content.organisation.teams;
        let is_team = |group: &&String| teams.contains_key(*group);
        let teams = groups.iter().filter(is_team).cloned().collect();
        let roles = groups.into_iter().chain([EMPLOYEE.to_owned()]);
        Self {
            membership: Membership::new(&record.id, roles, None),
            id: record.id.clone(),
            entry: None,
            name: record.name.clone(),
            email: record.email.clone(),
            title: None,
            department: None,
            location: None,
            manager: None,
            teams,
        }
    }

    pub(crate) fn person(&self) -> Person {
        Person {
            id: self.id.as_str().into(),
            name: self.name.clone(),
        }
    }

    /// The user as the domain's actor.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Person {
            person: self.person(),
            on_behalf_of: None,
            teams: self.teams.clone(),
        }
    }

    /// The user as a reader of requests.
    pub(crate) fn reader(&self) -> RequestReader {
        RequestReader {
            user: self.id.clone(),
            teams: self.teams.iter().cloned().collect(),
        }
    }
}

/// The members of a team, in the order of people.yaml.
pub(crate) fn members<'a>(
    content: &'a Content,
    team: &'a str,
) -> impl Iterator<Item = Person> + 'a {
    let is_member =
        move |person: &&content::Person| person.teams.iter().any(|own| own.value == team);
    let members = content.people.values().filter(is_member);
    members.map(|person| Person {
        id: person.user_id.as_str().into(),
        name: person.name.clone(),
    })
}

/// The entry in people.yaml that describes a user.
pub(super) fn entry<'a>(record: &UserRecord, content: &'a Content) -> Option<&'a content::Person> {
    let person = content.people.get(record.person.as_ref()?)?;
    (person.user_id == record.id).then_some(person)
}

impl Audience {
    /// Whether a user may see an object. Any restriction hides it from signed-out visitors.
    pub(crate) fn sees(&self, user: Option<&User>) -> bool {
        match user {
            Some(user) => user.membership.is_in(self.see.as_deref()),
            None => self.see.is_none(),
        }
    }

    /// Whether a user may order a service; for a signed-out visitor, whether any employee may.
    fn orders(&self, user: Option<&User>) -> bool {
        match (&self.order, user) {
            (order, Some(user)) => user.membership.is_in(order.as_deref()),
            (Some(order), None) => order.contains(&Group::employees()),
            (None, None) => true,
        }
    }
}

/// Whether a user may order a service, and if not, the reason and an alternative.
pub(crate) fn ordering(
    service: &Service,
    user: Option<&User>,
    language: &str,
    default: &str,
) -> Ordering {
    let sign_in = user.is_none();
    if service.audience.orders(user) {
        return Ordering {
            allowed: true,
            sign_in,
            why: None,
            ask: None,
        };
    }
    let say = |words: &Option<Text>| {
        words
            .as_ref()
            .map(|t| text(t, language, default).to_owned())
    };
    let why = say(&service.audience.why).unwrap_or_else(|| Messages::of(language).not_orderable());
    Ordering {
        allowed: false,
        sign_in,
        why: Some(why),
        ask: say(&service.audience.ask),
    }
}

/// The required approvals if this user orders the service, in order.
pub(crate) fn approvals(content: &Content, service: &Service, user: Option<&User>) -> Vec<Route> {
    let person = |id: &str| {
        let person = content.people.get(id);
        let user = person.map(|person| (person.user_id.as_str(), person.name.as_str()));
        let (id, name) = user.unwrap_or((id, id));
        Person {
            id: id.into(),
            name: name.to_owned(),
        }
    };
    let rules = service.approvals.iter().map(|approver| match approver {
        Approver::Manager => ApproverRule::Manager,
        Approver::Owner => ApproverRule::Owner,
        Approver::Person(id) => ApproverRule::Person(person(id)),
    });
    let requester = user.map(User::person);
    let manager = user.and_then(|user| user.manager.as_deref()).map(person);
    let owner = person(&service.owner.value);
    let rules: Vec<_> = rules.collect();
    route(&rules, requester.as_ref(), manager.as_ref(), &owner)
}
