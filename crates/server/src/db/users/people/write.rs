//! The writes after a change of people.yaml.

use super::SyncPlan;
use crate::db::StoreError;
use crate::db::users::UserRecord;
use crate::db::users::rows::{self, insert_identity, insert_user, update_user};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Statement,
};

impl SyncPlan {
    /// Writes the changes.
    pub(in crate::db) async fn write(&self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        if self.changes_nothing() {
            return Ok(());
        }
        self.write_users(db).await?;
        self.write_identities(db).await?;
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

    async fn write_users(&self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        // Entries and addresses are unique, so they are released before other users get them.
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
        Ok(())
    }

    async fn write_identities(&self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        for (identity, link) in &self.identities {
            match self.identities_before.get(identity) {
                None => {
                    insert_identity(db, identity, &link.user, link.origin, self.at, None).await?;
                }
                Some(before) if before == link => {}
                Some(_) => {
                    let (user, origin) = (link.user.as_str(), link.origin.as_str());
                    rows::identity::Entity::update_many()
                        .col_expr(rows::identity::Column::UserId, Expr::value(user))
                        .col_expr(rows::identity::Column::Origin, Expr::value(origin))
                        .filter(rows::identity::Column::Issuer.eq(identity.issuer.as_str()))
                        .filter(rows::identity::Column::Subject.eq(identity.subject.as_str()))
                        .exec(db)
                        .await?;
                }
            }
        }
        for identity in self
            .identities_before
            .keys()
            .filter(|identity| !self.identities.contains_key(*identity))
        {
            let id = (identity.issuer.clone(), identity.subject.clone());
            rows::identity::Entity::delete_by_id(id).exec(db).await?;
        }
        Ok(())
    }
}

/// Whether data is stored for a user.
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
