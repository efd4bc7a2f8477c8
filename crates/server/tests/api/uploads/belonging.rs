//! Whose a file is: its sender's, then its request's, and nobody's after a while.

use super::{Site, patch, png, record, record_as, tus};
use crate::server::Ask;
use crate::storage::purge;
use crate::wrong_clock::days_pass;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use jiff::{Timestamp, ToSpan};
use portico_server::db::{PurgeBefore, RemovalStore, StoreError};
use serde_json::json;

#[tokio::test]
async fn nobody_touches_the_files_of_others() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let max = site.person("p-max").await;
    let bytes = png(100);
    let id = anna.picture(&bytes).await;
    let path = format!("/uploads/{id}");
    let (content, unknown) = (format!("{path}/content"), "/uploads/none".to_owned());
    let asks = |path: &str| {
        [
            Ask::get(path),
            Ask::get(&format!("{path}/content")),
            tus(Method::HEAD, path, Body::empty()),
            patch(path, 0, "x"),
            tus(Method::DELETE, path, Body::empty()),
            Ask::raw(Method::DELETE, &format!("/api/v1{path}"), Body::empty()),
        ]
    };
    for ask in asks(&path).into_iter().chain(asks(&unknown)) {
        let head = ask.0.method() == Method::HEAD;
        let answer = max.send(ask).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("upload-offset"), "");
        assert!(head || answer.json()["title"] == "Not found");
    }
    for ask in asks(&path) {
        let answer = site.server.send(ask).await;
        assert!(
            matches!(answer.status.as_u16(), 401 | 403),
            "{}",
            answer.status
        );
    }
    let foreign = site
        .server
        .send(tus(Method::DELETE, &path, Body::empty()).cookie(&anna.cookie))
        .await;
    foreign.is_problem(403, "cross-site");

    // As part of a request it is there for who may read the request, and stays.
    record(&site.store, "p-anna", &[&id], &["p-max"])
        .await
        .unwrap();
    assert!(max.get(&content).await.body == bytes);
    assert_eq!(max.get(&path).await.json()["name"], "a.png");
    let kim = site.person("p-kim").await;
    kim.get(&content).await.is_problem(404, "");
    kim.get(&path).await.is_problem(404, "");
    let delete = || tus(Method::DELETE, &path, Body::empty());
    max.send(delete()).await.is_problem(404, "");
    anna.send(delete()).await.is_problem(409, "");
    assert!(anna.get(&content).await.body == bytes);
}

#[tokio::test]
async fn files_become_part_of_a_request_or_none_does() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let max = site.person("p-max").await;
    let own = anna.picture(&png(100)).await;
    let foreign = max.picture(&png(100)).await;
    let partial = anna.announced(100).await.replace("/uploads/", "");
    for wrong in [foreign.as_str(), &partial, "none", "%"] {
        let outcome = record(&site.store, "p-anna", &[&own, wrong], &[]).await;
        assert_eq!(outcome, Err(StoreError::UploadGone), "{wrong}");
    }
    record(&site.store, "p-anna", &[&own], &[]).await.unwrap();
    let again = record(&site.store, "p-anna", &[&own], &[]).await;
    assert_eq!(again, Err(StoreError::UploadGone), "in one request at most");
    let twin = record_as(&site.store, "same", "p-anna", &[], &[]).await;
    assert!(twin.is_ok());
    let twin = record_as(&site.store, "same", "p-anna", &[&own], &[]).await;
    assert_eq!(
        twin,
        Err(StoreError::KeyTaken),
        "a twin learns that it is one"
    );
    let requests = anna.get("/requests").await;
    assert_eq!(requests.json()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn unused_files_are_removed_when_no_draft_can_name_them() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let [unused, used, named] = [
        anna.picture(&png(100)).await,
        anna.picture(&png(2_000_000)).await,
        anna.picture(&png(100)).await,
    ];
    let partial = anna.announced(3_000_000).await;
    anna.patch(&partial, 0, png(1_500_000)).await;
    let partial = partial.replace("/uploads/", "");
    record(&site.store, "p-anna", &[&used], &[]).await.unwrap();
    // Forgetting ends sessions too.
    let status = async |id: &str| {
        let anna = site.person("p-anna").await;
        anna.get(&format!("/uploads/{id}")).await.status
    };
    let (there, gone) = (StatusCode::OK, StatusCode::NOT_FOUND);
    let now = Timestamp::now();
    days_pass(&site.server, now, 0..=31).await;
    assert_eq!(status(&unused).await, there, "drafts live for thirty days");

    let draft = json!({ "formVersion": "2", "key": "k", "answers": { "files": [named] } });
    let ask = Ask::raw(Method::PUT, "/api/v1/drafts/vpn-access", draft.to_string());
    let ask = ask
        .header("content-type", "application/json")
        .header("if-none-match", "*");
    let anna = site.person("p-anna").await;
    assert_eq!(anna.send(ask).await.status, StatusCode::CREATED);
    // A draft is forgotten before the files that it names, so here it is made to live longer.
    let later = (now + (33 * 24).hours()).as_millisecond();
    let before = PurgeBefore {
        keys: 0,
        sessions: 0,
        drafts: 0,
        uploads: later,
        indexes: 0,
        request_counts: 0,
    };
    purge(&site.store, before).await;
    site.server.purge(now).await;
    for (id, expected) in [
        (&unused, gone),
        (&partial, gone),
        (&used, there),
        (&named, there),
    ] {
        assert_eq!(status(id).await, expected, "{id}");
    }
    assert!(anna.get(&format!("/uploads/{used}/content")).await.body == png(2_000_000));

    // Once the draft is gone, so is its file.
    days_pass(&site.server, now, 0..=36).await;
    assert_eq!(status(&named).await, gone);
    let mut removed: Vec<_> = site.store.removals().await.unwrap().into_iter().collect();
    removed.sort_by_key(|removal| removal.id != unused);
    let removed: Vec<_> = removed.iter().map(|removal| &removal.id).collect();
    assert_eq!(removed, [&unused, &named, &partial], "their going is noted");
}
