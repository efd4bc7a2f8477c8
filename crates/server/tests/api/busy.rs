//! Concurrent requests share expensive work, which is done once.

use crate::program::Running;
use std::thread;
use tempfile::TempDir;

#[test]
fn an_index_is_built_once_for_all_that_ask_at_once() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    let indexes: Vec<String> = thread::scope(|scope| {
        let asking: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| server.get("/api/v1/index")))
            .collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for index in indexes {
        assert!(index.starts_with("HTTP/1.1 200 "), "{index}");
    }
    let metrics = server.get("/metrics");
    let built = "\nportico_indexes_built_total 1\n";
    assert!(metrics.contains(built), "{metrics}");
}
