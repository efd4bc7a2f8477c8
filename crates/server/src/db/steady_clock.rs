//! The time for which the clock has run steadily, so that a wrong clock does not cause data to be
//! deleted.
//!
//! Rows contain the time at which they were written, and are deleted by their age. A clock that was
//! wrong then, or is wrong now, makes them look old. So each reading of the clock is stored in the
//! database: while the clock continues from its previous reading, time counts; when it jumps, the
//! count restarts. Data with a retention of a month is deleted only by a clock that has run
//! steadily for a month.

use super::{Millis, StoreError};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

/// A day, in milliseconds.
pub(crate) const DAY: Millis = 24 * 60 * 60 * 1000;
/// The longest interval between two readings that is not a jump; a server may be off for a long
/// weekend.
pub(crate) const LONGEST_GAP: Millis = 4 * DAY;
/// The longest step back that is not a jump, which allows for daylight saving time and its
/// correction.
const LONGEST_WAY_BACK: Millis = DAY;

/// Reads the clock; returns the time for which it has run steadily, in milliseconds. A reading
/// counts for a day at most.
pub(super) async fn look(db: &DatabaseTransaction, now: Millis) -> Result<Millis, StoreError> {
    let sql = "UPDATE steady_clock SET seen_at = $1, steady = CASE \
               WHEN seen_at IS NULL OR $1 < seen_at - $2 OR $1 > seen_at + $3 THEN 0 \
               WHEN $1 < seen_at THEN steady \
               WHEN $1 - seen_at > $4 THEN steady + $4 \
               ELSE steady + $1 - seen_at END RETURNING steady";
    let values = [now, LONGEST_WAY_BACK, LONGEST_GAP, DAY].map(Into::into);
    let look = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let missing = || StoreError::Failed("the clock's row is missing".into());
    let row = db.query_one_raw(look).await?.ok_or_else(missing)?;
    Ok(row.try_get("", "steady")?)
}
