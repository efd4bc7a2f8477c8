//! An entry that one server appends to the log wakes the other servers without polling.

use super::folder;
use crate::database::{execute, store, texts, url};
use crate::storage::write;
use portico_server::db::JobStore;
use sea_orm::sqlx::postgres::PgListener;
use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::time::timeout;

/// Waits until a follower of the log is notified.
async fn told(log: &mut Receiver<()>) {
    let told = timeout(Duration::from_secs(60), log.changed());
    told.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_entry_of_one_server_wakes_the_others() {
    let Some(data) = folder() else { return };
    let one = store(data.path()).await;
    let others = [store(data.path()).await, store(data.path()).await];
    let mut logs = others.each_ref().map(JobStore::appended);
    for log in &mut logs {
        // From here on, the server listens.
        told(log).await;
    }
    for (n, key) in ["one", "two", "three"].into_iter().enumerate() {
        write(&one, key).await.unwrap();
        for (other, log) in others.iter().zip(&mut logs) {
            told(log).await;
            let seen = other.entries(n.try_into().unwrap(), 10).await.unwrap();
            assert_eq!(seen.len(), 1);
        }
    }
}

#[tokio::test]
async fn a_server_whose_connection_was_cut_listens_again() {
    let Some(data) = folder() else { return };
    let (one, other) = (store(data.path()).await, store(data.path()).await);
    let mut log = other.appended();
    told(&mut log).await;
    let listeners =
        "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let cut = format!("SELECT CAST(pg_terminate_backend(pid) AS TEXT) {listeners}");
    assert_eq!(texts(data.path(), &cut).await, ["true"]);
    // It is told to look for entries that were appended while nobody listened.
    told(&mut log).await;
    write(&one, "later").await.unwrap();
    told(&mut log).await;
    assert_eq!(other.entries(0, 10).await.unwrap().len(), 1);
    // Nobody listens for a stopped server.
    drop((other, log));
    let listening = format!("SELECT CAST(count(*) AS TEXT) {listeners}");
    while texts(data.path(), &listening).await != ["0"] {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nobody_is_told_of_what_was_refused() {
    let Some(data) = folder() else { return };
    let one = store(data.path()).await;
    write(&one, "taken").await.unwrap();
    let mut words = PgListener::connect(&url(data.path()).unwrap())
        .await
        .unwrap();
    words.listen("portico_log").await.unwrap();
    write(&one, "taken").await.unwrap_err();
    write(&one, "free").await.unwrap();
    execute(data.path(), "NOTIFY portico_log, 'end'").await;
    for payload in ["", "end"] {
        let word = timeout(Duration::from_secs(60), words.recv()).await;
        assert_eq!(word.unwrap().unwrap().payload(), payload);
    }
}
