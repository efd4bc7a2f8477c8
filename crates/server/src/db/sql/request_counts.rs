//! Counts of requests in the SQL database.

use super::SqlStore;
use crate::db::request_counts::demand;
use crate::db::{Demand, DemandStore, StoreError};
use async_trait::async_trait;
use std::ops::RangeInclusive;

#[async_trait]
impl DemandStore for SqlStore {
    async fn demand(&self, days: RangeInclusive<i64>) -> Result<Demand, StoreError> {
        self.read_in_time(demand(self.readers(), days)).await
    }
}
