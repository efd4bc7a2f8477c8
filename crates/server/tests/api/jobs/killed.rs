//! The program is killed while a job runs.

use crate::database::{column, execute, store};
use crate::program::Running;
use crate::storage::write;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The number of requests in the log.
const REQUESTS: i64 = 30_000;

/// How far the job has come.
async fn cursor(data: &Path) -> i64 {
    let sql = "SELECT entry_cursor FROM jobs WHERE name = 'popularity'";
    let cursors: Vec<i64> = column(data, sql).await;
    cursors.first().copied().unwrap_or_default()
}

/// Waits until the job has reached this entry.
async fn comes_to(data: &Path, entry: i64) {
    let started = Instant::now();
    while cursor(data).await < entry {
        assert!(started.elapsed() < Duration::from_secs(60), "it gets there");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_server_that_is_killed_again_and_again_counts_each_request_once() {
    let data = TempDir::new().unwrap();
    let store = store(data.path()).await;
    write(&store, "k").await.unwrap();
    drop(store);
    // The same request again and again: only what a job reads of the log matters here.
    let copies = format!(
        "WITH RECURSIVE numbers (seq) AS \
         (SELECT 2 UNION ALL SELECT seq + 1 FROM numbers WHERE seq < {REQUESTS}) \
         INSERT INTO events SELECT numbers.seq, 'copy-' || numbers.seq, subject_type, subject_id, at, \
         kind, version, state_before, state_after, actor, on_behalf_of, reason, payload, \
         content_hash, previous_hash, hash FROM events, numbers WHERE events.seq = 1"
    );
    execute(data.path(), &copies).await;
    let mut kills = 0;
    let mut reached = 0;
    while reached < REQUESTS {
        let server = Running::start(data.path());
        comes_to(data.path(), (reached + 1).min(REQUESTS)).await;
        if kills < 3 {
            // Dropping the process kills it.
            drop(server);
            reached = cursor(data.path()).await;
            assert!(kills > 0 || reached < REQUESTS, "it was in the middle");
            kills += 1;
        } else {
            comes_to(data.path(), REQUESTS).await;
            reached = REQUESTS;
        }
    }
    let counted = "SELECT CAST(SUM(requests) AS BIGINT) FROM request_counts";
    assert_eq!(column::<i64>(data.path(), counted).await, [REQUESTS]);
    let dead = "SELECT COUNT(*) FROM dead_letters";
    assert_eq!(column::<i64>(data.path(), dead).await, [0]);
}
