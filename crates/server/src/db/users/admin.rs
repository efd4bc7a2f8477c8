//! An administrator's view and changes of users.

use super::rows::{self, insert_identity, update_user};
use super::{Identity, IdentityOrigin, UserRecord, user, user_of};
use crate::db::{Millis, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
};

/// A user with their identities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserWithIdentities {
    /// The user.
    pub user: UserRecord,
    /// Their identities, each with the time of its last use.
    pub identities: Vec<(Identity, Option<Millis>)>,
}

/// The result of an administrator's change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The user.
    pub user: UserRecord,
    /// The previous user of the identity, if different.
    pub before: Option<UserRecord>,
    /// Whether anything has changed.
    pub changed: bool,
}

/// All users, in the order of their IDs.
pub(in crate::db) async fn list(
    db: &impl ConnectionTrait,
) -> Result<Vec<UserWithIdentities>, StoreError> {
    let users = rows::user::Entity::find().order_by_asc(rows::user::Column::Id);
    let users = users.all(db).await?;
    let identities = rows::identity::Entity::find()
        .order_by_asc(rows::identity::Column::Issuer)
        .order_by_asc(rows::identity::Column::Subject);
    let identities = identities.all(db).await?;
    let mut users: Vec<_> = users
        .into_iter()
        .map(|row| UserWithIdentities {
            user: row.into(),
            identities: Vec::new(),
        })
        .collect();
    for row in identities {
        let owner = users.binary_search_by(|user| user.user.id.cmp(&row.user_id));
        if let Some(owner) = owner.ok().and_then(|at| users.get_mut(at)) {
            let (issuer, subject) = (row.issuer, row.subject);
            owner
                .identities
                .push((Identity { issuer, subject }, row.seen_at));
        }
    }
    Ok(users)
}

/// The user with this ID, or else with this entry in people.yaml.
async fn meant(db: &impl ConnectionTrait, name: &str) -> Result<UserRecord, StoreError> {
    if let Some(user) = user(db, name).await? {
        return Ok(user);
    }
    let listed = rows::user::Entity::find().filter(rows::user::Column::Person.eq(name));
    let listed = listed.one(db).await?;
    listed.map(Into::into).ok_or(StoreError::NotFound)
}

pub(super) async fn link(
    db: &DatabaseTransaction,
    identity: &Identity,
    user: &str,
    at: Millis,
) -> Result<Linked, StoreError> {
    let user = meant(db, user).await?;
    let before = user_of(db, identity).await?;
    if before.as_ref().is_some_and(|before| before.id == user.id) {
        // From now on the link is the administrator's decision, whoever owns an address in it.
        let origin = IdentityOrigin::Administrator.as_str();
        let confirmed = rows::identity::Entity::update_many()
            .col_expr(rows::identity::Column::Origin, Expr::value(origin))
            .filter(rows::identity::Column::Issuer.eq(identity.issuer.as_str()))
            .filter(rows::identity::Column::Subject.eq(identity.subject.as_str()))
            .filter(rows::identity::Column::Origin.ne(origin))
            .exec(db)
            .await?;
        return Ok(Linked {
            user,
            before: None,
            changed: confirmed.rows_affected > 0,
        });
    }
    if let Some(before) = &before {
        take_away(db, identity, before).await?;
    }
    let origin = IdentityOrigin::Administrator;
    insert_identity(db, identity, &user.id, origin, at, None).await?;
    Ok(Linked {
        user,
        before,
        changed: true,
    })
}

pub(super) async fn unlink(
    db: &DatabaseTransaction,
    identity: &Identity,
) -> Result<Linked, StoreError> {
    let user = user_of(db, identity).await?.ok_or(StoreError::NotFound)?;
    take_away(db, identity, &user).await?;
    Ok(Linked {
        user,
        before: None,
        changed: true,
    })
}

/// A user without identities keeps no address, which becomes available to others; people.yaml
/// assigns the addresses of its entries.
async fn take_away(
    db: &DatabaseTransaction,
    identity: &Identity,
    user: &UserRecord,
) -> Result<(), StoreError> {
    let id = (identity.issuer.clone(), identity.subject.clone());
    rows::identity::Entity::delete_by_id(id).exec(db).await?;
    if !user.listed && super::issuers(db, &user.id).await?.is_empty() {
        let without = UserRecord {
            address: None,
            ..user.clone()
        };
        update_user(db, &without).await?;
    }
    Ok(())
}

pub(super) async fn activate(
    db: &DatabaseTransaction,
    user: &str,
    active: bool,
) -> Result<Linked, StoreError> {
    let user = meant(db, user).await?;
    if user.active == active {
        return Ok(Linked {
            user,
            before: None,
            changed: false,
        });
    }
    let user = UserRecord { active, ..user };
    update_user(db, &user).await?;
    if !active {
        let theirs = crate::db::entity::session::Column::UserId.eq(user.id.as_str());
        crate::db::entity::session::Entity::delete_many()
            .filter(theirs)
            .exec(db)
            .await?;
    }
    Ok(Linked {
        user,
        before: None,
        changed: true,
    })
}
