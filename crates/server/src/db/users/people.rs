//! Users for the people of people.yaml.
//!
//! Somebody may have signed in before people.yaml listed them: then their entry is bound to the user whom they have
//! already, so that nothing of theirs is lost. What could be meant in two ways is a fault, and nothing is written.

use super::rows::{self, insert_identity, insert_user, update_user};
use super::{Identity, UserRecord, UserSource};
use crate::db::{Millis, StoreError};
use crate::identity::PROXY_ISSUER;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Statement,
};
use std::collections::{BTreeMap, BTreeSet};

/// An entry of people.yaml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPerson {
    /// Its id.
    pub id: String,
    /// The line of its id.
    pub line: usize,
    /// The name to show.
    pub name: String,
    /// The e-mail address to show.
    pub email: String,
    /// The same in the form in which addresses are compared.
    pub address: String,
    /// The identities that are written there.
    pub identities: Vec<ListedIdentity>,
}

/// An identity in people.yaml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedIdentity {
    /// The identity.
    pub identity: Identity,
    /// Where it stands.
    pub line: usize,
}

/// What bringing users in line came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleSync {
    /// The user of each entry, by the entry's id.
    pub users: BTreeMap<String, String>,
    /// What speaks against it; then nothing was written.
    pub faults: Vec<PersonFault>,
}

/// Something in people.yaml that does not fit what is known of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFault {
    /// The line in people.yaml.
    pub line: usize,
    /// What is wrong, and what to do.
    pub reason: String,
}

/// What is to be written.
pub(super) struct Plan {
    users: BTreeMap<String, UserRecord>,
    identities: BTreeMap<Identity, String>,
    /// The users who are in people.yaml, now or earlier, by their entries.
    of_entry: BTreeMap<String, String>,
    /// The users by their addresses.
    of_address: BTreeMap<String, String>,
    before: BTreeMap<String, UserRecord>,
    identities_before: BTreeMap<Identity, String>,
    /// The identities that were used to sign in.
    used: BTreeSet<Identity>,
    sync: PeopleSync,
    at: Millis,
}

/// Finds out what is to be written. There are few enough people to look at all of them.
pub(super) async fn plan(
    db: &impl ConnectionTrait,
    people: &[ListedPerson],
    at: Millis,
) -> Result<Plan, StoreError> {
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
        identities.insert(identity, row.user_id);
    }
    let by = |key: fn(&UserRecord) -> &Option<String>| {
        let keyed = users
            .values()
            .filter_map(|user| Some((key(user).clone()?, user.id.clone())));
        keyed.collect::<BTreeMap<_, _>>()
    };
    let mut plan = Plan {
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
    for person in people {
        if let Some(user) = plan.find(db, person).await? {
            plan.bind(person, &user);
        }
    }
    Ok(plan)
}

impl Plan {
    pub(super) fn changes_nothing(&self) -> bool {
        !self.sync.faults.is_empty()
            || (self.users == self.before && self.identities == self.identities_before)
    }

    pub(super) fn outcome(&self) -> PeopleSync {
        self.sync.clone()
    }

