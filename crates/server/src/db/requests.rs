//! Queries of requests: limited to readable requests and to one page.

use super::entity::{approver, event, name, named, read, reader, request, request_summary};
use super::snapshot::Service;
use super::{
    Millis, RequestListing, RequestQuery, RequestReader, RequestRecord, SearchedRequest,
    StoreError, projection,
};
use portico_domain::State;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

/// A condition for the requests that a user may read: as a reader, as an approver, or as a member of the team that
/// fulfils them. It is evaluated for a single request at a time, however many requests the user has.
pub(super) fn readable(reader: &RequestReader) -> Condition {
    let user = reader.user.as_str();
    let (reads, approves) = (reader::Column::UserId, approver::Column::UserId);
    Condition::any()
        .add(names_request(reads.eq(user), reader::Column::RequestId))
        .add(names_request(
            approves.eq(user),
            approver::Column::RequestId,
        ))
        .add(request::Column::Team.is_in(&reader.teams))
}

/// Whether a row of another table that satisfies a condition names the request in this column.
fn names_request<C: ColumnTrait>(condition: Expr, request: C) -> Expr {
    let named = request.as_column_ref();
    let mut rows = Query::select();
    rows.expr(Expr::value(1))
        .from(C::EntityName::default())
        .and_where(condition)
        .and_where(Expr::col(named).equals((request::Entity, request::Column::Id)));
    Expr::exists(rows)
}

/// A list row: columns of two tables, none of which grows with the answers.
#[derive(FromQueryResult)]
pub(super) struct ListRow {
    id: String,
    number: String,
    service_id: String,
    service_name: String,
    service_icon: Option<String>,
    state: String,
    created_at: Millis,
    updated_at: Millis,
    due_at: Option<Millis>,
    requester: String,
    assignee: Option<String>,
    words: String,
}

pub(super) async fn list(
    db: &DatabaseConnection,
    listing: RequestQuery,
) -> Result<Vec<RequestListing>, StoreError> {
    listings(db, rows(listing)?).await
}

/// The rows of a list, without the text of the answers.
pub(super) async fn listings<E: EntityTrait>(
    db: &DatabaseConnection,
    rows: Select<E>,
) -> Result<Vec<RequestListing>, StoreError> {
    let rows = rows.expr_as(Expr::value(""), "words");
    let rows = rows.into_model::<ListRow>().all(db).await?;
    rows.into_iter().map(RequestListing::try_from).collect()
}

pub(super) async fn searched(
    db: &DatabaseConnection,
    listing: RequestQuery,
) -> Result<Vec<SearchedRequest>, StoreError> {
    let rows = rows(listing)?.column(request_summary::Column::Words);
    let rows = rows.into_model::<ListRow>().all(db).await?;
    let searched = |mut row: ListRow| {
        let words = std::mem::take(&mut row.words);
        let summary = row.try_into()?;
        Ok(SearchedRequest { summary, words })
    };
    rows.into_iter().map(searched).collect()
}

/// All columns of a list except the text. The table of readers comes first: its key is in list
/// order, so that only the rows of a page are read.
fn rows(listing: RequestQuery) -> Result<Select<reader::Entity>, StoreError> {
    let of_request = reader::Entity::belongs_to(request::Entity)
        .from(reader::Column::RequestId)
        .to(request::Column::Id);
    let of_summary = reader::Entity::belongs_to(request_summary::Entity)
        .from(reader::Column::RequestId)
        .to(request_summary::Column::RequestId);
    let mut query = list_columns(reader::Entity::find())
        .join(JoinType::InnerJoin, of_request.into())
        .join(JoinType::InnerJoin, of_summary.into())
        .filter(reader::Column::UserId.eq(listing.user));
    if let Some(open) = listing.open {
        let closed = State::ALL.iter().filter(|state| !state.is_open());
        let closed = closed.map(name).collect::<Result<Vec<_>, _>>()?;
        let state = request::Column::State;
        query = query.filter(if open {
            state.is_not_in(closed)
        } else {
            state.is_in(closed)
        });
    }
    if let Some(before) = listing.before {
        query = query.filter(reader::Column::RequestId.lt(before));
    }
    Ok(query
        .order_by_desc(reader::Column::RequestId)
        .limit(listing.limit))
}

/// The columns of a list.
pub(super) fn list_columns<E: EntityTrait>(query: Select<E>) -> Select<E> {
    query
        .select_only()
        .columns([
            request::Column::Id,
            request::Column::Number,
            request::Column::ServiceId,
            request::Column::State,
            request::Column::CreatedAt,
            request::Column::UpdatedAt,
            request::Column::DueAt,
            request::Column::Requester,
            request::Column::Assignee,
        ])
        .columns([
            request_summary::Column::ServiceName,
            request_summary::Column::ServiceIcon,
        ])
}

impl TryFrom<ListRow> for RequestListing {
    type Error = StoreError;

    fn try_from(row: ListRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            number: row.number,
            service: Service {
                id: row.service_id,
                name: row.service_name,
                icon: row.service_icon,
            },
            state: named(row.state)?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            due_at: row.due_at,
            requester: serde_json::from_str(&row.requester)?,
            assignee: read(row.assignee)?,
        })
    }
}

pub(super) async fn get(
    db: &DatabaseConnection,
    reader: &RequestReader,
    id: &str,
) -> Result<Option<RequestRecord>, StoreError> {
    let found = request::Entity::find_by_id(id.to_owned())
        .filter(readable(reader))
        .one(db)
        .await?;
    match found {
        Some(row) => projection::record(db, row).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn last_id(db: &DatabaseConnection) -> Result<Option<String>, StoreError> {
    let request = request::Entity::find()
        .select_only()
        .column_as(request::Column::Id.max(), "id");
    let event = event::Entity::find()
        .select_only()
        .column_as(event::Column::Id.max(), "id");
    let request: Option<Option<String>> = request.into_tuple().one(db).await?;
    let event: Option<Option<String>> = event.into_tuple().one(db).await?;
    Ok(std::cmp::max(request.flatten(), event.flatten()))
}
