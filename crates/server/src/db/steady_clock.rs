//! How long the clock has run steadily, so that a wrong one takes nothing away.
//!
//! Rows have the time at which they were written, and are forgotten by their age. A clock that was wrong when they were
//! written, or is wrong now, makes them look old. So each look at the clock is noted in the database: as long as it goes
//! on from where it was, time counts; when it jumps, the count begins anew. What may be kept for a month is forgotten by a
//! clock that has run steadily for a month.

use super::{Millis, StoreError};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

/// A day, in milliseconds.
pub(crate) const DAY: Millis = 24 * 60 * 60 * 1000;
/// A clock that goes on by more than this between two looks has jumped; a server may be off for a long weekend.
pub(crate) const LONGEST_GAP: Millis = 4 * DAY;
/// A clock that goes back by more than this has jumped; less is what summer time and its correction do.
const LONGEST_WAY_BACK: Millis = DAY;

/// Looks at the clock; how long it has run steadily, in milliseconds. A look counts for a day at most.
pub(super) async fn look(db: &DatabaseTransaction, now: Millis) -> Result<Millis, StoreError> {
    let sql = "UPDATE steady_clock SET seen_at = $1, steady = CASE \
               WHEN seen_at IS NULL OR $1 < seen_at - $2 OR $1 > seen_at + $3 THEN 0 \
               WHEN $1 < seen_at THEN steady \
               WHEN $1 - seen_at > $4 THEN steady + $4 \
               ELSE steady + $1 - seen_at END RETURNING steady";
    let values = [now, LONGEST_WAY_BACK, LONGEST_GAP, DAY].map(Into::into);
    let look = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let missing = || StoreError::Failed("the clock's row is missing".to_owned());
    let row = db.query_one_raw(look).await?.ok_or_else(missing)?;
    Ok(row.try_get("", "steady")?)
}
