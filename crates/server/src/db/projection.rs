//! Requests as rows: the state derived from the log, in searchable columns.
//!
//! Every row is written in the transaction that appends its events, and derived only from them.

mod approvals;

use super::entity::{insert_all, json, name, named, read, reader, request};
use super::{RequestRecord, StoreError};
use crate::failure::Failure;
use portico_domain::{Approval, Change, Event, Millis, Parts, Rating, Request, apply};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder,
};

/// The columns of a request that the rules need, without its answers, which may be long.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "request::Entity")]
struct RequestColumns {
    kind: String,
    state: String,
    requester: String,
    requested_for: Option<String>,
    watchers: String,
    team: Option<String>,
    assignee: Option<String>,
    rating: Option<i64>,
    created_at: Millis,
    updated_at: Millis,
}

/// All rows of a request.
#[derive(Debug, PartialEq, Eq)]
struct Rows {
    request: request::Model,
    /// The readers in the order of their IDs.
    readers: Vec<reader::Model>,
    approvals: approvals::Rows,
}

/// Writes the rows of a new request.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    id: &str,
    event: &Event,
) -> Result<(), StoreError> {
    let rows = Rows::of(id, event, apply(None, event).as_ref())?;
    request::Entity::insert(rows.request.into_active_model())
        .exec_without_returning(db)
        .await?;
    insert_people(db, rows.readers, rows.approvals).await
}

/// Replaces the rows of a release without a log.
pub(super) async fn rewrite(
    db: &impl ConnectionTrait,
    id: &str,
    event: &Event,
) -> Result<(), StoreError> {
    let rows = Rows::of(id, event, apply(None, event).as_ref())?;
    let row = rows.request.into_active_model().reset_all();
    row.update(db).await?;
    reader::Entity::delete_many()
        .filter(reader::Column::RequestId.eq(id))
        .exec(db)
        .await?;
    insert_people(db, rows.readers, rows.approvals).await
}

/// Inserts the rows of the people who may read a request or approve it.
async fn insert_people(
    db: &impl ConnectionTrait,
    readers: Vec<reader::Model>,
    approvals: approvals::Rows,
) -> Result<(), StoreError> {
    insert_all(db, readers).await?;
    approvals::insert(db, approvals).await
}

/// Whether the rows of a request match its first event and its current state.
pub(super) async fn follows(
    db: &impl ConnectionTrait,
    row: request::Model,
    first: &Event,
    request: &Request,
) -> Result<bool, StoreError> {
    let id = row.id.clone();
    let readers = reader::Entity::find()
        .filter(reader::Column::RequestId.eq(id.as_str()))
        .order_by_asc(reader::Column::UserId)
        .all(db)
        .await?;
    let stored = Rows {
        request: row,
        readers,
        approvals: approvals::read(db, &id).await?,
    };
    let Ok(mut expected) = Rows::of(&id, first, Some(request)) else {
        return Ok(false);
    };
    // A number may be rounded when it is read, and is then written with other digits. So answers
    // are compared after reading, and not in their written form.
    if let Change::Submitted { submission, .. } = &first.change
        && serde_json::from_str(&stored.request.snapshot).ok().as_ref() == Some(&submission.details)
    {
        expected
            .request
            .snapshot
            .clone_from(&stored.request.snapshot);
    }
    Ok(expected == stored)
}

