//! Users and identities as sea-orm entities.

use super::{Identity, IdentityOrigin, UserRecord, UserSource};
use crate::db::entity::tables;
use crate::db::{Millis, StoreError};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

tables! {
    /// Users.
    user, "users", [id: String] {
        person: Option<String>,
        listed: i64,
        name: String,
        email: Option<String>,
        address: Option<String>,
        source: String,
        active: i64,
        created_at: i64,
        seen_at: Option<i64>,
    }

    /// Their identities.
    identity, "identities", [issuer: String, subject: String] {
        user_id: String,
        origin: String,
        created_at: i64,
        seen_at: Option<i64>,
    }
}

impl From<user::Model> for UserRecord {
    fn from(row: user::Model) -> Self {
        Self {
            id: row.id,
            person: row.person,
            listed: row.listed != 0,
            name: row.name,
            email: row.email,
            address: row.address,
            source: UserSource::of(&row.source),
            active: row.active != 0,
            created_at: row.created_at,
            seen_at: row.seen_at,
        }
    }
}

impl From<&UserRecord> for user::Model {
    fn from(user: &UserRecord) -> Self {
        Self {
            id: user.id.clone(),
            person: user.person.clone(),
            listed: user.listed.into(),
            name: user.name.clone(),
            email: user.email.clone(),
            address: user.address.clone(),
            source: user.source.as_str().to_owned(),
            active: user.active.into(),
            created_at: user.created_at,
            seen_at: user.seen_at,
        }
    }
}

/// Inserts a new user.
pub(super) async fn insert_user(
    db: &DatabaseTransaction,
    user: &UserRecord,
) -> Result<(), StoreError> {
    let row = user::Model::from(user).into_active_model();
    user::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Updates an existing user.
pub(super) async fn update_user(
    db: &DatabaseTransaction,
    user: &UserRecord,
) -> Result<(), StoreError> {
    let row = user::Model::from(user).into_active_model().reset_all();
    user::Entity::update(row).exec(db).await?;
    Ok(())
}

/// Inserts a new identity.
pub(super) async fn insert_identity(
    db: &DatabaseTransaction,
    identity: &Identity,
    user: &str,
    origin: IdentityOrigin,
    at: Millis,
    seen_at: Option<Millis>,
) -> Result<(), StoreError> {
    let row = identity::Model {
        issuer: identity.issuer.clone(),
        subject: identity.subject.clone(),
        user_id: user.to_owned(),
        origin: origin.as_str().to_owned(),
        created_at: at,
        seen_at,
    };
    identity::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}
