//! The tables as sea-orm entities, and the encoding of values in their columns.

use super::{StoreError, StoredResponse};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Declares tables as sea-orm entities, each in a module of its own: the module's name, the table's name, its primary key,
/// and its other columns. No entity has a relation.
macro_rules! tables {
    ($($(#[$doc:meta])* $module:ident, $table:literal, [$($key:ident: $key_type:ty),+] {
        $($column:ident: $column_type:ty,)*
    })*) => {$(
        $(#[$doc])*
        pub(in crate::db) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub(crate) struct Model {
                $(
                    #[sea_orm(primary_key, auto_increment = false)]
                    pub(crate) $key: $key_type,
                )+
                $(pub(crate) $column: $column_type,)*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub(crate) enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    )*};
}
pub(in crate::db) use tables;

tables! {
    /// Requests.
    request, "requests", [id: String] {
        number: String,
        user_id: String,
        service_id: String,
        state: String,
        created_at: i64,
        updated_at: i64,
        due_at: Option<i64>,
        kind: String,
        requester: String,
        requested_for: Option<String>,
        watchers: String,
        team: Option<String>,
        assignee: Option<String>,
        assignee_id: Option<String>,
        rating: Option<i64>,
        snapshot: String,
    }

    /// The columns of requests for lists and searches.
    request_summary, "request_summaries", [request_id: String] {
        service_name: String,
        service_icon: Option<String>,
        words: String,
    }

    /// The progress of conversions of earlier releases' data.
    backfill, "backfills", [name: String] {
        after: String,
    }

    /// The approvals of requests.
    approval, "approvals", [request_id: String, number: i64] {
        capacity: String,
        quorum: String,
        state: String,
    }

    /// The approvers of approvals, with their decisions.
    approver, "approvers", [request_id: String, number: i64, user_id: String] {
        name: String,
        position: i64,
        verdict: Option<String>,
        decided_at: Option<i64>,
        decided_by: Option<String>,
        reason: Option<String>,
    }

    /// The log.
    event, "events", [seq: i64] {
        id: String,
        subject_type: String,
        subject_id: String,
        at: i64,
        kind: String,
        version: i64,
        state_before: Option<String>,
        state_after: Option<String>,
        actor: Option<String>,
        on_behalf_of: Option<String>,
        reason: Option<String>,
        payload: Option<String>,
        content_hash: String,
        previous_hash: String,
        hash: String,
    }

    /// Events from releases without a log.
    earlier_event, "events_before_log", [id: String] {
        request_id: String,
        at: i64,
        actor: Option<String>,
        kind: String,
        state: Option<String>,
        body: Option<String>,
    }

    /// The stored responses of idempotency keys.
    idempotency, "idempotency", [user_id: String, key: String] {
        hash: String,
        status: i32,
        location: Option<String>,
        body: String,
        created_at: i64,
    }

    /// Browser sessions.
    session, "sessions", [hash: String] {
        user_id: String,
        created_at: i64,
        seen_at: i64,
    }

    /// The users who may read each request.
    reader, "readers", [user_id: String, request_id: String] {}

    /// Drafts.
    draft, "drafts", [user_id: String, service_id: String] {
        key: String,
        form_version: String,
        answers: String,
        step: i64,
        device: Option<String>,
        tag: String,
        updated_at: i64,
    }

    /// Uploaded files.
    upload, "uploads", [id: String] {
        user_id: String,
        name: String,
        media_type: String,
        metadata: Option<String>,
        size: i64,
        received: i64,
        hash: String,
        request_id: Option<String>,
        touched_at: i64,
        epoch: i64,
        written_epoch: i64,
        chunk_epochs: String,
    }

    /// The contents of search indexes that were sent.
    index, "indexes", [tag: String] {
        language: String,
        holds: String,
        seen_at: i64,
    }

    /// Searches without results.
    improvement, "improvements", [kind: String, words: String, language: String] {
        count: i64,
        first_at: i64,
        last_at: i64,
    }
}

/// The rows after a key, in the order of their keys.
pub(super) async fn rows_after<E: EntityTrait>(
    db: &impl ConnectionTrait,
    key: E::Column,
    after: impl Into<Value>,
    most: u64,
) -> Result<Vec<E::Model>, StoreError>
where
    E::Model: Sync,
{
    let mut rows = E::find().cursor_by(key);
    Ok(rows.after(after.into()).first(most).all(db).await?)
}

/// Inserts rows, of which there may be none.
pub(super) async fn insert_all<M, A>(
    db: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = M>,
) -> Result<(), StoreError>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    A::Entity::insert_many(rows)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The serialised name of a unit enum variant, such as `waitingApproval`.
pub(super) fn name(value: &impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(name) => Ok(name),
        _ => Err(StoreError::Failed("not a name".into())),
    }
}

pub(super) fn named<T: DeserializeOwned>(name: String) -> Result<T, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(name))?)
}

/// An optional value as JSON.
pub(super) fn json<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    Ok(value.map(serde_json::to_string).transpose()?)
}

pub(super) fn read<T: DeserializeOwned>(json: Option<String>) -> Result<Option<T>, StoreError> {
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

impl From<idempotency::Model> for (String, StoredResponse) {
    fn from(row: idempotency::Model) -> Self {
        let status = u16::try_from(row.status).unwrap_or(500);
        (
            row.hash,
            StoredResponse {
                status,
                location: row.location,
                body: row.body,
            },
        )
    }
}
