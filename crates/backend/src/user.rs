//! Whoever is signed in, and what the audiences of content say about them.

use crate::content::{Audience, Content, Person, Service, Text, Who};
use crate::words::Words;
use portico_contract::{Approval, Approver, Ordering, PersonRef};

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) title: Option<Text>,
    pub(crate) department: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) manager: Option<String>,
    pub(crate) roles: Vec<String>,
}

impl User {
    /// Somebody whom people.yaml knows.
    pub(crate) fn known(person: &Person) -> Self {
        Self {
            id: person.id.value.clone(),
            name: person.name.clone(),
            email: Some(person.email.clone()),
            title: person.title.clone(),
            department: Some(person.department.value.clone()),
            location: person.location.clone(),
            manager: person.manager.as_ref().map(|manager| manager.value.clone()),
            roles: person.roles.clone(),
        }
    }

    /// Somebody whom only the sign-in knows: an employee of no department.
    pub(crate) fn stranger(id: String, name: Option<String>, email: Option<String>) -> Self {
        Self {
            name: name.unwrap_or_else(|| id.clone()),
            id,
            email,
            title: None,
            department: None,
            location: None,
            manager: None,
            roles: vec!["employee".to_owned()],
        }
    }

    pub(crate) fn reference(&self) -> PersonRef {
        PersonRef {
            id: self.id.as_str().into(),
            name: self.name.clone(),
        }
    }

    /// Everything that an audience may call this person.
    pub(crate) fn kinds(&self) -> Vec<Who> {
        let roles = self.roles.iter().cloned().map(Who::Role);
        let department = self.department.iter().cloned().map(Who::Department);
        let kinds = roles.chain(department);
        kinds.chain([Who::Person(self.id.clone())]).collect()
    }

    fn is(&self, who: &Who) -> bool {
        match who {
            Who::Role(role) => self.roles.contains(role),
            Who::Department(id) => self.department.as_ref() == Some(id),
            Who::Person(id) => self.id == *id,
        }
    }
}

impl Audience {
    /// Whether somebody may know of it. What is restricted at all is hidden from strangers.
    pub(crate) fn sees(&self, user: Option<&User>) -> bool {
        match (&self.see, user) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(see), Some(user)) => see.iter().any(|who| user.is(who)),
        }
    }

    /// Whether somebody may order it; signed out, whether any employee may.
    fn orders(&self, user: Option<&User>) -> bool {
        match (&self.order, user) {
            (None, _) => true,
            (Some(order), Some(user)) => order.iter().any(|who| user.is(who)),
            (Some(order), None) => order
                .iter()
                .any(|who| *who == Who::Role("employee".to_owned())),
        }
    }
}

/// The words of a text in a language, or else in the default one.
pub(crate) fn text<'a>(text: &'a Text, language: &str, default: &str) -> &'a str {
    let words = text.get(language).or_else(|| text.get(default));
    words.map_or("", |words| words.value.as_str())
}

/// Whether somebody may order a service, and if not, why not and how to get it all the same.
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
    let why = say(&service.audience.why).unwrap_or_else(|| Words::of(language).not_orderable());
    Ordering {
        allowed: false,
        sign_in,
        why: Some(why),
        ask: say(&service.audience.ask),
    }
}

/// Who has to agree when this person orders the service, in this order.
///
/// The owner stands in for a manager whom nobody knows. Nobody approves their own request: their manager does, and
/// where there is none, that approval falls away. The same person is asked once.
pub(crate) fn approvals(
    content: &Content,
    service: &Service,
    user: Option<&User>,
) -> Vec<Approval> {
    use crate::content::Approver as Needed;
    let person = |id: &str| {
        let name = content.people.get(id).map(|person| person.name.clone())?;
        Some(PersonRef {
            id: id.into(),
            name,
        })
    };
    let manager = user.and_then(|user| user.manager.as_deref());
    let mut approvals: Vec<Approval> = Vec::new();
    for needed in &service.approvals {
        let (by, id) = match needed {
            Needed::Manager if user.is_none() => (Approver::Manager, None),
            Needed::Manager => match manager {
                Some(manager) => (Approver::Manager, Some(manager)),
                None => (Approver::Owner, Some(service.owner.value.as_str())),
            },
            Needed::Owner => (Approver::Owner, Some(service.owner.value.as_str())),
            Needed::Person(id) => (Approver::Person, Some(id.as_str())),
        };
        let own = user.is_some_and(|user| id == Some(user.id.as_str()));
        let (by, id) = if own {
            (Approver::Manager, manager)
        } else {
            (by, id)
        };
        if own && id.is_none() {
            continue;
        }
        let approval = Approval {
            by,
            person: id.and_then(person),
        };
        let twice = approvals
            .iter()
            .any(|other| match (&other.person, &approval.person) {
                (Some(one), Some(other)) => one.id == other.id,
                (None, None) => other.by == approval.by,
                _ => false,
            });
        if !twice {
            approvals.push(approval);
        }
    }
    approvals
}