    /// The user of an entry, who may be new; none where that is a fault.
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
                // Whoever is only listed has nothing to lose.
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
        self.users.insert(
            person.id.clone(),
            UserRecord {
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
            },
        );
        Ok(Some(person.id.clone()))
    }

    /// The users who never were in people.yaml and seem to be this person; none where that is a fault.
    fn strangers(&mut self, person: &ListedPerson) -> Option<Vec<String>> {
        let mut strangers = BTreeSet::new();
        // Where a proxy names people by their addresses, whoever had this one before would be taken for this person.
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
                .and_then(|id| self.users.get(id))
            else {
                continue;
            };
            match &user.person {
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
        let owner = self.owner(&person.address).cloned();
        let others = [Some(person.id.clone()), owner].into_iter().flatten();
        let others = others.filter_map(|id| self.users.get(&id));
        let unbound = others.filter(|user| user.person.is_none());
        strangers.extend(unbound.map(|user| user.id.clone()));
        Some(strangers.into_iter().collect())
    }

    /// Makes a user the one of an entry.
    fn bind(&mut self, person: &ListedPerson, id: &str) {
        let owner = self.owner(&person.address).filter(|owner| *owner != id);
        if let Some(owner) = owner.cloned().and_then(|id| self.users.get_mut(&id)) {
            tracing::warn!(
                person = person.id,
                address = person.email,
                from = owner.id,
                "people.yaml gives somebody's address to another person"
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
            self.identities
                .insert(listed.identity.clone(), id.to_owned());
        }
        self.sync.users.insert(person.id.clone(), id.to_owned());
    }

    /// The user with this address.
    fn owner(&self, address: &str) -> Option<&String> {
        let owner = self.of_address.get(address)?;
        let has = self.users.get(owner)?.address.as_deref() == Some(address);
        has.then_some(owner)
    }

    /// Whether people.yaml itself says that this user is the person, by one of their identities.
    fn is_named(&self, person: &ListedPerson, user: &str) -> bool {
        let mut listed = person.identities.iter();
        listed.any(|listed| {
            self.identities
                .get(&listed.identity)
                .is_some_and(|id| id == user)
        })
    }

    /// Makes one user of two, of whom nothing but identities is there of the first.
    fn absorb(&mut self, user: &str, into: &str) {
        self.users.remove(user);
        let theirs = self.identities.values_mut().filter(|id| *id == user);
        theirs.for_each(|id| into.clone_into(id));
    }

    /// Whether somebody has signed in as this user, or anything is recorded for them.
    async fn is_used(&self, db: &impl ConnectionTrait, user: &str) -> Result<bool, StoreError> {
        let mut theirs = self.identities.iter().filter(|(_, id)| *id == user);
        Ok(theirs.any(|(identity, _)| self.used.contains(identity)) || has_data(db, user).await?)
    }

    fn fault<T>(&mut self, line: usize, reason: String) -> Option<T> {
        self.sync.faults.push(PersonFault { line, reason });
        None
    }

    /// Writes what has changed.
    pub(super) async fn write(&self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        if self.changes_nothing() {
            return Ok(());
        }
        // Entries and addresses are unique, so they are given up before others get them.
        for user in self.before.values() {
            if self
                .users
                .get(&user.id)
                .is_none_or(|now| now.person != user.person || now.address != user.address)
            {
                let given_up = UserRecord {
                    person: None,
                    address: None,
                    ..user.clone()
                };
                update_user(db, &given_up).await?;
            }
        }
        for (id, user) in &self.users {
            match self.before.get(id) {
                None => insert_user(db, user).await?,
                Some(before) if before == user => {}
                Some(_) => update_user(db, user).await?,
            }
        }
        for (identity, user) in &self.identities {
            match self.identities_before.get(identity) {
                None => insert_identity(db, identity, user, self.at, None).await?,
                Some(before) if before == user => {}
                Some(_) => {
                    rows::identity::Entity::update_many()
                        .col_expr(rows::identity::Column::UserId, Expr::value(user.as_str()))
                        .filter(rows::identity::Column::Issuer.eq(identity.issuer.as_str()))
                        .filter(rows::identity::Column::Subject.eq(identity.subject.as_str()))
                        .exec(db)
                        .await?;
                }
            }
        }
        for id in self
            .before
            .keys()
            .filter(|id| !self.users.contains_key(*id))
        {
            rows::user::Entity::delete_by_id(id.as_str())
                .exec(db)
                .await?;
        }
        Ok(())
    }
}

/// Whether anything is recorded for a user.
pub(super) async fn has_data(db: &impl ConnectionTrait, user: &str) -> Result<bool, StoreError> {
    const TABLES: [&str; 7] = [
        "readers",
        "approvers",
        "drafts",
        "uploads",
        "removed_uploads",
        "idempotency",
        "sessions",
    ];
    for table in TABLES {
        let sql = format!("SELECT user_id FROM {table} WHERE user_id = $1 LIMIT 1");
        let backend = db.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, [user.into()]);
        if db.query_one_raw(statement).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
