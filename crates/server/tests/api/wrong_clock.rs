//! A clock that is wrong for a while deletes nothing that users may still rely on.

use crate::database::{execute, unbound};
use crate::server::{Ask, Server, vpn};
use crate::storage::{draft, write_at};
use crate::uploads::{Person, Site, over, png};
use axum::http::StatusCode;
use jiff::{Timestamp, ToSpan};
use portico_server::db::{DraftStore, Precondition, RequestStore, SqlStore};
use serde_json::{Value, json};
use std::ops::RangeInclusive;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use uuid::{ContextV7, Timestamp as IdTime, Uuid};

/// The server purges once a day, from this day to that day.
pub(crate) async fn days_pass(server: &Server, from: Timestamp, days: RangeInclusive<i64>) {
    for day in days {
        server.purge(from + (day * 24).hours()).await;
    }
}

/// A draft, a key and a file without a request, all created at this moment.
async fn kept(server: &Server, store: &SqlStore, now: Timestamp) -> String {
    let at = now.as_millisecond();
    let draft = store.keep(draft("vpn-access", "draft", at), Precondition::Absent, 9);
    draft.await.unwrap();
    write_at(store, "k", at).await.unwrap();
    let anna = Person::new(server, "p-anna").await;
    anna.picture(&png(1000)).await
}

async fn is_there(server: &Server, store: &SqlStore, file: &str) -> [bool; 3] {
    let anna = Person::new(server, "p-anna").await;
    let file = anna.get(&format!("/uploads/{file}")).await.status;
    [
        !store.drafts("p", 0).await.unwrap().is_empty(),
        store.answered("p", "k").await.unwrap().is_some(),
        file == StatusCode::OK,
    ]
}

#[tokio::test]
async fn a_wrong_clock_forgets_nothing() {
    let now = Timestamp::now();
    let at = |days: i64| now + (days * 24).hours();
    let epoch = Timestamp::UNIX_EPOCH;
    for (what, looks) in [
        ("ahead at the start", vec![at(40)]),
        (
            "ahead, started again and again",
            vec![at(40), at(40) + 1.minute(), at(40) + 2.minutes()],
        ),
        ("ahead and back", vec![now, at(40), at(1)]),
        ("ahead by years", vec![now, at(20_000), at(20_001), at(2)]),
        (
            "behind and back",
            vec![now, epoch, epoch + 24.hours(), at(1), at(2)],
        ),
        (
            "behind by forty days and back",
            vec![now, at(-40), at(-39), at(1)],
        ),
    ] {
        let site = Site::start().await;
        let file = kept(&site.server, &site.store, now).await;
        for look in looks {
            site.server.purge(look).await;
        }
        assert_eq!(
            is_there(&site.server, &site.store, &file).await,
            [true; 3],
            "{what}"
        );
    }
}

#[tokio::test]
async fn what_was_written_by_a_slow_clock_is_not_old_when_it_is_right_again() {
    let site = Site::start().await;
    let now = Timestamp::now();
    days_pass(&site.server, now, 0..=60).await;
    let slow = Timestamp::UNIX_EPOCH;
    site.server.purge(slow).await;
    let early = draft("vpn-access", "draft", slow.as_millisecond());
    site.store
        .keep(early, Precondition::Absent, 9)
        .await
        .unwrap();
    days_pass(&site.server, now, 61..=80).await;
    assert_eq!(site.store.drafts("p", -1).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_steady_clock_forgets_in_its_time() {
    let site = Site::start().await;
    let now = Timestamp::now();
    let file = kept(&site.server, &site.store, now).await;
    days_pass(&site.server, now, 0..=30).await;
    assert_eq!(is_there(&site.server, &site.store, &file).await, [true; 3]);
    // Clocks are set back a little all the time, and servers are off for a weekend.
    site.server.purge(now + (30 * 24).hours() - 1.hour()).await;
    days_pass(&site.server, now, 33..=40).await;
    assert_eq!(is_there(&site.server, &site.store, &file).await, [false; 3]);
}

#[tokio::test]
async fn what_comes_after_a_clock_was_set_back_comes_after_what_was_there() {
    let data = TempDir::new().unwrap();
    let send = async |server: &Server, path: &str, body: Value, key| {
        let anna = server.sign_in("p-anna").await;
        let ask = Ask::post(path, &body).own().cookie(&anna).key(key);
        let sent = server.send(ask).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    };
    let (server, _) = over(&data).await;
    send(&server, "/requests", vpn(), "first").await;
    drop(server);
    // It was created by a clock that was ahead.
    let ahead = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + Duration::from_secs(3600);
    let time = IdTime::from_unix(ContextV7::new(), ahead.as_secs(), ahead.subsec_nanos());
    let id = Uuid::new_v7(time);
    let sql = format!(
        "{};
         UPDATE requests SET id = '{id}';
         UPDATE readers SET request_id = '{id}';
         UPDATE request_summaries SET request_id = '{id}';
         UPDATE approvals SET request_id = '{id}';
         UPDATE approvers SET request_id = '{id}';
         UPDATE events SET subject_id = '{id}', id = '{id}';",
        unbound()
    );
    execute(data.path(), &sql).await;

    let (server, _) = over(&data).await;
    send(&server, "/requests", vpn(), "second").await;
    send(&server, "/requests", vpn(), "third").await;
    let comments = format!("/requests/{id}/comments");
    send(&server, &comments, json!({"text": "Hello"}), "comment").await;
    let anna = Person::new(&server, "p-anna").await;
    let first = anna.get("/requests?limit=1").await;
    assert_eq!(first.items("number"), ["R-10003"]);
    let next = first.json()["next"].as_str().unwrap().to_owned();
    let rest = anna.get(&format!("/requests?cursor={next}")).await;
    assert_eq!(rest.items("number"), ["R-10002", "R-10001"]);
    let events = anna.get(&format!("/requests/{id}")).await.json();
    let kinds = events["events"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|event| &event["kind"]).collect();
    assert_eq!(kinds, ["created", "comment"]);
}
