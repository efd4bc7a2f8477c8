//! Users, and the identities that they sign in by.
//!
//! Invariant: a user's id is given once and never changes, however they become known better later. An identity is the
//! subject of one issuer and belongs to one user; two issuers may have the same subject for different people.

pub(super) mod admin;
pub(super) mod people;
mod rows;
pub(super) mod sign_in;

pub use admin::{Linked, UserWithIdentities};
pub use people::{ListedIdentity, ListedPerson, PeopleSync, PersonFault};
pub use sign_in::{LinkRefusal, SignIn};

use super::{Millis, StoreError};
pub use crate::identity::Identity;
use async_trait::async_trait;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};

/// Where a user became known first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserSource {
    /// In the data of a release that had no users yet.
    Earlier,
    /// In people.yaml.
    People,
    /// By a token.
    Token,
    /// By the name that a proxy gave.
    Proxy,
}

impl UserSource {
    /// The name in the database and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Earlier => "earlier",
            Self::People => "people",
            Self::Token => "token",
            Self::Proxy => "proxy",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "people" => Self::People,
            "token" => Self::Token,
            "proxy" => Self::Proxy,
            _ => Self::Earlier,
        }
    }
}

/// Who said whose an identity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IdentityOrigin {
    /// The first sign-in, by an ID or an address.
    SignIn,
    /// People.yaml.
    People,
    /// An administrator.
    Administrator,
}

impl IdentityOrigin {
    /// The name in the database.
    fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::People => "people",
            Self::Administrator => "administrator",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "people" => Self::People,
            "administrator" => Self::Administrator,
            _ => Self::SignIn,
        }
    }
}

/// Somebody who has signed in, or whom people.yaml lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRecord {
    /// Opaque; never changes.
    pub id: String,
    /// Their entry in people.yaml, also when it is not there any more.
    pub person: Option<String>,
    /// Whether people.yaml listed them when the server last started.
    pub listed: bool,
    /// The name to show.
    pub name: String,
    /// The e-mail address to show, verified or not.
    pub email: Option<String>,
    /// The address that is known to be theirs, in the form in which addresses are compared.
    pub address: Option<String>,
    /// Where they became known first.
    pub source: UserSource,
    /// Whether they may sign in.
    pub active: bool,
    /// When they became known.
    pub created_at: Millis,
    /// When they were last seen, to the hour.
    pub seen_at: Option<Millis>,
}

/// What a sign-in says of somebody who is known already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// How they signed in.
    pub identity: Identity,
    /// The name that it gives, if any.
    pub name: Option<String>,
    /// The e-mail address that it gives, verified or not.
    pub email: Option<String>,
    /// The same if it is verified, in the form in which addresses are compared.
    pub address: Option<String>,
    /// When.
    pub at: Millis,
}

/// Users and their identities.
#[async_trait]
pub trait UserStore: Send + Sync {
    /// Brings users in line with people.yaml: everybody there has a user afterwards.
    async fn sync_people(
        &self,
        people: &[ListedPerson],
        at: Millis,
    ) -> Result<PeopleSync, StoreError>;

    /// The user with this id.
    async fn user(&self, id: &str) -> Result<Option<UserRecord>, StoreError>;

    /// The user whom an identity belongs to, or why it does not count any more; nobody where it is new.
    async fn user_of(
        &self,
        identity: &Identity,
    ) -> Result<Option<Result<UserRecord, LinkRefusal>>, StoreError>;

    /// The user whom an identity belongs to; finds out whose it is where it is not known yet, and remembers it.
    async fn sign_in(&self, sign_in: SignIn)
    -> Result<Result<UserRecord, LinkRefusal>, StoreError>;

    /// Notes that an identity was used, and what it said of somebody whom people.yaml does not list.
    async fn see(&self, sighting: Sighting) -> Result<(), StoreError>;
}

/// A write to users.
pub(super) enum UserWrite {
    SyncPeople {
        people: Vec<ListedPerson>,
        at: Millis,
    },
    SignIn(SignIn),
    See(Sighting),
    Link {
        identity: Identity,
        user: String,
        at: Millis,
    },
    Unlink(Identity),
    Activate {
        user: String,
        active: bool,
    },
}

/// What became of it.
pub(super) enum UserDone {
    Nothing,
    Synced(PeopleSync),
    SignedIn(Result<UserRecord, LinkRefusal>),
    Linked(Linked),
}

impl UserWrite {
    pub(super) async fn apply(&self, db: &DatabaseTransaction) -> Result<UserDone, StoreError> {
        match self {
            Self::SyncPeople { people, at } => {
                let plan = people::plan(db, people, *at).await?;
                let done = plan.outcome();
                plan.write(db).await?;
                Ok(UserDone::Synced(done))
            }
            Self::SignIn(sign_in) => Ok(UserDone::SignedIn(sign_in::apply(db, sign_in).await?)),
            Self::See(sighting) => {
                sign_in::see(db, sighting).await?;
                Ok(UserDone::Nothing)
            }
            Self::Link { identity, user, at } => Ok(UserDone::Linked(
                admin::link(db, identity, user, *at).await?,
            )),
            Self::Unlink(identity) => Ok(UserDone::Linked(admin::unlink(db, identity).await?)),
            Self::Activate { user, active } => {
                Ok(UserDone::Linked(admin::activate(db, user, *active).await?))
            }
        }
    }
}

/// The user whom an identity belongs to.
pub(super) async fn user_of(
    db: &impl ConnectionTrait,
    identity: &Identity,
) -> Result<Option<UserRecord>, StoreError> {
    let id = (identity.issuer.clone(), identity.subject.clone());
    match rows::identity::Entity::find_by_id(id).one(db).await? {
        Some(row) => user(db, &row.user_id).await,
        None => Ok(None),
    }
}

pub(super) async fn user(
    db: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<UserRecord>, StoreError> {
    let row = rows::user::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(Into::into))
}

/// The issuers whose identities a user has.
async fn issuers(db: &impl ConnectionTrait, user: &str) -> Result<Vec<String>, StoreError> {
    let rows = rows::identity::Entity::find()
        .filter(rows::identity::Column::UserId.eq(user))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.issuer).collect())
}

pub(super) fn unanswered() -> StoreError {
    StoreError::Failed("the write to users has no answer".to_owned())
}
