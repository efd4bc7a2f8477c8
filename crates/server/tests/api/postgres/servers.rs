//! Two servers with one database, behind a proxy that alternates between them.

use super::folder;
use crate::database::{location, store, texts};
use crate::server::{Answer, Ask, Server, checked, demo, vpn};
use crate::uploads::{Person, png};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use portico_server::UploadOptions;
use portico_server::db::SqlStore;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::JoinSet;

/// Two servers over the data folder of a test; nothing where the tests use SQLite.
pub(super) async fn two() -> Option<(TempDir, [Arc<Server>; 2])> {
    let data = folder()?;
    let [one, other] = [(); 2].map(|()| Server::at(demo(), data.path()));
    let servers = [Arc::new(one.await), Arc::new(other.await)];
    Some((data, servers))
}

/// Sends requests to both servers at once, the nth with the nth key; their numbers.
async fn order_at_once(servers: &[Arc<Server>; 2], cookie: &str, keys: Vec<String>) -> Vec<String> {
    let mut orders = JoinSet::new();
    for (key, server) in keys.into_iter().zip(servers.iter().cycle()) {
        let (server, cookie) = (Arc::clone(server), cookie.to_owned());
        orders.spawn(async move {
            let sent = server.order(&cookie, &key, &vpn()).await;
            sent.created()["number"].as_str().unwrap().to_owned()
        });
    }
    orders.join_all().await
}

#[tokio::test]
async fn the_same_key_to_both_at_once_gives_one_request() {
    let Some((data, servers)) = two().await else {
        return;
    };
    let cookie = servers[0].sign_in("p-anna").await;
    let keys = (0..60).map(|n| format!("key-{}", n / 12)).collect();
    let numbers = order_at_once(&servers, &cookie, keys).await;
    let numbers: BTreeSet<String> = numbers.into_iter().collect();
    assert_eq!(numbers.len(), 5);
    let list = servers[1].send(Ask::get("/requests").cookie(&cookie)).await;
    let listed: BTreeSet<String> = list.items("number").into_iter().collect();
    assert_eq!(listed, numbers);
    let log = checked(data.path()).await;
    assert_eq!((log.entries, log.faults), (5, Vec::new()));
}

#[tokio::test]
async fn the_log_of_both_is_one_chain_without_gaps() {
    let Some((data, servers)) = two().await else {
        return;
    };
    let cookie = servers[0].sign_in("p-anna").await;
    let keys = (0..80).map(|n| format!("key-{n}")).collect();
    order_at_once(&servers, &cookie, keys).await;
    let log = checked(data.path()).await;
    assert_eq!((log.entries, log.last, log.faults), (80, 80, Vec::new()));
}

async fn put(server: &Server, cookie: &str, reason: &str, when: (&'static str, &str)) -> Answer {
    let draft =
        json!({"formVersion": "2", "key": "intent", "answers": {"reason": reason}, "step": 0});
    let ask = Ask::raw(Method::PUT, "/api/v1/drafts/vpn-access", draft.to_string());
    let ask = ask
        .header("content-type", "application/json")
        .own()
        .cookie(cookie);
    server.send(ask.header(when.0, when.1)).await
}

#[tokio::test]
async fn a_draft_is_changed_by_whoever_has_its_last_tag() {
    let Some((_data, servers)) = two().await else {
        return;
    };
    let cookie = servers[0].sign_in("p-anna").await;
    let new = put(&servers[0], &cookie, "first", ("if-none-match", "*")).await;
    assert_eq!(new.status, StatusCode::CREATED);
    put(&servers[1], &cookie, "again", ("if-none-match", "*"))
        .await
        .is_problem(412, "changed");
    let first = new.header("etag").to_owned();
    let changed = put(&servers[1], &cookie, "second", ("if-match", &first)).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
    put(&servers[0], &cookie, "third", ("if-match", &first))
        .await
        .is_problem(412, "changed");
    // If two users with the same tag make a change at the same time, one of them is refused.
    let tag = changed.header("etag").to_owned();
    let (one, other) = tokio::join!(
        put(&servers[0], &cookie, "one", ("if-match", &tag)),
        put(&servers[1], &cookie, "other", ("if-match", &tag)),
    );
    let told: BTreeSet<u16> = [&one, &other].map(|answer| answer.status.as_u16()).into();
    assert_eq!(told, BTreeSet::from([200, 412]));
}

#[tokio::test]
async fn a_file_goes_on_where_the_other_server_left_it() {
    let Some((data, servers)) = two().await else {
        return;
    };
    let (one, other) = (
        Person::new(&servers[0], "p-anna").await,
        Person::new(&servers[1], "p-anna").await,
    );
    let bytes = png(3_000_000);
    let path = one.announced(bytes.len()).await;
    let mut offset = 0;
    for (n, end) in [700_000, 1_500_000, 1_500_001, bytes.len()]
        .into_iter()
        .enumerate()
    {
        let person = [&one, &other][n % 2];
        let part = Body::from(bytes[offset..end].to_vec());
        let answer = person.patch(&path, offset, part).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        // This server knows what the other one has accepted, and does not accept it twice.
        let again = [&other, &one][n % 2]
            .patch(&path, offset, Body::from(vec![0; 1]))
            .await;
        assert!(again.status.is_client_error(), "{}", again.text());
        offset = end;
    }
    let received = "SELECT CAST(received AS TEXT) FROM uploads";
    assert_eq!(
        texts(data.path(), received).await,
        [bytes.len().to_string()]
    );
    for person in [&one, &other] {
        let read = person.get(&format!("{path}/content")).await;
        assert_eq!(read.status, StatusCode::OK);
        assert!(read.body == bytes);
    }
}

#[tokio::test]
async fn servers_that_start_at_once_make_one_installation() {
    let Some(data) = folder() else { return };
    // As an administrator creates it: without tables.
    super::execute(
        data.path(),
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public",
    )
    .await;
    let mut starts = JoinSet::new();
    for _ in 0..6 {
        let at = location(data.path());
        starts.spawn(async move { SqlStore::open(at).await.map(drop) });
    }
    for start in starts.join_all().await {
        assert_eq!(start, Ok(()));
    }
    assert_eq!(
        texts(data.path(), "SELECT id FROM installation")
            .await
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_at_once_share_a_new_folder_of_uploads() {
    let Some(data) = folder() else { return };
    for n in 0..20 {
        let uploads = data.path().join(n.to_string());
        let mut starts = JoinSet::new();
        for _ in 0..4 {
            let store = Arc::new(store(data.path()).await);
            let mut options = demo();
            options.uploads = Some(UploadOptions::new(uploads.clone()));
            starts.spawn(Server::over(options, store));
        }
        assert_eq!(starts.join_all().await.len(), 4);
    }
}

#[tokio::test]
async fn a_server_writes_nothing_once_a_newer_release_has_started() {
    let Some(data) = folder() else { return };
    let old = store(data.path()).await;
    crate::storage::write(&old, "before").await.unwrap();
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('9999_later', 0)";
    super::execute(data.path(), newer).await;
    let refused = crate::storage::write(&old, "after").await.unwrap_err();
    assert!(refused.to_string().contains("another release"), "{refused}");
    assert_eq!(crate::storage::numbers(&old).await.len(), 1);
}
