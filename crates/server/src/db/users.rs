//! Users and their identities.
//!
//! Invariant: a user's ID is assigned once and never changes, even if more becomes known about the
//! user. An identity is a subject of one issuer and belongs to one user; two issuers may use the
//! same subject for different people.

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

/// The first source of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserSource {
    /// Data of a release without users.
    Earlier,
    /// In people.yaml.
    People,
    /// A token.
    Token,
    /// A name from a proxy.
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

/// The source of the link between an identity and its user.
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

/// A person who has signed in, or whom people.yaml lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRecord {
    /// Opaque; never changes.
    pub id: String,
    /// Their entry in people.yaml, even if it was removed.
    pub person: Option<String>,
    /// Whether people.yaml listed them at the last start of the server.
    pub listed: bool,
    /// The display name.
    pub name: String,
    /// The displayed e-mail address, verified or not.
    pub email: Option<String>,
    /// The verified address, in the form in which addresses are compared.
    pub address: Option<String>,
    /// The first source of the user.
    pub source: UserSource,
    /// Whether they may sign in.
    pub active: bool,
    /// The time when the user was created.
    pub created_at: Millis,
    /// The time of their last activity, to the hour.
    pub seen_at: Option<Millis>,
}

/// The attributes of a known user from a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserActivity {
    /// The identity of the sign-in.
    pub identity: Identity,
    /// The name from the sign-in, if any.
    pub name: Option<String>,
    /// The e-mail address from the sign-in, verified or not.
    pub email: Option<String>,
    /// The verified address, in the form in which addresses are compared.
    pub address: Option<String>,
    /// The time of the sign-in.
    pub at: Millis,
}

/// Users and their identities.
#[async_trait]
pub trait UserStore: Send + Sync {
    /// Synchronises users with people.yaml: every person listed there has a user afterwards.
    async fn sync_people(
        &self,
        people: &[ListedPerson],
        at: Millis,
    ) -> Result<PeopleSync, StoreError>;

    /// The user with this ID.
    async fn user(&self, id: &str) -> Result<Option<UserRecord>, StoreError>;

    /// The user of an identity, or the reason why the link is no longer valid; `None` for a new
    /// identity.
    async fn user_of(
        &self,
        identity: &Identity,
    ) -> Result<Option<Result<UserRecord, LinkRefusal>>, StoreError>;

    /// The user of an identity; determines and stores the user of a new identity.
    async fn sign_in(&self, sign_in: SignIn)
    -> Result<Result<UserRecord, LinkRefusal>, StoreError>;

    /// Records the use of an identity, and the attributes of a user whom people.yaml does not list.
    async fn see(&self, sighting: UserActivity) -> Result<(), StoreError>;
}

/// A write to users.
pub(super) enum UserWrite {
    SyncPeople {
        people: Vec<ListedPerson>,
        at: Millis,
    },
    SignIn(SignIn),
    See(UserActivity),
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

/// The result of a write to users.
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

/// The user of an identity.
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

/// The issuers of a user's identities.
async fn issuers(db: &impl ConnectionTrait, user: &str) -> Result<Vec<String>, StoreError> {
    let rows = rows::identity::Entity::find()
        .filter(rows::identity::Column::UserId.eq(user))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.issuer).collect())
}

pub(super) fn unanswered() -> StoreError {
    StoreError::Failed("the write to users has no answer".into())
}
