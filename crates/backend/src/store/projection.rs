//! Requests as rows: what follows from the log, in columns that can be searched.
//!
//! Every row is written in the transaction that appends the events it follows from, and from nothing else.

use super::entity::{approval, approver, json, name, named, read, request};
use super::{Record, StoreError};
use portico_domain::{
    Approval, ApprovalId, Approvers, Change, Decision, Event, Millis, Parts, Person, Rating,
    Reason, Request, RequiredApproval, apply,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeMap;

/// The columns of a request that the rules need, without its answers, which may be long.
#[derive(FromQueryResult)]
struct Standing {
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

/// Writes the rows of a new request.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    id: &str,
    event: &Event,
) -> Result<(), StoreError> {
    let (row, request) = first_row(id, event)?;
    request::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    insert_approvals(db, id, &request).await
}

/// Writes them over the row of a release that had no log.
pub(super) async fn rewrite(
    db: &impl ConnectionTrait,
    id: &str,
    event: &Event,
) -> Result<(), StoreError> {
    let (row, request) = first_row(id, event)?;
    row.into_active_model().reset_all().update(db).await?;
    insert_approvals(db, id, &request).await
}

/// The row of a request that was just submitted.
fn first_row(id: &str, event: &Event) -> Result<(request::Model, Request), StoreError> {
    let (Change::Submitted { number, submission }, Some(request)) =
        (&event.change, apply(None, event))
    else {
        let reason = "a request does not begin with its submission";
        return Err(StoreError::Failed(reason.to_owned()));
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
        rating: request.rating().map(|rating| rating.stars().into()),
        snapshot: serde_json::to_string(&submission.details)?,
    };
    Ok((row, request))
}

/// Writes what has changed of a request.
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
        .col_expr(request::Column::Rating, Expr::value(rating))
        .filter(request::Column::Id.eq(id))
        .exec(db)
        .await?;
    if approval_rows(id, before)? == approval_rows(id, after)? {
        return Ok(());
    }
    approver::Entity::delete_many()
        .filter(approver::Column::RequestId.eq(id))
        .exec(db)
        .await?;
    approval::Entity::delete_many()
        .filter(approval::Column::RequestId.eq(id))
        .exec(db)
        .await?;
    insert_approvals(db, id, after).await
}

/// The rules' view of a stored request.
pub(super) async fn load(
    db: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<Request>, StoreError> {
    let standing = request::Entity::find_by_id(id)
        .select_only()
        .columns([
            request::Column::Kind,
            request::Column::State,
            request::Column::Requester,
            request::Column::RequestedFor,
            request::Column::Watchers,
            request::Column::Team,
            request::Column::Assignee,
            request::Column::Rating,
            request::Column::CreatedAt,
            request::Column::UpdatedAt,
        ])
        .into_model::<Standing>()
        .one(db)
        .await?;
    let Some(standing) = standing else {
        return Ok(None);
    };
    let approvals = approvals(db, id).await?;
    standing.request(approvals).map(Some)
}

/// A stored request in whole.
pub(super) async fn record(
    db: &impl ConnectionTrait,
    row: request::Model,
) -> Result<Record, StoreError> {
    let approvals = approvals(db, &row.id).await?;
    let standing = Standing {
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
    Ok(Record {
        id: row.id,
        number: row.number,
        due_at: row.due_at,
        request: standing.request(approvals)?,
        snapshot: serde_json::from_str(&row.snapshot)?,
    })
}

impl Standing {
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
        Request::try_from(parts).map_err(|error| StoreError::Failed(error.to_string()))
    }
}

fn rating(stars: i64) -> Result<Rating, StoreError> {
    let rating = u8::try_from(stars).ok().and_then(Rating::new);
    rating.ok_or_else(|| StoreError::Failed(format!("{stars} is no rating")))
}

async fn approvals(db: &impl ConnectionTrait, id: &str) -> Result<Vec<Approval>, StoreError> {
    let rows = approval::Entity::find()
        .filter(approval::Column::RequestId.eq(id))
        .order_by_asc(approval::Column::Number)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let asked = approver::Entity::find()
        .filter(approver::Column::RequestId.eq(id))
        .order_by_asc(approver::Column::Position)
        .all(db)
        .await?;
    let mut asked_for: BTreeMap<i64, Vec<approver::Model>> = BTreeMap::new();
    for row in asked {
        asked_for.entry(row.number).or_default().push(row);
    }
    let approval = |row: approval::Model| {
        let asked = asked_for.remove(&row.number).unwrap_or_default();
        approval_of(row, asked)
    };
    rows.into_iter().map(approval).collect()
}

fn approval_of(row: approval::Model, asked: Vec<approver::Model>) -> Result<Approval, StoreError> {
    let people = asked.iter().map(|row| Person {
        id: row.user_id.as_str().into(),
        name: row.name.clone(),
    });
    let nobody = || StoreError::Failed("an approval has nobody to approve it".to_owned());
    let approval = Approval::new(RequiredApproval {
        capacity: named(row.capacity)?,
        quorum: named(row.quorum)?,
        approvers: Approvers::new(people).ok_or_else(nobody)?,
    });
    asked.into_iter().try_fold(approval, |approval, row| {
        let (Some(verdict), Some(at)) = (row.verdict, row.decided_at) else {
            return Ok(approval);
        };
        let decision = Decision {
            verdict: named(verdict)?,
            at,
            by: read(row.decided_by)?,
            reason: row.reason.as_deref().and_then(Reason::new),
        };
        Ok(approval.with(row.user_id.into(), decision))
    })
}

type ApprovalRows = (Vec<approval::Model>, Vec<approver::Model>);

fn approval_rows(id: &str, request: &Request) -> Result<ApprovalRows, StoreError> {
    let (mut approvals, mut approvers) = (Vec::new(), Vec::new());
    for (ApprovalId(number), approval) in request.approvals() {
        approvals.push(approval::Model {
            request_id: id.to_owned(),
            number: number.into(),
            capacity: name(&approval.required().capacity)?,
            quorum: name(&approval.required().quorum)?,
            state: name(&request.approval_state(approval))?,
        });
        for (position, (person, said)) in (1..).zip(approval.decisions()) {
            approvers.push(approver::Model {
                request_id: id.to_owned(),
                number: number.into(),
                user_id: person.id.to_string(),
                name: person.name.clone(),
                position,
                verdict: said.map(|said| name(&said.verdict)).transpose()?,
                decided_at: said.map(|said| said.at),
                decided_by: json(said.and_then(|said| said.by.as_ref()))?,
                reason: said
                    .and_then(|said| said.reason.as_ref())
                    .map(|reason| reason.as_str().to_owned()),
            });
        }
    }
    Ok((approvals, approvers))
}

async fn insert_approvals(
    db: &impl ConnectionTrait,
    id: &str,
    request: &Request,
) -> Result<(), StoreError> {
    let (approvals, approvers) = approval_rows(id, request)?;
    if approvals.is_empty() {
        return Ok(());
    }
    let approvals = approvals
        .into_iter()
        .map(IntoActiveModel::into_active_model);
    approval::Entity::insert_many(approvals)
        .exec_without_returning(db)
        .await?;
    let approvers = approvers
        .into_iter()
        .map(IntoActiveModel::into_active_model);
    approver::Entity::insert_many(approvers)
        .exec_without_returning(db)
        .await?;
    Ok(())
}
