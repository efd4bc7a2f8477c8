//! Drafts: unsent input.

use super::entity::{draft as table, idempotency};
use super::{IdempotencyKey, Millis, StoreError, StoredResponse};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DerivePartialModel, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter,
};

/// A stored draft. A user has at most one per service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRecord {
    /// The ID of the user.
    pub user: String,
    /// The ID of the service.
    pub service: String,
    /// The `Idempotency-Key` for the submission of the request.
    pub key: String,
    /// The version of the form.
    pub form_version: String,
    /// The complete input, as JSON.
    pub answers: String,
    /// The current step of the form.
    pub step: u32,
    /// The device's name for itself.
    pub device: Option<String>,
    /// Different after each change; the quoted part of the `ETag`.
    pub tag: String,
    /// The time of the last change.
    pub updated_at: Millis,
}

/// A draft as a list item, without its answers.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "table::Entity")]
pub struct DraftListing {
    /// The ID of the service.
    #[sea_orm(from_col = "service_id")]
    pub service: String,
    /// The `Idempotency-Key` for the submission of the request.
    pub key: String,
    /// The version of the form.
    pub form_version: String,
    /// The current step of the form.
    pub step: i64,
    /// The device's name for itself.
    pub device: Option<String>,
    /// Different after each change.
    pub tag: String,
    /// The time of the last change.
    pub updated_at: Millis,
}

/// The precondition of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// The draft does not exist (`If-None-Match: *`).
    Absent,
    /// The draft exists (`If-Match: *`).
    Present,
    /// The draft has one of these tags (`If-Match`).
    Tagged(Vec<String>),
    /// No precondition.
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

/// The draft with the key of a new request, as it was when the two were compared, before the transaction that records
/// the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ComparedDraft {
    /// There was none.
    #[default]
    Absent,
    /// It has this tag and the answers of the request, so it is deleted with the submission.
    Same(String),
    /// It has this tag and other answers, which another device may have added, so it stays.
    Different(String),
}

/// The result of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftOutcome {
    /// The draft was created.
    Created,
    /// The draft was changed.
    Changed,
    /// The precondition is false; contains the current draft.
    Refused(Option<Box<DraftRecord>>),
    /// A request was already sent with this key; contains its response.
    Sent(StoredResponse),
    /// The user has reached the maximum number of drafts.
    TooMany,
}

/// The drafts of all users.
#[async_trait]
pub trait DraftStore: Send + Sync {
    /// A user's drafts that were changed after `since`, the most recently changed first.
    async fn drafts(&self, user: &str, since: Millis) -> Result<Vec<DraftListing>, StoreError>;

    /// A user's draft for a service, if it was changed after `since`.
    async fn draft(
        &self,
        user: &str,
        service: &str,
        since: Millis,
    ) -> Result<Option<DraftRecord>, StoreError>;

    /// Stores a draft in place of the previous one, if the precondition is true; a user may have
    /// `most` drafts.
    async fn keep(
        &self,
        draft: DraftRecord,
        when: Precondition,
        most: u64,
    ) -> Result<DraftOutcome, StoreError>;

    /// Deletes a draft, if the precondition is true. A missing draft counts as deleted.
    async fn discard(
        &self,
        user: &str,
        service: &str,
        when: Precondition,
    ) -> Result<DraftOutcome, StoreError>;
}

/// A write to drafts.
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
    pub(super) async fn apply(&self, db: &DatabaseTransaction) -> Result<DraftOutcome, StoreError> {
        match self {
            Self::Keep { draft, when, most } => keep(db, draft, when, *most).await,
            Self::Discard {
                user,
                service,
                when,
            } => {
                let current = find(db, user, service).await?;
                if current.is_some() && !when.holds(current.as_ref()) {
                    return Ok(DraftOutcome::Refused(current.map(Box::new)));
                }
                table::Entity::delete_by_id((user.clone(), service.clone()))
                    .exec(db)
                    .await?;
                Ok(DraftOutcome::Changed)
            }
        }
    }
}

async fn keep(
    db: &DatabaseTransaction,
    draft: &DraftRecord,
    when: &Precondition,
    most: u64,
) -> Result<DraftOutcome, StoreError> {
    let key = (draft.user.clone(), draft.key.clone());
    if let Some(sent) = idempotency::Entity::find_by_id(key).one(db).await? {
        let (_, answer): (String, StoredResponse) = sent.into();
        return Ok(DraftOutcome::Sent(answer));
    }
    let current = find(db, &draft.user, &draft.service).await?;
    if current
        .as_ref()
        .is_some_and(|current| current.tag == draft.tag)
    {
        // An earlier attempt with an unknown outcome has succeeded.
        return Ok(match when {
            Precondition::Absent => DraftOutcome::Created,
            _ => DraftOutcome::Changed,
        });
    }
    if !when.holds(current.as_ref()) {
        return Ok(DraftOutcome::Refused(current.map(Box::new)));
    }
    if current.is_none() {
        let own = table::Entity::find().filter(table::Column::UserId.eq(draft.user.as_str()));
        if own.count(db).await? >= most {
            return Ok(DraftOutcome::TooMany);
        }
    }
    let id = (draft.user.clone(), draft.service.clone());
    table::Entity::delete_by_id(id).exec(db).await?;
    table::Entity::insert(table::Model::from(draft.clone()).into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(match current {
        Some(_) => DraftOutcome::Changed,
        None => DraftOutcome::Created,
    })
}

/// Deletes the draft that a new request was made from.
///
/// # Errors
/// [`StoreError::DraftChanged`] if the draft with the key is not the one that was compared: nobody knows whether it
/// contains more than the request, and it must neither be lost nor offered again after the request was received.
pub(super) async fn submitted(
    db: &DatabaseTransaction,
    key: &IdempotencyKey,
    service: &str,
    compared: &ComparedDraft,
) -> Result<(), StoreError> {
    let current = find(db, &key.user, service).await?;
    let Some(current) = current.filter(|draft| draft.key == key.key) else {
        return Ok(());
    };
    match compared {
        ComparedDraft::Same(tag) if *tag == current.tag => {
            table::Entity::delete_by_id((current.user, current.service))
                .exec(db)
                .await?;
            Ok(())
        }
        ComparedDraft::Different(tag) if *tag == current.tag => Ok(()),
        _ => Err(StoreError::DraftChanged),
    }
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
