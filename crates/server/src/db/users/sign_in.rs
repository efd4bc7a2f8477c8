//! The user of an identity that signs in.
//!
//! A known identity belongs to its user. A new identity is linked to an existing user if nothing
//! contradicts it, and is otherwise refused, because a wrongly admitted person reads another user's
//! requests.

mod candidate;

use super::rows::{self, identity, insert_identity, insert_user, update_user};
use super::{
    Identity, IdentityOrigin, UserActivity, UserRecord, UserSource, issuers, user, user_of,
};
use crate::db::{Millis, StoreError};
use crate::email_address::is_address;
use candidate::{FoundBy, candidate};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use std::fmt;

/// The attributes of a person who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The identity at the issuer.
    pub identity: Identity,
    /// The sign-in method.
    pub source: UserSource,
    /// The ID for a new user.
    pub new_id: String,
    /// The name, if the issuer provides it.
    pub name: Option<String>,
    /// The name of a new user without one.
    pub default_name: String,
    /// The e-mail address, verified or not.
    pub email: Option<String>,
    /// The verified address, in the form in which addresses are compared.
    pub address: Option<String>,
    /// The entry of people.yaml whose ID is the subject.
    pub person: Option<String>,
    /// The IDs under which a release without users may have stored data for this person.
    pub earlier_ids: Vec<String>,
    /// Addresses that may belong to this person, without proof, in the form in which addresses are
    /// compared.
    pub unproven: Vec<String>,
    /// The time of the sign-in.
    pub at: Millis,
}

/// The reason why an identity is not linked to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkRefusal {
    /// The subject and the address belong to different people.
    Ambiguous,
    /// The apparent user signs in with another identity.
    InUse,
    /// The address belonged to a person whom people.yaml no longer lists with it.
    NoLongerListed,
    /// The address belongs to a known user, without proof that it belongs to this person.
    Unproven,
    /// The apparent user is deactivated.
    Deactivated,
}

impl fmt::Display for LinkRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ambiguous => "the subject and the e-mail address belong to different people",
            Self::InUse => "the user with this e-mail address or ID signs in by another identity",
            Self::NoLongerListed => {
                "the e-mail address belonged to a person whom people.yaml no longer lists with it"
            }
            Self::Unproven => {
                "the e-mail address belongs to an existing user, and nothing proves that they are the same person"
            }
            Self::Deactivated => "the user is deactivated",
        })
    }
}

/// The user of an identity, or the reason why the link is no longer valid; `None` for a new
/// identity.
///
/// An address in a proxy's header belongs to its current owner. If only a sign-in created the link,
/// it is valid only while the address is its user's.
pub(in crate::db) async fn known(
    db: &impl ConnectionTrait,
    identity: &Identity,
) -> Result<Option<Result<UserRecord, LinkRefusal>>, StoreError> {
    let id = (identity.issuer.clone(), identity.subject.clone());
    let Some(row) = identity::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    let Some(found) = user(db, &row.user_id).await? else {
        return Ok(None);
    };
    let is_said = IdentityOrigin::of(&row.origin) != IdentityOrigin::SignIn;
    if is_said || !identity.is_of_proxy() || !is_address(&identity.subject) {
        return Ok(Some(Ok(found)));
    }
    let is_theirs = if found.person.is_some() {
        found.listed && found.address.as_ref() == Some(&identity.subject)
    } else {
        let others = rows::user::Entity::find()
            .filter(rows::user::Column::Address.eq(identity.subject.as_str()))
            .filter(rows::user::Column::Id.ne(found.id.as_str()));
        others.one(db).await?.is_none()
    };
    Ok(Some(if is_theirs {
        Ok(found)
    } else {
        Err(LinkRefusal::NoLongerListed)
    }))
}

