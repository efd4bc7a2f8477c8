//! Users and identities as sea-orm entities.

use super::{Identity, IdentityOrigin, UserRecord, UserSource};
use crate::db::{Millis, StoreError};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// Users.
pub(super) mod user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: String,
        pub(crate) person: Option<String>,
        pub(crate) listed: i64,
        pub(crate) name: String,
        pub(crate) email: Option<String>,
        pub(crate) address: Option<String>,
        pub(crate) source: String,
        pub(crate) active: i64,
        pub(crate) created_at: i64,
        pub(crate) seen_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Their identities.
pub(super) mod identity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "identities")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) issuer: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) subject: String,
        pub(crate) user_id: String,
        pub(crate) origin: String,
        pub(crate) created_at: i64,
        pub(crate) seen_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
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
