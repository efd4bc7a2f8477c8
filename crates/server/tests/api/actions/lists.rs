//! The lists of the people who approve and fulfil requests.

use super::desk::Desk;
use crate::server::content_with;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::path::Path;

#[tokio::test]
async fn lists_come_in_pages_and_say_whose_requests_they_are() {
    let desk = Desk::open().await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(desk.request().await);
    }
    let pages = async |who: &str, path: &str| {
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = desk.get(who, &format!("{path}&limit=2{cursor}")).await;
            found.extend(page.items("id"));
            match page.json()["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    };
    let newest: Vec<_> = ids.iter().rev().cloned().collect();
    assert_eq!(pages("max", "/approvals?view=pending").await, newest);
    assert_eq!(pages("kim", "/work?view=waiting").await, ids);
    for id in &ids {
        desk.story(id, &[("max", "approve", json!({}))]).await;
    }
    assert_eq!(pages("kim", "/work?view=unassigned").await, ids);
    desk.story(&ids[1], &[("kim", "assign", json!({ "to": "p-kim" }))])
        .await;
    let mine = desk.get("kim", "/work?view=mine").await.json();
    assert_eq!(mine["items"][0]["requester"]["name"], "Anna Alt");
    assert_eq!(mine["items"][0]["assignee"]["name"], "Kim Keller");
    let own = desk.get("anna", "/requests").await.json();
    assert_eq!(own["items"][0]["requester"], Value::Null);
    for bad in [
        "/work?view=all",
        "/approvals?cursor=x",
        "/work?limit=0",
        "/approvals?q=x",
    ] {
        let refused = desk.get("kim", bad).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{bad}");
    }
}

#[tokio::test]
async fn a_team_that_does_not_exist_stops_the_start() {
    let content = content_with(&[(
        "people.yaml",
        "roles: [contractor]",
        "roles: [contractor]\n  teams: [cleaners]",
    )]);
    let faults = portico_server::content::Content::load(Path::new(content.path()));
    let faults = format!("{:?}", faults.err().unwrap());
    assert!(
        faults.contains("there is no team \\\"cleaners\\\""),
        "{faults}"
    );
}
