//! Approvals as rows: each with its state, its approvers and their decisions.

use crate::db::StoreError;
use crate::db::entity::{self, approval, approver, insert_all, json, name, named};
use portico_domain::{
    Approval, ApprovalId, Approvers, Decision, Person, Reason, Request, RequiredApproval,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// All rows of a request's approvals, in order.
pub(super) type Rows = (Vec<approval::Model>, Vec<approver::Model>);

/// The approvals of a request, as the rules see them.
pub(super) async fn load(db: &impl ConnectionTrait, id: &str) -> Result<Vec<Approval>, StoreError> {
    let (approvals, approvers) = read(db, id).await?;
    let mut asked: BTreeMap<i64, Vec<approver::Model>> = BTreeMap::new();
    for row in approvers {
        asked.entry(row.number).or_default().push(row);
    }
    let approval = |row: approval::Model| {
        let asked = asked.remove(&row.number).unwrap_or_default();
        approval_of(row, asked)
    };
    approvals.into_iter().map(approval).collect()
}

/// Their rows, and the rows of approvers without an approval, who may read the request too.
pub(super) async fn read(db: &impl ConnectionTrait, id: &str) -> Result<Rows, StoreError> {
    let approvals = approval::Entity::find()
        .filter(approval::Column::RequestId.eq(id))
        .order_by_asc(approval::Column::Number)
        .all(db)
        .await?;
    let approvers = approver::Entity::find()
        .filter(approver::Column::RequestId.eq(id))
        .order_by_asc(approver::Column::Number)
        .order_by_asc(approver::Column::Position)
        .all(db)
        .await?;
    Ok((approvals, approvers))
}

fn approval_of(row: approval::Model, asked: Vec<approver::Model>) -> Result<Approval, StoreError> {
    let people = asked.iter().map(|row| Person {
        id: row.user_id.as_str().into(),
        name: row.name.clone(),
    });
    let nobody = || StoreError::Failed("an approval has nobody to approve it".into());
    let mut approval = Approval::new(RequiredApproval {
        capacity: named(row.capacity)?,
        quorum: named(row.quorum)?,
        approvers: Approvers::new(people).ok_or_else(nobody)?,
    });
    for row in asked {
        let (Some(verdict), Some(at)) = (row.verdict, row.decided_at) else {
            continue;
        };
        let decision = Decision {
            verdict: named(verdict)?,
            at,
            by: entity::read(row.decided_by)?,
            reason: row.reason.as_deref().and_then(Reason::new),
        };
        approval.record(row.user_id.into(), decision);
    }
    Ok(approval)
}

/// The rows derived from a request.
pub(super) fn rows(id: &str, request: &Request) -> Result<Rows, StoreError> {
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

/// Inserts the rows of a new request.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    (approvals, approvers): Rows,
) -> Result<(), StoreError> {
    if approvals.is_empty() {
        return Ok(());
    }
    insert_all(db, approvals).await?;
    insert_all(db, approvers).await
}

/// Replaces the existing rows.
pub(super) async fn replace(
    db: &impl ConnectionTrait,
    request: &str,
    rows: Rows,
) -> Result<(), StoreError> {
    approver::Entity::delete_many()
        .filter(approver::Column::RequestId.eq(request))
        .exec(db)
        .await?;
    approval::Entity::delete_many()
        .filter(approval::Column::RequestId.eq(request))
        .exec(db)
        .await?;
    insert(db, rows).await
}
