//! The popularity of services: initially the value in the file, and increasingly the number of
//! requests.
//!
//! A service's popularity depends only on its own requests. A scale that depended on other services
//! would reveal the demand for services that a reader may not see.

use crate::content::Content;
use crate::db::{DAY, Demand, DemandStore, Millis, StoreError};
use crate::limits::POPULARITY_DAYS;
use std::collections::BTreeMap;

/// The maximum popularity.
const MOST: f64 = 100.0;
/// The number of requests in the counted period that corresponds to the maximum popularity.
const MAX_REQUESTS: f64 = 10_000.0;

/// The popularity of all services, by their ids.
pub(crate) type Popularity = BTreeMap<String, u8>;

/// The popularity of a service with this number of requests in this number of complete days: 0 to
/// 100. The configured value decreases in weight and no longer counts after [`POPULARITY_DAYS`].
/// Ten times as many requests add about 25, so a single ordinary day changes little.
#[must_use]
pub fn popularity(configured: u8, requests: i64, days: i64) -> u8 {
    let days = days.clamp(0, POPULARITY_DAYS);
    let requests = (requests.max(0) as f64).min(MAX_REQUESTS);
    let measured = MOST * requests.ln_1p() / MAX_REQUESTS.ln_1p();
    let share = days as f64 / POPULARITY_DAYS as f64;
    let mixed = f64::from(configured) * (1.0 - share) + measured * share;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float to integer cast saturates"
    )]
    let popularity = mixed.round().clamp(0.0, MOST) as u8;
    popularity
}

/// The popularity of all services at a time. The current day is excluded, so the result stays the
/// same until the day is over, and is the same on all replicas.
pub(crate) async fn measure(
    store: &dyn DemandStore,
    content: &Content,
    now: Millis,
) -> Result<Popularity, StoreError> {
    let today = now.div_euclid(DAY);
    let first = today.saturating_sub(POPULARITY_DAYS);
    let demand = store.demand(first..=today.saturating_sub(1)).await?;
    let Demand { since, requests } = demand;
    let days = since.map_or(0, |since| today.saturating_sub(since));
    let services = content.services.values();
    let of = services.map(|service| {
        let requests = requests.get(&service.id).copied().unwrap_or_default();
        let popularity = popularity(service.popularity, requests, days);
        (service.id.clone(), popularity)
    });
    Ok(of.collect())
}
