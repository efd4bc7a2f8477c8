//! Leases: idempotent writes to a job's row.

use super::state::{self, JobState};
use super::{Lease, RunOutcome, dead_letters};
use crate::db::StoreError;
use crate::db::statement::run;
use sea_orm::{DatabaseTransaction, Value};

/// Takes the lease of a job, unless the job's state has changed or another process has the lease.
pub(super) async fn take(
    db: &DatabaseTransaction,
    seen: &JobState,
    owner: &str,
    is_abandoned: bool,
) -> Result<Option<Lease>, StoreError> {
    let sql = "INSERT INTO jobs (name, epoch, beat, entry_cursor, attempt, next_at) \
               VALUES ($1, 0, 0, 0, 0, 0) ON CONFLICT (name) DO NOTHING";
    run(db, sql, [seen.name.as_str().into()]).await?;
    let state = state::of(db, &seen.name).await?;
    let epoch = seen.epoch.saturating_add(1);
    let lease = Lease {
        job: seen.name.clone(),
        owner: owner.to_owned(),
        epoch,
    };
    let is_mine = state.owner.as_deref() == Some(owner);
    if is_mine && state.epoch == epoch {
        return Ok(Some(lease));
    }
    let is_free = state.owner.is_none() || is_mine || (is_abandoned && state.beat == seen.beat);
    // A lease that was ended in the meantime keeps its epoch but has no owner, and the job's state
    // has changed.
    if state.epoch != seen.epoch || state.owner != seen.owner || !is_free {
        return Ok(None);
    }
    let sql = "UPDATE jobs SET epoch = $2, lease_owner = $3 WHERE name = $1";
    let values = [seen.name.as_str().into(), epoch.into(), owner.into()];
    run(db, sql, values).await?;
    Ok(Some(lease))
}

/// Renews a lease, if it is still valid.
pub(super) async fn check(db: &DatabaseTransaction, lease: &Lease) -> Result<(), StoreError> {
    let sql = "UPDATE jobs SET beat = beat + 1 \
               WHERE name = $1 AND lease_owner = $2 AND epoch = $3";
    match run(db, sql, values(lease)).await? {
        0 => Err(StoreError::LeaseLost),
        _ => Ok(()),
    }
}

/// Ends a lease; returns whether it was still open. Only the lease's owner ends it without a new
/// epoch, and does so once: a lease that is already ended was ended by this write.
pub(super) async fn close(db: &DatabaseTransaction, lease: &Lease) -> Result<bool, StoreError> {
    let sql = "UPDATE jobs SET lease_owner = NULL \
               WHERE name = $1 AND lease_owner = $2 AND epoch = $3";
    if run(db, sql, values(lease)).await? > 0 {
        return Ok(true);
    }
    let state = state::of(db, &lease.job).await?;
    match state.epoch == lease.epoch && state.owner.is_none() {
        true => Ok(false),
        false => Err(StoreError::LeaseLost),
    }
}

/// Writes the result of a run, and ends its lease.
pub(super) async fn settle(
    db: &DatabaseTransaction,
    lease: &Lease,
    outcome: &RunOutcome,
) -> Result<(), StoreError> {
    if !close(db, lease).await? {
        return Ok(());
    }
    for effect in &outcome.effects {
        effect.apply(db).await?;
    }
    if let Some(seq) = outcome.revived {
        dead_letters::remove(db, &lease.job, seq).await?;
    }
    if let Some(dead) = &outcome.dead {
        dead_letters::put(db, dead).await?;
    }
    let sql = "UPDATE jobs SET entry_cursor = COALESCE($2, entry_cursor), attempt = $3, next_at = $4, \
               last_error = $5, succeeded_at = COALESCE($6, succeeded_at) WHERE name = $1";
    let values = [
        lease.job.as_str().into(),
        outcome.cursor.into(),
        i64::from(outcome.attempt).into(),
        outcome.next_at.into(),
        outcome.error.clone().into(),
        outcome.succeeded_at.into(),
    ];
    run(db, sql, values).await?;
    Ok(())
}

fn values(lease: &Lease) -> [Value; 3] {
    [
        lease.job.as_str().into(),
        lease.owner.as_str().into(),
        lease.epoch.into(),
    ]
}
