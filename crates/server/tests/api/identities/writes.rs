//! Signing in again costs no write.

use super::*;
use crate::database::{execute, open};

#[tokio::test]
async fn whoever_is_known_signs_in_while_nothing_can_be_written() {
    // The lock is one of SQLite.
    if is_postgres() {
        return;
    }
    let house = House::new();
    by_token(&house.usual().await, &json!({"sub": "s-1"})).await;
    let server = house.usual().await;
    let lock = open(house.data.path()).await;
    lock.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    by_token(&server, &json!({"sub": "s-1"})).await;
    // Somebody new has to be remembered, or else would be somebody else tomorrow.
    portal(&server, &json!({"sub": "s-2"}))
        .await
        .is_problem(503, "");
    lock.execute_unprepared("ROLLBACK").await.unwrap();
    by_token(&server, &json!({"sub": "s-2"})).await;
    lock.close().await.unwrap();
}

#[tokio::test]
async fn a_sign_in_of_somebody_known_writes_at_most_once_an_hour() {
    let house = House::new();
    by_token(&house.usual().await, &json!({"sub": "s-1"})).await;
    let seen = async || {
        let users = house.admin().await.list().await.unwrap();
        let user = users
            .into_iter()
            .find(|user| user.user.id.starts_with("u-"))
            .unwrap();
        (user.user.seen_at.unwrap(), user.identities[0].1.unwrap())
    };
    let first = seen().await;
    let server = house.usual().await;
    for _ in 0..3 {
        by_token(&server, &json!({"sub": "s-1"})).await;
    }
    assert_eq!(seen().await, first);
    drop(server);
    let earlier = "UPDATE users SET seen_at = seen_at - 3600000";
    execute(house.data.path(), earlier).await;
    let server = house.usual().await;
    by_token(&server, &json!({"sub": "s-1"})).await;
    // It is noted aside.
    loop {
        let (user, identity) = seen().await;
        if user >= first.0 && identity > first.1 {
            break;
        }
        tokio::task::yield_now().await;
    }
}
