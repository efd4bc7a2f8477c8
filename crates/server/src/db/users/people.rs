//! The users of the people in people.yaml.
//!
//! A person may have signed in before people.yaml listed them: their entry is then bound to the
//! existing user, so that none of their data is lost. An ambiguous entry is an error, and nothing
//! is written.

mod write;

use super::{Identity, IdentityOrigin, UserRecord, UserSource, rows};
use crate::db::{Millis, StoreError};
use crate::identity::PROXY_ISSUER;
use sea_orm::{ConnectionTrait, EntityTrait};
use std::collections::{BTreeMap, BTreeSet};
use write::has_data;

/// An entry of people.yaml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPerson {
    /// Its ID.
    pub id: String,
    /// The line of its ID.
    pub line: usize,
    /// The display name.
    pub name: String,
    /// The displayed e-mail address.
    pub email: String,
    /// The address in the form in which addresses are compared.
    pub address: String,
    /// The listed identities.
    pub identities: Vec<ListedIdentity>,
}

impl ListedPerson {
    /// Whether the entry lists the identity.
    fn has(&self, identity: &Identity) -> bool {
        let mut listed = self.identities.iter();
        listed.any(|listed| listed.identity == *identity)
    }
}

/// An identity in people.yaml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedIdentity {
    /// The identity.
    pub identity: Identity,
    /// The line of the identity.
    pub line: usize,
}

/// The result of the synchronisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleSync {
    /// The user of each entry, by the entry's ID.
    pub users: BTreeMap<String, String>,
    /// The errors; if there are any, nothing was written.
    pub faults: Vec<PersonFault>,
}

/// An entry in people.yaml that contradicts the existing users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFault {
    /// The line in people.yaml.
    pub line: usize,
    /// The contradiction, and its solution.
    pub reason: String,
}

/// The user of an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
struct IdentityLink {
    user: String,
    origin: IdentityOrigin,
}

/// The planned changes.
pub(in crate::db) struct SyncPlan {
    users: BTreeMap<String, UserRecord>,
    identities: BTreeMap<Identity, IdentityLink>,
    /// Users who are or were in people.yaml, by their entries.
    of_entry: BTreeMap<String, String>,
    /// Users by their addresses.
    of_address: BTreeMap<String, String>,
    before: BTreeMap<String, UserRecord>,
    identities_before: BTreeMap<Identity, IdentityLink>,
    /// Identities that were used to sign in.
    used: BTreeSet<Identity>,
    sync: PeopleSync,
    at: Millis,
}

/// Plans the changes. The number of people is small enough to inspect all of them.
pub(in crate::db) async fn plan(
    db: &impl ConnectionTrait,
    people: &[ListedPerson],
    at: Millis,
) -> Result<SyncPlan, StoreError> {
    let users = rows::user::Entity::find().all(db).await?.into_iter();
    let users: BTreeMap<_, UserRecord> = users.map(|row| (row.id.clone(), row.into())).collect();
    let mut identities = BTreeMap::new();
    let mut used = BTreeSet::new();
    for row in rows::identity::Entity::find().all(db).await? {
        let (issuer, subject) = (row.issuer, row.subject);
        let identity = Identity { issuer, subject };
        if row.seen_at.is_some() {
            used.insert(identity.clone());
        }
        let (user, origin) = (row.user_id, IdentityOrigin::of(&row.origin));
        identities.insert(identity, IdentityLink { user, origin });
    }
    let by = |key: fn(&UserRecord) -> &Option<String>| {
        let keyed = users
            .values()
            .filter_map(|user| Some((key(user).clone()?, user.id.clone())));
        keyed.collect::<BTreeMap<_, _>>()
    };
    let mut plan = SyncPlan {
        of_entry: by(|user| &user.person),
        of_address: by(|user| &user.address),
        before: users.clone(),
        identities_before: identities.clone(),
        users,
        identities,
        used,
        sync: PeopleSync::default(),
        at,
    };
    let listed: BTreeSet<_> = people.iter().map(|person| person.id.as_str()).collect();
    for user in plan.users.values_mut() {
        let is_listed = |person: &String| listed.contains(person.as_str());
        user.listed = user.person.as_ref().is_some_and(is_listed);
    }
    plan.unlink_removed(people);
    for person in people {
        if let Some(user) = plan.find(db, person).await? {
            plan.bind(person, &user);
        }
    }
    Ok(plan)
}

