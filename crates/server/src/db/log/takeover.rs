//! Conversion of earlier releases' data into the log: requests whose approvals and people were
//! stored with their answers, and events that were rows without a total order.

use super::append;
use crate::db::entity::{earlier_event as table, read, reader, request, rows_after};
use crate::db::{StoreError, projection};
use crate::failure::chain;
use portico_domain::{
    Actor, Approvers, Capacity, Change, Event, Person, Quorum, RequestKind, RequiredApproval,
    RichText, Submission, apply, submit,
};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;
use serde_json::Value;

/// The kind of the event that created a request.
const CREATED: &str = "created";

/// The decision of an approver who has not decided yet.
const PENDING: &str = "pending";

/// Data that was stored with a request's answers and is now subject to the rules.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LegacyRequest {
    requester: Person,
    #[serde(default)]
    requested_for: Option<Person>,
    #[serde(default)]
    watchers: Vec<Person>,
    owner: Person,
    #[serde(default)]
    approvals: Vec<LegacyApproval>,
}

/// An approval of an earlier release.
#[derive(Deserialize)]
struct LegacyApproval {
    /// `manager`, `owner`, or a named person.
    by: String,
    #[serde(default)]
    person: Option<Person>,
    /// `pending`, until the approver has decided.
    #[serde(default = "pending")]
    decision: String,
}

fn pending() -> String {
    PENDING.to_owned()
}

/// Converts the events after this one, in the order of their IDs; returns the ID of the last one,
/// or `None` at the end. IDs came from the clock, so if it was set back, a comment can precede the
/// event that created its request.
pub(in crate::db) async fn batch(
    db: &DatabaseTransaction,
    after: &str,
    most: u64,
) -> Result<Option<String>, StoreError> {
    let events = rows_after::<table::Entity>(db, table::Column::Id, after, most).await?;
    let last = events.last().map(|last| last.id.clone());
    for event in events {
        match &*event.kind {
            CREATED => created(db, event).await?,
            "comment" => comment(db, event).await?,
            kind => {
                let reason = format!("an event of the unknown kind {kind} cannot be taken over");
                return Err(StoreError::Failed(reason.into()));
            }
        }
    }
    Ok(last)
}

/// A request that was already converted because of a comment stays as it is.
async fn created(db: &DatabaseTransaction, earlier: table::Model) -> Result<(), StoreError> {
    let id = earlier.request_id;
    let missing = || StoreError::Failed(format!("the request {id} of an event is missing").into());
    let row = request::Entity::find_by_id(id.as_str()).one(db).await?;
    let row = row.ok_or_else(missing)?;
    if is_taken_over(&row) {
        return Ok(());
    }
    let readers = reader::Entity::find()
        .filter(reader::Column::RequestId.eq(id.as_str()))
        .order_by_asc(reader::Column::UserId)
        .all(db)
        .await?;
    let (number, at) = (row.number.clone(), row.created_at);
    let (submission, actor) = (submission(&row, readers), read(earlier.actor)?);
    let actor = actor.map_or(Actor::System, Actor::person);
    let event = submit(submission, number, &actor, at).map_err(StoreError::Refused)?;
    projection::rewrite(db, &id, &event).await?;
    append(db, earlier.id, &id, &event).await
}

async fn comment(db: &DatabaseTransaction, earlier: table::Model) -> Result<(), StoreError> {
    let id = earlier.request_id;
    let missing = || StoreError::Failed(format!("the request {id} of a comment is missing").into());
    let row = request::Entity::find_by_id(id.as_str()).one(db).await?;
    if !is_taken_over(&row.ok_or_else(missing)?) {
        let beginning = table::Entity::find()
            .filter(table::Column::RequestId.eq(id.as_str()))
            .filter(table::Column::Kind.eq(CREATED))
            .one(db)
            .await?;
        created(db, beginning.ok_or_else(missing)?).await?;
    }
    let before = projection::load(db, &id).await?.ok_or_else(missing)?;
    let body = read(earlier.body)?.unwrap_or_default();
    let event = Event {
        at: earlier.at,
        actor: read(earlier.actor)?,
        on_behalf_of: None,
        reason: None,
        before: Some(before.state()),
        after: before.state(),
        change: Change::Commented {
            body: RichText(body),
        },
    };
    let after = apply(Some(before.clone()), &event).ok_or_else(missing)?;
    projection::update(db, &id, &before, &after).await?;
    append(db, earlier.id, &id, &event).await
}

/// Earlier releases had no such column, and the log never leaves it empty.
fn is_taken_over(row: &request::Model) -> bool {
    !row.requester.is_empty()
}

/// The submission, as far as it can still be read. Unreadable people stay among the answers, and
/// everyone who could read the request still can.
fn submission(row: &request::Model, readers: Vec<reader::Model>) -> Submission {
    let mut details =
        serde_json::from_str(&row.snapshot).unwrap_or_else(|_| Value::String(row.snapshot.clone()));
    let earlier = LegacyRequest::deserialize(&details);
    if let (Ok(_), Some(members)) = (&earlier, details.as_object_mut()) {
        for moved in ["requester", "requestedFor", "watchers", "approvals"] {
            members.remove(moved);
        }
    }
    let earlier = earlier.unwrap_or_else(|error| {
        tracing::warn!(request = row.id, error = %chain(&error), "a request could be converted only in part");
        let unnamed = |id: String| Person {
            id: id.as_str().into(),
            name: id,
        };
        let unknown = unnamed(row.user_id.clone());
        let others = readers.into_iter().map(|reader| reader.user_id);
        let others = others.filter(|id| *id != row.user_id);
        LegacyRequest {
            requester: unknown.clone(),
            requested_for: None,
            watchers: others.map(unnamed).collect(),
            owner: unknown,
            approvals: Vec::new(),
        }
    });
    let approvals = earlier.approvals.iter();
    Submission {
        kind: RequestKind::Request,
        service: row.service_id.clone(),
        requester: earlier.requester.clone(),
        requested_for: earlier.requested_for.clone(),
        watchers: earlier.watchers.clone(),
        team: None,
        approvals: approvals
            .filter_map(|step| required(step, &earlier))
            .collect(),
        due_at: row.due_at,
        details,
    }
}

/// The owner replaces a missing approver; nobody approves their own request.
fn required(step: &LegacyApproval, earlier: &LegacyRequest) -> Option<RequiredApproval> {
    let asked = step.person.as_ref().unwrap_or(&earlier.owner);
    let pending = step.decision == PENDING;
    (pending && asked.id != earlier.requester.id).then(|| RequiredApproval {
        capacity: match &*step.by {
            "manager" => Capacity::Manager,
            "owner" => Capacity::Owner,
            _ => Capacity::Person,
        },
        quorum: Quorum::All,
        approvers: Approvers::one(asked.clone()),
    })
}
