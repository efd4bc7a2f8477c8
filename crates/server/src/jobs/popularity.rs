//! Daily counts of requests for services, from the log.

use super::{Job, JobError, Run, Trigger};
use crate::db::{DAY, JobEffect, REQUEST, RequestCount};
use crate::failure::Failure;
use async_trait::async_trait;
use portico_domain::Change;
use std::collections::BTreeMap;
use std::time::Duration;

/// Counts the requests for each service by the day of their submission. Their later states and
/// their requesters do not matter.
pub struct Popularity;

#[async_trait]
impl Job for Popularity {
    fn name(&self) -> &'static str {
        "popularity"
    }

    fn trigger(&self) -> Trigger {
        // The counts of the current day are not used before the next one.
        let gather = Duration::from_secs(2);
        Trigger::Log { gather }
    }

    async fn run(&self, run: &Run<'_>) -> Result<Vec<JobEffect>, JobError> {
        let mut counts = BTreeMap::<_, i64>::new();
        for entry in run
            .entries
            .iter()
            .filter(|entry| entry.subject_type == REQUEST)
        {
            let event = entry.event.as_ref().map_err(|error| {
                let seq = entry.seq;
                JobError::Failed(Failure::caused_by(
                    format!("entry {seq} of the log cannot be read"),
                    error.clone(),
                ))
            })?;
            if let Change::Submitted { submission, .. } = &event.change {
                let key = (submission.service.clone(), event.at.div_euclid(DAY));
                *counts.entry(key).or_default() += 1;
            }
        }
        let count = |((service, day), count)| RequestCount {
            service,
            day,
            count,
        };
        let counts = counts.into_iter().map(count).collect();
        Ok(vec![JobEffect::CountRequests(counts)])
    }
}
