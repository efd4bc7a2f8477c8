//! Daily counts of the requests for each service.

use super::statement::run;
use super::{DAY, Millis, StoreError};
use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// An increment of a service's count for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestCount {
    /// The service.
    pub service: String,
    /// The day in UTC, counted from 1 January 1970.
    pub day: i64,
    /// The increment.
    pub count: i64,
}

/// The requests for services in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// The first day of the period with a request, if there is one.
    pub since: Option<i64>,
    /// The counts by the IDs of the services; services without requests are missing.
    pub requests: BTreeMap<String, i64>,
}

/// The demand for services.
#[async_trait]
pub trait DemandStore: Send + Sync {
    /// The demand in these days.
    async fn demand(&self, days: RangeInclusive<i64>) -> Result<Demand, StoreError>;
}

pub(super) async fn demand(
    db: &impl ConnectionTrait,
    days: RangeInclusive<i64>,
) -> Result<Demand, StoreError> {
    let values = [*days.start(), *days.end()].map(Value::from);
    // A request with a timestamp far in the past, from a wrong clock, does not show how long
    // requests have been counted.
    let first = "SELECT MIN(day) AS day FROM request_counts WHERE day BETWEEN $1 AND $2";
    let first = Statement::from_sql_and_values(db.get_database_backend(), first, values.clone());
    let since = match db.query_one_raw(first).await? {
        Some(row) => row.try_get("", "day")?,
        None => None,
    };
    let sql = "SELECT service_id, CAST(SUM(requests) AS BIGINT) AS requests \
               FROM request_counts WHERE day BETWEEN $1 AND $2 GROUP BY service_id";
    let rows = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(rows).await?;
    let count = |row: &sea_orm::QueryResult| -> Result<_, StoreError> {
        Ok((row.try_get("", "service_id")?, row.try_get("", "requests")?))
    };
    let requests = rows.iter().map(count).collect::<Result<_, _>>()?;
    Ok(Demand { since, requests })
}

/// Adds to the counts.
pub(super) async fn add(
    db: &DatabaseTransaction,
    counts: &[RequestCount],
) -> Result<(), StoreError> {
    let sql = "INSERT INTO request_counts (service_id, day, requests) VALUES ($1, $2, $3) \
               ON CONFLICT (service_id, day) \
               DO UPDATE SET requests = request_counts.requests + excluded.requests";
    for count in counts {
        let values = [
            count.service.as_str().into(),
            count.day.into(),
            count.count.into(),
        ];
        run(db, sql, values).await?;
    }
    Ok(())
}

/// Deletes days that ended before this time.
pub(super) async fn purge(db: &DatabaseTransaction, before: Millis) -> Result<(), StoreError> {
    let sql = "DELETE FROM request_counts WHERE day < $1";
    run(db, sql, [before.div_euclid(DAY).into()]).await?;
    Ok(())
}