impl SyncPlan {
    pub(in crate::db) fn changes_nothing(&self) -> bool {
        !self.sync.faults.is_empty()
            || (self.users == self.before && self.identities == self.identities_before)
    }

    pub(in crate::db) fn outcome(&self) -> PeopleSync {
        self.sync.clone()
    }

    /// Removes links to identities that people.yaml no longer lists.
    fn unlink_removed(&mut self, people: &[ListedPerson]) {
        let identities = people.iter().flat_map(|person| {
            let listed = person.identities.iter();
            listed.map(|listed| (&listed.identity, &person.id))
        });
        let listed: BTreeMap<_, _> = identities.collect();
        let (users, used) = (&self.users, &self.used);
        self.identities.retain(|identity, link| {
            let person = users.get(&link.user).and_then(|user| user.person.as_ref());
            if link.origin != IdentityOrigin::People || listed.get(identity).copied() == person {
                return true;
            }
            // A person who has signed in with it would become a new user.
            if used.contains(identity) {
                tracing::warn!(
                    %identity,
                    user = link.user,
                    "an identity that is no longer in people.yaml stays linked, because it was used"
                );
                link.origin = IdentityOrigin::SignIn;
                return true;
            }
            false
        });
    }

    /// The user of an entry, who may be new; `None` if the entry is an error.
    async fn find(
        &mut self,
        db: &impl ConnectionTrait,
        person: &ListedPerson,
    ) -> Result<Option<String>, StoreError> {
        let Some(strangers) = self.strangers(person) else {
            return Ok(None);
        };
        let mut user = self.of_entry.get(&person.id).cloned();
        for stranger in strangers {
            user = match user {
                None => Some(stranger),
                // A user who was only listed has no data to lose.
                Some(known) if !self.is_used(db, &known).await? => {
                    self.absorb(&known, &stranger);
                    Some(stranger)
                }
                Some(known)
                    if !has_data(db, &stranger).await? && self.is_named(person, &stranger) =>
                {
                    self.absorb(&stranger, &known);
                    Some(known)
                }
                Some(known) => {
                    let reason = format!(
                        "{:?} could be the user {known} or the user {stranger}, and something is recorded for both; \
                         see who they are with `portico-server users list`, and link the identities of {stranger} to \
                         the right one with `users link` or remove them with `users unlink`",
                        person.id
                    );
                    return Ok(self.fault(person.line, reason));
                }
            };
        }
        if let Some(user) = user {
            return Ok(Some(user));
        }
        if let Some(other) = self.users.get(&person.id) {
            let of = other.person.as_deref().unwrap_or_default();
            let reason = format!(
                "{:?} is the ID of the user who is {of:?} here; give this person another ID",
                person.id
            );
            return Ok(self.fault(person.line, reason));
        }
        Ok(Some(self.add(person)))
    }

    /// Adds the user of a person who is not known yet.
    fn add(&mut self, person: &ListedPerson) -> String {
        let user = UserRecord {
            id: person.id.clone(),
            person: None,
            listed: true,
            name: person.name.clone(),
            email: None,
            address: None,
            source: UserSource::People,
            active: true,
            created_at: self.at,
            seen_at: None,
        };
        self.users.insert(person.id.clone(), user);
        person.id.clone()
    }

    /// The users outside people.yaml who seem to be this person; `None` if that is an error.
    fn strangers(&mut self, person: &ListedPerson) -> Option<Vec<String>> {
        let mut strangers = BTreeSet::new();
        // If a proxy identifies people by address, a former owner of this address could be mistaken
        // for this person.
        let by_proxy = ListedIdentity {
            identity: Identity {
                issuer: PROXY_ISSUER.to_owned(),
                subject: person.address.clone(),
            },
            line: person.line,
        };
        for ListedIdentity { identity, line } in person.identities.iter().chain([&by_proxy]) {
            let Some(user) = self
                .identities
                .get(identity)
                .and_then(|link| self.users.get(&link.user))
            else {
                continue;
            };
            match &user.person {
                None if *identity == by_proxy.identity
                    && !person.has(identity)
                    && self.is_somebody_else(person, user) => {}
                None => drop(strangers.insert(user.id.clone())),
                Some(other) if *other == person.id => {}
                Some(other) => {
                    let reason = format!(
                        "the identity {identity} belongs to {other:?}; \
                         remove it from them first with `portico-server users unlink`"
                    );
                    return self.fault(*line, reason);
                }
            }
        }
        let owner = self.owner(&person.address);
        let owner = owner.and_then(|id| self.users.get(id));
        let owner = owner.filter(|user| !self.is_somebody_else(person, user));
        let owner = owner.map(|user| user.id.clone());
        let others = [Some(person.id.clone()), owner].into_iter().flatten();
        let others = others.filter_map(|id| self.users.get(&id));
        let unbound = others.filter(|user| user.person.is_none());
        strangers.extend(unbound.map(|user| user.id.clone()));
        Some(strangers.into_iter().collect())
    }

