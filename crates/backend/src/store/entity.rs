//! The tables as sea-orm entities, and their rows as the store's records.

use super::{EventRecord, Record, StoreError, StoredAnswer};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Recorded requests.
pub(super) mod request {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "requests")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: String,
        pub(crate) number: String,
        pub(crate) user_id: String,
        pub(crate) service_id: String,
        pub(crate) state: String,
        pub(crate) created_at: i64,
        pub(crate) updated_at: i64,
        pub(crate) due_at: Option<i64>,
        pub(crate) snapshot: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What lists and searches need of them.
pub(super) mod request_summary {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "request_summaries")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) request_id: String,
        pub(crate) service_name: String,
        pub(crate) service_icon: Option<String>,
        pub(crate) words: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is still to be made of earlier releases' rows.
pub(super) mod backfill {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "backfills")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) name: String,
        pub(crate) after: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What happened to them.
pub(super) mod event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "events")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: String,
        pub(crate) request_id: String,
        pub(crate) at: i64,
        pub(crate) actor: Option<String>,
        pub(crate) kind: String,
        pub(crate) state: Option<String>,
        pub(crate) body: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Answers given to idempotency keys.
pub(super) mod idempotency {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) user_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) key: String,
        pub(crate) hash: String,
        pub(crate) status: i32,
        pub(crate) location: Option<String>,
        pub(crate) body: String,
        pub(crate) created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Signed-in browsers.
pub(super) mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) hash: String,
        pub(crate) user_id: String,
        pub(crate) created_at: i64,
        pub(crate) seen_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who may read which request.
pub(super) mod reader {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "readers")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) user_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) request_id: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What people have typed and not yet sent.
pub(super) mod draft {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "drafts")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) user_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) service_id: String,
        pub(crate) key: String,
        pub(crate) form_version: String,
        pub(crate) answers: String,
        pub(crate) step: i64,
        pub(crate) device: Option<String>,
        pub(crate) tag: String,
        pub(crate) updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is known of uploaded files.
pub(super) mod upload {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "uploads")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: String,
        pub(crate) user_id: String,
        pub(crate) name: String,
        pub(crate) media_type: String,
        pub(crate) metadata: Option<String>,
        pub(crate) size: i64,
        pub(crate) received: i64,
        pub(crate) hash: String,
        pub(crate) request_id: Option<String>,
        pub(crate) touched_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What search indexes held that were handed out.
pub(super) mod index {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "indexes")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) tag: String,
        pub(crate) language: String,
        pub(crate) holds: String,
        pub(crate) seen_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What people looked for in vain.
pub(super) mod improvement {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "improvements")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) words: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) language: String,
        pub(crate) count: i64,
        pub(crate) first_at: i64,
        pub(crate) last_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The wire name of a unit enum, such as `waitingApproval`.
pub(super) fn name(value: &impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(name) => Ok(name),
        _ => Err(StoreError::Failed("not a name".to_owned())),
    }
}

pub(super) fn named<T: DeserializeOwned>(name: String) -> Result<T, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(name))?)
}

fn json<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    Ok(value.map(serde_json::to_string).transpose()?)
}

fn read<T: DeserializeOwned>(json: Option<String>) -> Result<Option<T>, StoreError> {
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

impl TryFrom<request::Model> for Record {
    type Error = StoreError;

    fn try_from(row: request::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            number: row.number,
            user: row.user_id,
            service: row.service_id,
            state: named(row.state)?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            due_at: row.due_at,
            snapshot: serde_json::from_str(&row.snapshot)?,
        })
    }
}

impl TryFrom<&Record> for request::Model {
    type Error = StoreError;

    fn try_from(record: &Record) -> Result<Self, StoreError> {
        Ok(Self {
            id: record.id.clone(),
            number: record.number.clone(),
            user_id: record.user.clone(),
            service_id: record.service.clone(),
            state: name(&record.state)?,
            created_at: record.created_at,
            updated_at: record.updated_at,
            due_at: record.due_at,
            snapshot: serde_json::to_string(&record.snapshot)?,
        })
    }
}

impl TryFrom<event::Model> for EventRecord {
    type Error = StoreError;

    fn try_from(row: event::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            request: row.request_id,
            at: row.at,
            actor: read(row.actor)?,
            kind: named(row.kind)?,
            state: row.state.map(named).transpose()?,
            body: read(row.body)?,
        })
    }
}

impl TryFrom<&EventRecord> for event::Model {
    type Error = StoreError;

    fn try_from(event: &EventRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: event.id.clone(),
            request_id: event.request.clone(),
            at: event.at,
            actor: json(event.actor.as_ref())?,
            kind: name(&event.kind)?,
            state: event.state.as_ref().map(name).transpose()?,
            body: json(event.body.as_ref())?,
        })
    }
}

impl From<idempotency::Model> for (String, StoredAnswer) {
    fn from(row: idempotency::Model) -> Self {
        let status = u16::try_from(row.status).unwrap_or(500);
        (
            row.hash,
            StoredAnswer {
                status,
                location: row.location,
                body: row.body,
            },
        )
    }
}
