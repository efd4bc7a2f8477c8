//! The tables as sea-orm entities, and the encoding of values in their columns.

use super::{StoreError, StoredAnswer};
use serde::Serialize;
use serde::de::DeserializeOwned;

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
        pub(crate) kind: String,
        pub(crate) requester: String,
        pub(crate) requested_for: Option<String>,
        pub(crate) watchers: String,
        pub(crate) team: Option<String>,
        pub(crate) assignee: Option<String>,
        pub(crate) rating: Option<i64>,
        pub(crate) snapshot: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The columns of requests for lists and searches.
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

/// The progress of conversions of earlier releases' data.
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

/// The approvals of requests.
pub(super) mod approval {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approvals")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) request_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) number: i64,
        pub(crate) capacity: String,
        pub(crate) quorum: String,
        pub(crate) state: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The approvers of approvals, with their decisions.
pub(super) mod approver {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approvers")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) request_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) number: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) user_id: String,
        pub(crate) name: String,
        pub(crate) position: i64,
        pub(crate) verdict: Option<String>,
        pub(crate) decided_at: Option<i64>,
        pub(crate) decided_by: Option<String>,
        pub(crate) reason: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The log.
pub(super) mod event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "events")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) seq: i64,
        pub(crate) id: String,
        pub(crate) subject_type: String,
        pub(crate) subject_id: String,
        pub(crate) at: i64,
        pub(crate) kind: String,
        pub(crate) version: i64,
        pub(crate) state_before: Option<String>,
        pub(crate) state_after: Option<String>,
        pub(crate) actor: Option<String>,
        pub(crate) on_behalf_of: Option<String>,
        pub(crate) reason: Option<String>,
        pub(crate) payload: Option<String>,
        pub(crate) content_hash: String,
        pub(crate) previous_hash: String,
        pub(crate) hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Events from releases without a log.
pub(super) mod earlier_event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "events_before_log")]
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

/// The stored responses of idempotency keys.
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

/// Browser sessions.
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

/// The users who may read each request.
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

/// Drafts.
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

/// Uploaded files.
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
        pub(crate) epoch: i64,
        pub(crate) written_epoch: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The contents of search indexes that were sent.
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

/// Searches without results.
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
