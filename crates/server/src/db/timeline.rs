//! The events of a request, as its readers see them, limited to one page.

use super::entity::{event, named, read, request};
use super::log::REQUEST;
use super::requests::readable;
use super::{EventKind, EventPage, EventQuery, EventRecord, Millis, StoreError};
use portico_domain::RichText;
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
    #[sea_orm(from_expr = "Expr::cust(SHOWN)")]
    payload: Option<String>,
}

/// The visible part of a payload.
#[derive(Default, Deserialize)]
struct VisiblePayload {
    #[serde(alias = "question")]
    body: Option<RichText>,
}

/// Their sizes are read first, so that long events beyond the page are not read.
pub(super) async fn events(
    db: &DatabaseConnection,
    query: EventQuery,
) -> Result<Option<EventPage>, StoreError> {
    let access = request::Entity::find_by_id(query.request.as_str())
        .filter(readable(&query.user))
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
        let kind = match &*row.kind {
            "submitted" => EventKind::Created,
            "commented" => EventKind::Comment,
            _ if row.state_before != row.state_after => EventKind::State,
            _ => EventKind::Other,
        };
        let leads_on = matches!(kind, EventKind::Created | EventKind::State);
        let state = row.state_after.filter(|_| leads_on);
        let said: Option<VisiblePayload> = read(row.payload)?;
        Ok(Self {
            id: row.id,
            at: row.at,
            actor: read(row.actor)?,
            kind,
            state: state.map(named).transpose()?,
            body: said.unwrap_or_default().body,
        })
    }
}
