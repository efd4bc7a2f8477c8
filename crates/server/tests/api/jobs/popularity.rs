//! The number of requests determines the order of services, and reveals nothing about hidden ones.

use crate::database::store;
use crate::server::{Ask, Server, demo};
use crate::storage::recording;
use jiff::{Timestamp, ToSpan};
use portico_server::db::RequestStore;
use portico_server::limits::POPULARITY_DAYS;
use portico_server::popularity::popularity;
use tempfile::TempDir;

#[test]
fn popularity_goes_over_from_what_is_configured_to_what_is_measured() {
    for (configured, requests, days, expected) in [
        (90, 0, 0, 90),
        (90, 1000, 0, 90),
        (90, 1000, 45, 83),
        (90, 1000, 90, 75),
        (90, 0, 90, 0),
        (0, 1, 90, 8),
        (0, 10, 90, 26),
        (0, 10_000, 90, 100),
        (0, i64::MAX, i64::MAX, 100),
        (100, -1, -1, 100),
    ] {
        let found = popularity(configured, requests, days);
        assert_eq!(found, expected, "{configured}, {requests}, {days}");
    }
}

/// A server with requests for services, each with its age in days and its count.
async fn server(requests: &[(&str, i64, usize)]) -> (TempDir, Server) {
    let data = TempDir::new().unwrap();
    let store = store(data.path()).await;
    let now = Timestamp::now();
    let mut key = 0;
    for (service, days, count) in requests {
        for _ in 0..*count {
            key += 1;
            let at = (now - (days * 24).hours()).as_millisecond();
            let mut recording = recording("p", &key.to_string(), at);
            recording.submission.service = (*service).to_owned();
            store.record(recording.into()).await.unwrap();
        }
    }
    drop(store);
    let server = Server::at(demo(), data.path()).await;
    server.app.jobs().run("popularity", now).await.unwrap();
    (data, server)
}

#[tokio::test]
async fn the_most_requested_service_comes_first_from_the_next_day_on() {
    let old = POPULARITY_DAYS + 5;
    let requests = [
        ("laptop", 3, 9),
        ("printer", 2, 3),
        ("payroll", 1, 1),
        ("payroll", POPULARITY_DAYS - 1, 1),
        ("payroll", old, 50),
        ("vpn-access", 0, 20),
    ];
    let (_data, server) = server(&requests).await;
    let anna = server.sign_in("p-anna").await;
    let order = async || {
        let ask = Ask::get("/services?sort=popular").cookie(&anna);
        server.send(ask).await.items("id")
    };
    let index = async || {
        let answer = server.send(Ask::get("/index").cookie(&anna)).await;
        answer.headers["etag"].clone()
    };
    let configured = (order().await, index().await);
    assert_eq!(configured.0, ["vpn-access", "printer", "payroll", "laptop"]);
    let now = Timestamp::now();
    server.app.rank(now).await.unwrap();
    let today = ["laptop", "printer", "payroll", "vpn-access"];
    assert_eq!(order().await, today, "only the days before this one count");
    assert_ne!(index().await, configured.1);
    server.app.rank(now + 24.hours()).await.unwrap();
    let tomorrow = ["vpn-access", "laptop", "printer", "payroll"];
    assert_eq!(order().await, tomorrow);
    server
        .app
        .rank(now + ((old + 90) * 24).hours())
        .await
        .unwrap();
    let lately = "nobody asked for anything lately";
    assert_eq!(order().await, configured.0, "{lately}");
}

#[tokio::test]
async fn a_request_by_a_clock_far_behind_does_not_end_what_is_configured() {
    let (_data, server) = server(&[("laptop", 1, 9), ("laptop", 20_000, 1)]).await;
    server.app.rank(Timestamp::now()).await.unwrap();
    let anna = server.sign_in("p-anna").await;
    let ask = Ask::get("/services?sort=popular").cookie(&anna);
    let order = server.send(ask).await.items("id");
    assert_eq!(order, ["vpn-access", "printer", "payroll", "laptop"]);
}

#[tokio::test]
async fn nobody_learns_how_often_something_is_asked_for_that_they_may_not_see() {
    let reads = [
        "/services?sort=popular",
        "/services?q=gives",
        "/services",
        "/index",
    ];
    let mut seen = Vec::new();
    for hidden in [0, 200] {
        let requests = [
            ("printer", POPULARITY_DAYS, 1),
            ("printer", 3, 4),
            ("payroll", 3, hidden),
        ];
        let (_data, server) = server(&requests).await;
        server.app.rank(Timestamp::now()).await.unwrap();
        let kim = server.sign_in("p-kim").await;
        let mut answers = Vec::new();
        for path in reads {
            let answer = server.send(Ask::get(path).cookie(&kim)).await;
            assert!(answer.status.is_success(), "{path}");
            assert!(!answer.text().contains("payroll"), "{path}");
            answers.push((path, answer.body));
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1]);
}