/// The user of an identity, who is found or created.
pub(super) async fn apply(
    db: &DatabaseTransaction,
    sign_in: &SignIn,
) -> Result<Result<UserRecord, LinkRefusal>, StoreError> {
    if let Some(known) = known(db, &sign_in.identity).await? {
        return Ok(known);
    }
    let (found, by) = match candidate(db, sign_in).await? {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(Ok(create(db, sign_in).await?)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !found.active {
        return Ok(Err(LinkRefusal::Deactivated));
    }
    let issuers = issuers(db, &found.id).await?;
    // A proxy identifies people by their ID or their address in people.yaml.
    let is_named = found.listed && sign_in.identity.is_of_proxy();
    let same_issuer = issuers.contains(&sign_in.identity.issuer) && !is_named;
    // An address in people.yaml is the administrator's statement, whatever the issuers. A user who
    // signed in before they were listed was bound to their entry by an address, which may have
    // belonged to another person.
    let was_bound = matches!(found.source, UserSource::Token | UserSource::Proxy);
    let is_listed = found.listed && !(by == FoundBy::Address && was_bound);
    let is_certain = is_listed || by == FoundBy::EarlierId;
    if same_issuer || (!is_certain && !issuers.is_empty()) {
        return Ok(Err(LinkRefusal::InUse));
    }
    if by == FoundBy::Address && found.person.is_some() && !found.listed {
        return Ok(Err(LinkRefusal::NoLongerListed));
    }
    remember(db, sign_in, &found.id).await?;
    let mut linked = found;
    tell(db, &mut linked, &sign_in.sighting()).await?;
    tracing::info!(
        user = linked.id,
        issuer = sign_in.identity.issuer,
        "an identity was linked"
    );
    Ok(Ok(linked))
}

/// Links an identity that has just been used.
async fn remember(
    db: &DatabaseTransaction,
    sign_in: &SignIn,
    user: &str,
) -> Result<(), StoreError> {
    let (identity, at) = (&sign_in.identity, sign_in.at);
    insert_identity(db, identity, user, IdentityOrigin::SignIn, at, Some(at)).await
}

async fn create(db: &DatabaseTransaction, sign_in: &SignIn) -> Result<UserRecord, StoreError> {
    let name = sign_in.name.as_ref().unwrap_or(&sign_in.default_name);
    let user = UserRecord {
        id: sign_in.new_id.clone(),
        person: None,
        listed: false,
        name: name.clone(),
        email: sign_in.email.clone(),
        address: sign_in.address.clone(),
        source: sign_in.source,
        active: true,
        created_at: sign_in.at,
        seen_at: Some(sign_in.at),
    };
    insert_user(db, &user).await?;
    remember(db, sign_in, &user.id).await?;
    Ok(user)
}

/// Records that an identity was used.
pub(super) async fn see(
    db: &DatabaseTransaction,
    sighting: &UserActivity,
) -> Result<(), StoreError> {
    let Some(mut user) = user_of(db, &sighting.identity).await? else {
        return Ok(());
    };
    identity::Entity::update_many()
        .col_expr(identity::Column::SeenAt, Expr::value(Some(sighting.at)))
        .filter(identity::Column::Issuer.eq(sighting.identity.issuer.as_str()))
        .filter(identity::Column::Subject.eq(sighting.identity.subject.as_str()))
        .exec(db)
        .await?;
    tell(db, &mut user, sighting).await
}

/// Stores the attributes from a sign-in, except for people in people.yaml, whose entries take
/// precedence.
async fn tell(
    db: &DatabaseTransaction,
    user: &mut UserRecord,
    sighting: &UserActivity,
) -> Result<(), StoreError> {
    user.seen_at = Some(sighting.at);
    if !user.listed {
        if let Some(name) = &sighting.name {
            name.clone_into(&mut user.name);
        }
        if sighting.email.is_some() {
            user.email.clone_from(&sighting.email);
        }
        if let Some(address) = &sighting.address {
            let others = rows::user::Entity::find()
                .filter(rows::user::Column::Address.eq(address.as_str()))
                .filter(rows::user::Column::Id.ne(user.id.as_str()));
            // An address of another user stays theirs until an administrator decides otherwise.
            user.address = match others.one(db).await? {
                Some(_) => None,
                None => Some(address.clone()),
            };
        }
    }
    update_user(db, user).await
}

impl SignIn {
    /// The part of the sign-in that is recorded each time.
    #[must_use]
    pub fn sighting(&self) -> UserActivity {
        UserActivity {
            identity: self.identity.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            at: self.at,
        }
    }
}