impl Rows {
    /// The rows of a request that began with this event.
    fn of(id: &str, first: &Event, request: Option<&Request>) -> Result<Self, StoreError> {
        let (Change::Submitted { number, submission }, Some(request)) = (&first.change, request)
        else {
            let reason = "a request does not begin with its submission";
            return Err(StoreError::Failed(reason.into()));
        };
        let row = request::Model {
            id: id.to_owned(),
            number: number.clone(),
            user_id: request.requester().id.to_string(),
            service_id: submission.service.clone(),
            state: name(&request.state())?,
            created_at: request.created_at(),
            updated_at: request.updated_at(),
            due_at: submission.due_at,
            kind: name(&request.kind())?,
            requester: serde_json::to_string(request.requester())?,
            requested_for: json(request.requested_for())?,
            watchers: serde_json::to_string(request.watchers())?,
            team: request.team().map(str::to_owned),
            assignee: json(request.assignee())?,
            assignee_id: assignee_id(request),
            rating: request.rating().map(|rating| rating.stars().into()),
            snapshot: serde_json::to_string(&submission.details)?,
        };
        let mut readers: Vec<_> = request
            .participants()
            .into_iter()
            .map(|person| reader::Model {
                user_id: person.id.to_string(),
                request_id: id.to_owned(),
            })
            .collect();
        readers.sort_by(|one, other| one.user_id.cmp(&other.user_id));
        Ok(Self {
            request: row,
            readers,
            approvals: approvals::rows(id, request)?,
        })
    }
}

fn assignee_id(request: &Request) -> Option<String> {
    request.assignee().map(|person| person.id.to_string())
}

/// Writes the changed columns of a request.
pub(super) async fn update(
    db: &impl ConnectionTrait,
    id: &str,
    before: &Request,
    after: &Request,
) -> Result<(), StoreError> {
    let rating = after.rating().map(|rating| i64::from(rating.stars()));
    request::Entity::update_many()
        .col_expr(request::Column::State, Expr::value(name(&after.state())?))
        .col_expr(request::Column::UpdatedAt, Expr::value(after.updated_at()))
        .col_expr(
            request::Column::Assignee,
            Expr::value(json(after.assignee())?),
        )
        .col_expr(request::Column::AssigneeId, Expr::value(assignee_id(after)))
        .col_expr(request::Column::Rating, Expr::value(rating))
        .filter(request::Column::Id.eq(id))
        .exec(db)
        .await?;
    let approvals = approvals::rows(id, after)?;
    if approvals == approvals::rows(id, before)? {
        return Ok(());
    }
    approvals::replace(db, id, approvals).await
}

/// A stored request as the rules see it.
pub(super) async fn load(
    db: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<Request>, StoreError> {
    let standing = request::Entity::find_by_id(id)
        .into_partial_model::<RequestColumns>()
        .one(db)
        .await?;
    let Some(standing) = standing else {
        return Ok(None);
    };
    let approvals = approvals::load(db, id).await?;
    standing.request(approvals).map(Some)
}

/// A complete stored request.
pub(super) async fn record(
    db: &impl ConnectionTrait,
    row: request::Model,
) -> Result<RequestRecord, StoreError> {
    let approvals = approvals::load(db, &row.id).await?;
    let standing = RequestColumns {
        kind: row.kind,
        state: row.state,
        requester: row.requester,
        requested_for: row.requested_for,
        watchers: row.watchers,
        team: row.team,
        assignee: row.assignee,
        rating: row.rating,
        created_at: row.created_at,
        updated_at: row.updated_at,
    };
    Ok(RequestRecord {
        id: row.id,
        number: row.number,
        due_at: row.due_at,
        request: standing.request(approvals)?,
        snapshot: serde_json::from_str(&row.snapshot)?,
    })
}

impl RequestColumns {
    fn request(self, approvals: Vec<Approval>) -> Result<Request, StoreError> {
        let parts = Parts {
            kind: named(self.kind)?,
            state: named(self.state)?,
            requester: serde_json::from_str(&self.requester)?,
            requested_for: read(self.requested_for)?,
            watchers: serde_json::from_str(&self.watchers)?,
            team: self.team,
            assignee: read(self.assignee)?,
            rating: self.rating.map(rating).transpose()?,
            approvals,
            created_at: self.created_at,
            updated_at: self.updated_at,
        };
        Request::try_from(parts).map_err(|error| {
            StoreError::Failed(Failure::caused_by("a stored request cannot be read", error))
        })
    }
}

fn rating(stars: i64) -> Result<Rating, StoreError> {
    let rating = u8::try_from(stars).ok().and_then(Rating::new);
    rating.ok_or_else(|| StoreError::Failed(format!("{stars} is not a rating").into()))
}
