//! Lists of requests for the people who approve and fulfil them, and the number of those that wait.

use super::entity::{approval, approver, name, request, request_summary};
use super::requests::{list_columns, listings};
use super::{
    ApprovalQuery, Assignment, RequestListing, RequestReader, StoreError, WaitingCounts, WorkQuery,
};
use portico_domain::{ApprovalState, State};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

pub(super) async fn approvals(
    db: &DatabaseConnection,
    query: ApprovalQuery,
) -> Result<Vec<RequestListing>, StoreError> {
    let id = request::Column::Id;
    let asked = id.in_subquery(asked(&query.user));
    let pending = id.in_subquery(undecided(&query.user)?);
    let mut rows = with_summary(request::Entity::find()).filter(match query.pending {
        true => Condition::all().add(pending),
        false => Condition::all().add(asked).add(pending.not()),
    });
    if let Some(before) = query.before {
        rows = rows.filter(id.lt(before));
    }
    listings(db, rows.order_by_desc(id).limit(query.limit)).await
}

pub(super) async fn work(
    db: &DatabaseConnection,
    query: WorkQuery,
) -> Result<Vec<RequestListing>, StoreError> {
    let id = request::Column::Id;
    let states = query.states.iter().map(name);
    let states = states.collect::<Result<Vec<_>, _>>()?;
    let mut rows = with_summary(request::Entity::find())
        .filter(of_teams(&query.reader, query.assignment))
        .filter(request::Column::State.is_in(states));
    if let Some(after) = query.after {
        rows = rows.filter(id.gt(after));
    }
    listings(db, rows.order_by_asc(id).limit(query.limit)).await
}

pub(super) async fn waiting(
    db: &DatabaseConnection,
    reader: &RequestReader,
    most: u64,
) -> Result<WaitingCounts, StoreError> {
    let is_approver = approver::Entity::find()
        .filter(approver::Column::UserId.eq(reader.user.as_str()))
        .select_only()
        .column(approver::Column::RequestId)
        .limit(1)
        .into_tuple::<String>()
        .one(db)
        .await?;
    let pending = request::Column::Id.in_subquery(undecided(&reader.user)?);
    let approvals = match is_approver {
        Some(_) => Some(count(db, request::Entity::find().filter(pending), most).await?),
        None => None,
    };
    let work = request::Entity::find()
        .filter(of_teams(reader, Assignment::Nobody))
        .filter(request::Column::State.is_in([name(&State::New)?, name(&State::InProgress)?]));
    let work = match reader.teams.is_empty() {
        true => None,
        false => Some(count(db, work, most).await?),
    };
    Ok(WaitingCounts { approvals, work })
}

/// The number of requests, counted up to a limit, so that it takes no longer with more of them.
async fn count(
    db: &DatabaseConnection,
    requests: Select<request::Entity>,
    most: u64,
) -> Result<u64, StoreError> {
    let requests = requests.select_only().column(request::Column::Id);
    Ok(requests.limit(most).count(db).await?)
}

fn with_summary(requests: Select<request::Entity>) -> Select<request::Entity> {
    let of_summary = request::Entity::belongs_to(request_summary::Entity)
        .from(request::Column::Id)
        .to(request_summary::Column::RequestId);
    list_columns(requests).join(JoinType::InnerJoin, of_summary.into())
}

/// A condition for the requests of a user's teams.
fn of_teams(reader: &RequestReader, assignment: Assignment) -> Condition {
    let of_team = Condition::all().add(request::Column::Team.is_in(&reader.teams));
    let assignee = request::Column::AssigneeId;
    match assignment {
        Assignment::Any => of_team,
        Assignment::Nobody => of_team.add(assignee.is_null()),
        Assignment::Own => of_team.add(assignee.eq(reader.user.as_str())),
    }
}

/// The IDs of the requests that a user is or was asked to approve.
fn asked(user: &str) -> SelectStatement {
    let mut rows = Query::select();
    rows.column(approver::Column::RequestId)
        .from(approver::Entity)
        .and_where(approver::Column::UserId.eq(user));
    rows
}

/// The IDs of the requests whose approval lacks this user's decision.
fn undecided(user: &str) -> Result<SelectStatement, StoreError> {
    let of_approval = Expr::col((approval::Entity, approval::Column::RequestId))
        .equals((approver::Entity, approver::Column::RequestId))
        .and(
            Expr::col((approval::Entity, approval::Column::Number))
                .equals((approver::Entity, approver::Column::Number)),
        );
    let mut rows = Query::select();
    rows.column((approver::Entity, approver::Column::RequestId))
        .from(approver::Entity)
        .inner_join(approval::Entity, of_approval)
        .and_where(approver::Column::UserId.eq(user))
        .and_where(approver::Column::Verdict.is_null())
        .and_where(approval::Column::State.eq(name(&ApprovalState::Pending)?));
    Ok(rows)
}