    /// Whether a user's address may have been reassigned to the person, so that it proves nothing.
    /// This is so if the user is deactivated, or has signed in with another identity than
    /// people.yaml lists.
    fn is_somebody_else(&self, person: &ListedPerson, user: &UserRecord) -> bool {
        let mut theirs = self
            .identities
            .iter()
            .filter(|(identity, link)| link.user == user.id && self.used.contains(*identity));
        let is_another = |identity: &Identity| {
            let mut listed = person.identities.iter().map(|listed| &listed.identity);
            !person.has(identity) && listed.any(|listed| listed.issuer == identity.issuer)
        };
        !user.active || theirs.any(|(identity, _)| is_another(identity))
    }

    /// Binds a user to an entry.
    fn bind(&mut self, person: &ListedPerson, id: &str) {
        let owner = self.owner(&person.address).filter(|owner| *owner != id);
        if let Some(owner) = owner.cloned().and_then(|id| self.users.get_mut(&id)) {
            tracing::warn!(
                person = person.id,
                address = person.email,
                from = owner.id,
                "people.yaml assigns a user's address to another person"
            );
            owner.address = None;
        }
        self.of_address
            .insert(person.address.clone(), id.to_owned());
        self.of_entry.insert(person.id.clone(), id.to_owned());
        if let Some(user) = self.users.get_mut(id) {
            user.person = Some(person.id.clone());
            user.listed = true;
            user.name.clone_from(&person.name);
            user.email = Some(person.email.clone());
            user.address = Some(person.address.clone());
        }
        for listed in &person.identities {
            let before = self.identities.get(&listed.identity);
            // An administrator's decision remains valid when people.yaml no longer lists the
            // identity.
            let origin = before.map(|link| link.origin);
            let origin = origin.filter(|origin| *origin == IdentityOrigin::Administrator);
            let link = IdentityLink {
                user: id.to_owned(),
                origin: origin.unwrap_or(IdentityOrigin::People),
            };
            self.identities.insert(listed.identity.clone(), link);
        }
        self.sync.users.insert(person.id.clone(), id.to_owned());
    }

    /// The user with this address.
    fn owner(&self, address: &str) -> Option<&String> {
        let owner = self.of_address.get(address)?;
        let has = self.users.get(owner)?.address.as_deref() == Some(address);
        has.then_some(owner)
    }

    /// Whether people.yaml identifies this user as the person by one of their identities.
    fn is_named(&self, person: &ListedPerson, user: &str) -> bool {
        let mut listed = person.identities.iter();
        listed.any(|listed| {
            self.identities
                .get(&listed.identity)
                .is_some_and(|link| link.user == user)
        })
    }

    /// Merges two users, the first of whom has only identities.
    fn absorb(&mut self, user: &str, into: &str) {
        let gone = self.users.remove(user);
        if let (Some(gone), Some(into)) = (gone, self.users.get_mut(into)) {
            into.active &= gone.active;
        }
        let theirs = self
            .identities
            .values_mut()
            .filter(|link| link.user == user);
        theirs.for_each(|link| into.clone_into(&mut link.user));
    }

    /// Whether anyone has signed in as this user, or data is stored for them.
    async fn is_used(&self, db: &impl ConnectionTrait, user: &str) -> Result<bool, StoreError> {
        let mut theirs = self.identities.iter().filter(|(_, link)| link.user == user);
        Ok(theirs.any(|(identity, _)| self.used.contains(identity)) || has_data(db, user).await?)
    }

    fn fault<T>(&mut self, line: usize, reason: String) -> Option<T> {
        self.sync.faults.push(PersonFault { line, reason });
        None
    }
}
