//! The events of a request, as its readers see them, limited to one page.

use super::entity::{event, named, read, request};
use super::log::REQUEST;
use super::requests::readable;
use super::{EventKind, EventPage, EventQuery, EventRecord, Millis, StoreError};
use portico_domain::{Person, Rating, Reason, RichText};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::Deserialize;

/// The payload of a submission is shown as the request itself, and would only fill the page.
const SHOWN: &str = "CASE WHEN kind = 'submitted' THEN NULL ELSE payload END";
const SHOWN_BYTES: &str = "CAST(CASE WHEN kind = 'submitted' THEN 0 ELSE coalesce(octet_length(payload), 0) END AS BIGINT)";

/// An entry of the log, without its hashes.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "event::Entity")]
struct LogRow {
    id: String,
    at: Millis,
    actor: Option<String>,
    kind: String,
    state_before: Option<String>,
    state_after: Option<String>,
    reason: Option<String>,
    #[sea_orm(from_expr = "Expr::cust(SHOWN)")]
    payload: Option<String>,
}

/// The visible part of a payload.
#[derive(Default, Deserialize)]
struct VisiblePayload {
    #[serde(alias = "question")]
    body: Option<RichText>,
    to: Option<serde_json::Value>,
}

/// Their sizes are read first, so that long events beyond the page are not read.
pub(super) async fn events(
    db: &DatabaseConnection,
    query: EventQuery,
) -> Result<Option<EventPage>, StoreError> {
    let access = request::Entity::find_by_id(query.request.as_str())
        .filter(readable(&query.reader))
        .select_only()
        .column(request::Column::Id)
        .into_tuple::<String>();
    if access.one(db).await?.is_none() {
        return Ok(None);
    }
    let mut newest = event::Entity::find()
        .filter(event::Column::SubjectType.eq(REQUEST))
        .filter(event::Column::SubjectId.eq(query.request))
        .order_by_desc(event::Column::Seq)
        .select_only();
    if let Some(before) = query.before {
        let mut seq = Query::select();
        seq.column(event::Column::Seq)
            .from(event::Entity)
            .and_where(event::Column::Id.eq(before));
        newest = newest.filter(Expr::col(event::Column::Seq).lt(seq));
    }
    // One event more than the limit shows whether there are earlier ones.
    let more = u64::try_from(query.limit.saturating_add(1)).unwrap_or(u64::MAX);
    let sizes: Vec<(i64, i64)> = newest
        .clone()
        .column(event::Column::Seq)
        .expr(Expr::cust(SHOWN_BYTES))
        .limit(more)
        .into_tuple()
        .all(db)
        .await?;
    let fitting = fitting(&sizes, query.limit, query.bytes);
    let shown = sizes.iter().take(fitting).map(|(seq, _)| *seq);
    let rows = newest
        .filter(event::Column::Seq.is_in(shown))
        .into_partial_model::<LogRow>()
        .all(db)
        .await?;
    let events = rows.into_iter().map(EventRecord::try_from);
    Ok(Some(EventPage {
        events: events.collect::<Result<_, _>>()?,
        has_more: fitting < sizes.len(),
    }))
}

/// The number of events that fit on a page: at least one, if there is one.
fn fitting(sizes: &[(i64, i64)], limit: usize, bytes: usize) -> usize {
    let mut room = i64::try_from(bytes).unwrap_or(i64::MAX);
    let fit = sizes.iter().take(limit).take_while(|(_, size)| {
        room = room.saturating_sub(*size);
        room >= 0
    });
    fit.count().max(1).min(sizes.len())
}

impl TryFrom<LogRow> for EventRecord {
    type Error = StoreError;

    fn try_from(row: LogRow) -> Result<Self, StoreError> {
        let said: VisiblePayload = read(row.payload)?.unwrap_or_default();
        let kind = kind(&row.kind, said.to)?;
        let is_new = matches!(kind, EventKind::Created) || row.state_before != row.state_after;
        let state = row
            .state_after
            .filter(|_| is_new && kind != EventKind::Comment);
        Ok(Self {
            id: row.id,
            at: row.at,
            actor: read(row.actor)?,
            kind,
            state: state.map(named).transpose()?,
            body: said.body,
            reason: row.reason.as_deref().and_then(Reason::new),
        })
    }
}

/// The kind of an entry of the log, with the `to` of its payload.
fn kind(name: &str, to: Option<serde_json::Value>) -> Result<EventKind, StoreError> {
    Ok(match (name, to) {
        ("submitted", _) => EventKind::Created,
        ("commented", _) => EventKind::Comment,
        ("approved", _) => EventKind::Approved,
        ("rejected", _) => EventKind::Declined,
        ("assigned", Some(to)) => EventKind::Assigned {
            to: serde_json::from_value::<Person>(to)?,
        },
        ("started", _) => EventKind::Started,
        ("asked", _) => EventKind::Asked,
        ("answered", _) => EventKind::Answered,
        ("resolved", _) => EventKind::Resolved,
        ("closed", _) => EventKind::Closed,
        ("reopened", _) => EventKind::Reopened,
        ("cancelled", _) => EventKind::Cancelled,
        ("rated", Some(to)) => EventKind::Rated {
            rating: serde_json::from_value::<Rating>(to)?,
        },
        _ => EventKind::Other,
    })
}
