//! Signing in again writes nothing.

use super::*;
use crate::database::{execute, open};

#[tokio::test]
async fn whoever_is_known_signs_in_while_nothing_can_be_written() {
    // The lock exists only in SQLite.
    if is_postgres() {
        return;
    }
    let installation = Installation::new();
    by_token(&installation.usual().await, &json!({"sub": "s-1"})).await;
    let server = installation.usual().await;
    let lock = open(installation.data.path()).await;
    lock.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    by_token(&server, &json!({"sub": "s-1"})).await;
    // A new user has to be stored, or would be another user tomorrow.
    portal(&server, &json!({"sub": "s-2"}))
        .await
        .is_problem(503, "");
    lock.execute_unprepared("ROLLBACK").await.unwrap();
    by_token(&server, &json!({"sub": "s-2"})).await;
    lock.close().await.unwrap();
}

#[tokio::test]
async fn a_sign_in_of_somebody_known_writes_at_most_once_an_hour() {
    let installation = Installation::new();
    by_token(&installation.usual().await, &json!({"sub": "s-1"})).await;
    let seen = async || {
        let users = installation.admin().await.list().await.unwrap();
        let user = users
            .into_iter()
            .find(|user| user.user.id.starts_with("u-"))
            .unwrap();
        (user.user.seen_at.unwrap(), user.identities[0].1.unwrap())
    };
    let first = seen().await;
    let server = installation.usual().await;
    for _ in 0..3 {
        by_token(&server, &json!({"sub": "s-1"})).await;
    }
    assert_eq!(seen().await, first);
    drop(server);
    let earlier = "UPDATE users SET seen_at = seen_at - 3600000";
    execute(installation.data.path(), earlier).await;
    let server = installation.usual().await;
    by_token(&server, &json!({"sub": "s-1"})).await;
    // The activity is recorded separately.
    loop {
        let (user, identity) = seen().await;
        if user >= first.0 && identity > first.1 {
            break;
        }
        tokio::task::yield_now().await;
    }
}
