//! The log: all events in one order without gaps, each entry linked to the previous one by a hash.
//!
//! The single writer task appends entries in the transaction that writes the derived rows, so their
//! numbers have no gaps and their order is the commit order. No entry is ever changed or removed.

mod check;
mod position;
mod seal;
pub(super) mod takeover;

pub use check::{LogCheck, LogFault, check, contains};
pub use position::LogPosition;

use super::StoreError;
use super::entity::{event, json, name, read};
use portico_domain::{Change, Event, Reason};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};
use serde_json::Value;

/// The subject type of entries about requests.
pub(crate) const REQUEST: &str = "request";
/// The version of the payload format; a change of the format gets a new version, and old ones stay
/// readable.
const VERSION: i64 = 1;

/// Appends the events of a request.
pub(super) async fn append(
    db: &impl ConnectionTrait,
    id: String,
    request: &str,
    event: &Event,
) -> Result<(), StoreError> {
    let last: Option<(i64, String)> = event::Entity::find()
        .select_only()
        .columns([event::Column::Seq, event::Column::Hash])
        .order_by_desc(event::Column::Seq)
        .into_tuple()
        .one(db)
        .await?;
    let (last, previous_hash) = last.unwrap_or_else(|| (0, seal::GENESIS.to_owned()));
    let (kind, payload) = written(&event.change)?;
    let mut row = event::Model {
        seq: last.saturating_add(1),
        id,
        subject_type: REQUEST.to_owned(),
        subject_id: request.to_owned(),
        at: event.at,
        kind,
        version: VERSION,
        state_before: event.before.as_ref().map(name).transpose()?,
        state_after: Some(name(&event.after)?),
        actor: json(event.actor.as_ref())?,
        on_behalf_of: json(event.on_behalf_of.as_ref())?,
        reason: event.reason.clone().map(String::from),
        payload,
        content_hash: String::new(),
        previous_hash,
        hash: String::new(),
    };
    row.content_hash = seal::content_hash(&row);
    row.hash = seal::hash(&row);
    event::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The columns `kind` and `payload` of a change.
fn written(change: &Change) -> Result<(String, Option<String>), StoreError> {
    let shape = || StoreError::Failed("an event has no kind".into());
    let Value::Object(mut members) = serde_json::to_value(change)? else {
        return Err(shape());
    };
    let payload = members.remove("payload").map(|payload| payload.to_string());
    match members.remove("kind") {
        Some(Value::String(kind)) => Ok((kind, payload)),
        _ => Err(shape()),
    }
}

impl TryFrom<event::Model> for Event {
    type Error = StoreError;

    fn try_from(row: event::Model) -> Result<Self, StoreError> {
        if row.version != VERSION {
            let version = row.version;
            return Err(StoreError::Failed(
                format!("an event has a payload of version {version}").into(),
            ));
        }
        let mut change = serde_json::Map::new();
        change.insert("kind".to_owned(), row.kind.into());
        if let Some(payload) = row.payload {
            change.insert("payload".to_owned(), serde_json::from_str(&payload)?);
        }
        let state = |state: Option<String>| state.map(super::entity::named).transpose();
        let nowhere = || StoreError::Failed("an event leads to no state".into());
        Ok(Self {
            at: row.at,
            actor: read(row.actor)?,
            on_behalf_of: read(row.on_behalf_of)?,
            reason: row.reason.as_deref().and_then(Reason::new),
            before: state(row.state_before)?,
            after: state(row.state_after)?.ok_or_else(nowhere)?,
            change: serde_json::from_value(change.into())?,
        })
    }
}
