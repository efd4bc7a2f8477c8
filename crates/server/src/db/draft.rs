//! Drafts: what people have typed and not yet sent.

use super::entity::{draft as table, idempotency};
use super::{Millis, StoreError, StoredAnswer};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter,
};

/// A draft as it is kept. A person has at most one a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRecord {
    /// Whose it is.
    pub user: String,
    /// What is to be asked for.
    pub service: String,
    /// The `Idempotency-Key` that the request will be sent with.
    pub key: String,
    /// The version of the form that is being filled.
    pub form_version: String,
    /// All that was typed, JSON.
    pub answers: String,
    /// The step of the form that was open.
    pub step: u32,
    /// What the device called itself.
    pub device: Option<String>,
    /// Another one after each change; the inside of the `ETag`.
    pub tag: String,
    /// When it was last changed.
    pub updated_at: Millis,
}

/// A draft as a list needs it, without its answers.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct DraftListing {
    /// What is to be asked for.
    #[sea_orm(from_alias = "service_id")]
    pub service: String,
    /// The `Idempotency-Key` that the request will be sent with.
    pub key: String,
    /// The version of the form that is being filled.
    pub form_version: String,
    /// The step of the form that was open.
    pub step: i64,
    /// What the device called itself.
    pub device: Option<String>,
    /// Another one after each change.
    pub tag: String,
    /// When it was last changed.
    pub updated_at: Millis,
}

/// What has to be true for a draft to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// There is none (`If-None-Match: *`).
    Absent,
    /// There is one (`If-Match: *`).
    Present,
    /// There is one with one of these tags (`If-Match`).
    Tagged(Vec<String>),
    /// Nothing.
    Any,
}

impl Precondition {
    fn holds(&self, current: Option<&DraftRecord>) -> bool {
        match self {
            Self::Absent => current.is_none(),
            Self::Present => current.is_some(),
            Self::Tagged(tags) => current.is_some_and(|draft| tags.contains(&draft.tag)),
            Self::Any => true,
        }
    }
}

/// What became of a draft that was to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is as it was sent, and was not there before.
    Created,
    /// It is as it was sent.
    Changed,
    /// The precondition does not hold; this is what there is.
    Refused(Option<Box<DraftRecord>>),
    /// A request was sent with this key already; what was answered then.
    Sent(StoredAnswer),
    /// This person has as many as anybody may have.
    TooMany,
}

/// Drafts of all people.
#[async_trait]
pub trait DraftStore: Send + Sync {
    /// A person's drafts changed after `since`, the last changed first.
    async fn drafts(&self, user: &str, since: Millis) -> Result<Vec<DraftListing>, StoreError>;

    /// A person's draft for a service, if it was changed after `since`.
    async fn draft(
        &self,
        user: &str,
        service: &str,
        since: Millis,
    ) -> Result<Option<DraftRecord>, StoreError>;

    /// Keeps a draft in the place of the one before, if what has to be true is; a person may have `most` of them.
    async fn keep(
        &self,
        draft: DraftRecord,
        when: Precondition,
        most: u64,
    ) -> Result<Kept, StoreError>;

    /// Removes a draft, if what has to be true is. One that is not there is removed already.
    async fn discard(
        &self,
        user: &str,
        service: &str,
        when: Precondition,
    ) -> Result<Kept, StoreError>;
}

/// Something to write about drafts.
pub(super) enum DraftWrite {
    Keep {
        draft: DraftRecord,
        when: Precondition,
        most: u64,
    },
    Discard {
        user: String,
        service: String,
        when: Precondition,
    },
}

impl DraftWrite {
    pub(super) async fn apply(&self, db: &DatabaseTransaction) -> Result<Kept, StoreError> {
        match self {
            Self::Keep { draft, when, most } => keep(db, draft, when, *most).await,
            Self::Discard {
                user,
                service,
                when,
            } => {
                let current = find(db, user, service).await?;
                if current.is_some() && !when.holds(current.as_ref()) {
                    return Ok(Kept::Refused(current.map(Box::new)));
                }
                table::Entity::delete_by_id((user.clone(), service.clone()))
                    .exec(db)
                    .await?;
                Ok(Kept::Changed)
            }
        }
    }
}

async fn keep(
    db: &DatabaseTransaction,
    draft: &DraftRecord,
    when: &Precondition,
    most: u64,
) -> Result<Kept, StoreError> {
    let key = (draft.user.clone(), draft.key.clone());
    if let Some(sent) = idempotency::Entity::find_by_id(key).one(db).await? {
        let (_, answer): (String, StoredAnswer) = sent.into();
        return Ok(Kept::Sent(answer));
    }
    let current = find(db, &draft.user, &draft.service).await?;
    if current
        .as_ref()
        .is_some_and(|current| current.tag == draft.tag)
    {
        // It stands already, from an attempt whose outcome was not known.
        return Ok(match when {
            Precondition::Absent => Kept::Created,
            _ => Kept::Changed,
        });
    }
    if !when.holds(current.as_ref()) {
        return Ok(Kept::Refused(current.map(Box::new)));
    }
    if current.is_none() {
        let own = table::Entity::find().filter(table::Column::UserId.eq(draft.user.as_str()));
        if own.count(db).await? >= most {
            return Ok(Kept::TooMany);
        }
    }
    let id = (draft.user.clone(), draft.service.clone());
    table::Entity::delete_by_id(id).exec(db).await?;
    table::Entity::insert(table::Model::from(draft.clone()).into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(match current {
        Some(_) => Kept::Changed,
        None => Kept::Created,
    })
}

async fn find(
    db: &DatabaseTransaction,
    user: &str,
    service: &str,
) -> Result<Option<DraftRecord>, StoreError> {
    let id = (user.to_owned(), service.to_owned());
    Ok(table::Entity::find_by_id(id).one(db).await?.map(Into::into))
}

impl From<table::Model> for DraftRecord {
    fn from(row: table::Model) -> Self {
        Self {
            user: row.user_id,
            service: row.service_id,
            key: row.key,
            form_version: row.form_version,
            answers: row.answers,
            step: u32::try_from(row.step).unwrap_or_default(),
            device: row.device,
            tag: row.tag,
            updated_at: row.updated_at,
        }
    }
}

impl From<DraftRecord> for table::Model {
    fn from(draft: DraftRecord) -> Self {
        Self {
            user_id: draft.user,
            service_id: draft.service,
            key: draft.key,
            form_version: draft.form_version,
            answers: draft.answers,
            step: i64::from(draft.step),
            device: draft.device,
            tag: draft.tag,
            updated_at: draft.updated_at,
        }
    }
}
