//! A failing database: responses are true, nothing is acknowledged without being stored, and the server recovers.

use super::folder;
use crate::cluster::Cluster;
use crate::database::{execute, is_postgres, open, texts};
use crate::server::{Answer, Ask, Server, checked, demo, vpn};
use axum::http::StatusCode;
use portico_server::db::{Postgres, SqlStore};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::sync::Arc;

async fn send(server: &Server, cookie: &str, key: &str) -> Answer {
    server.order(cookie, key, &vpn()).await
}

#[tokio::test]
async fn each_way_to_fail_has_its_answer() {
    let Some(data) = folder() else { return };
    let server = Server::at(demo(), data.path()).await;
    let anna = server.sign_in("p-anna").await;
    for (code, status) in [
        ("53100", 507), // disk_full
        ("53200", 503), // out_of_memory
        ("53300", 503), // too_many_connections
        ("57P01", 503), // admin_shutdown
        ("57014", 503), // query_canceled
        ("58030", 503), // io_error
        ("40001", 503), // serialization_failure
        ("25006", 503), // read_only_sql_transaction
        ("XX001", 503), // data_corrupted
        ("42P01", 503), // undefined_table
        ("3F000", 503), // invalid_schema_name
        ("P0001", 500), // raise_exception: only this write fails
    ] {
        let fail = format!(
            "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'as it was told to' USING ERRCODE = '{code}'; END $$;
            CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON idempotency FOR EACH ROW EXECUTE FUNCTION fail()"
        );
        execute(data.path(), &fail).await;
        let failed = send(&server, &anna, "one").await;
        assert_eq!(failed.status.as_u16(), status, "{code}: {}", failed.text());
        let again = !failed.header("retry-after").is_empty();
        assert_eq!(
            again,
            status != 500,
            "{code}: whether it is worth trying again"
        );
        let ready = server
            .send(Ask::raw(axum::http::Method::GET, "/readyz", ""))
            .await;
        assert_eq!(
            ready.status.is_success(),
            status == 500,
            "{code}: {}",
            ready.text()
        );
        execute(data.path(), "DROP TRIGGER fail ON idempotency").await;
        assert_eq!(
            send(&server, &anna, &format!("after {code}").replace(' ', "-"))
                .await
                .status,
            201
        );
    }
    let log = checked(data.path()).await;
    assert_eq!((log.entries, log.faults), (12, Vec::new()));
}

#[tokio::test]
async fn connections_that_were_broken_are_made_again_unseen() {
    let Some(data) = folder() else { return };
    let server = Server::at(demo(), data.path()).await;
    let anna = server.sign_in("p-anna").await;
    for n in 0..5 {
        let broken = "SELECT CAST(pg_terminate_backend(pid) AS TEXT) FROM pg_stat_activity \
                      WHERE datname = current_database() AND pid <> pg_backend_pid()";
        assert!(!texts(data.path(), broken).await.is_empty());
        assert_eq!(
            send(&server, &anna, &n.to_string()).await.status,
            StatusCode::CREATED
        );
        let read = server.send(Ask::get("/requests").cookie(&anna)).await;
        assert_eq!(read.items("id").len(), n + 1);
    }
    assert_eq!(checked(data.path()).await.faults, []);
}

#[tokio::test]
async fn a_write_that_waits_too_long_is_given_up_and_stands_when_it_is_sent_again() {
    let Some(data) = folder() else { return };
    let server = Server::at(demo(), data.path()).await;
    let anna = server.sign_in("p-anna").await;
    execute(data.path(), "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''500ms''', current_database()); END $$").await;
    let broken = "SELECT CAST(pg_terminate_backend(pid) AS TEXT) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    texts(data.path(), broken).await;
    let other = open(data.path()).await;
    other
        .execute_unprepared("BEGIN; LOCK TABLE requests IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let late = send(&server, &anna, "one").await;
    assert_eq!(
        late.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        late.text()
    );
    assert!(!late.header("retry-after").is_empty());
    other.close().await.unwrap();
    assert_eq!(
        send(&server, &anna, "one").await.status,
        StatusCode::CREATED
    );
    let log = checked(data.path()).await;
    assert_eq!((log.entries, log.faults), (1, Vec::new()));
}

#[tokio::test]
async fn a_database_that_was_away_is_used_again() {
    if !is_postgres() {
        return;
    }
    let cluster = Cluster::start();
    let url = cluster.create("away", "template0");
    let store = Arc::new(
        SqlStore::open(Postgres::new(&url, 2).unwrap())
            .await
            .unwrap(),
    );
    let server = Server::over(demo(), store).await;
    let anna = server.sign_in("p-anna").await;
    assert_eq!(
        send(&server, &anna, "one").await.status,
        StatusCode::CREATED
    );
    cluster.control(&["-m", "immediate", "stop"]);
    let away = send(&server, &anna, "two").await;
    assert_eq!(
        away.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        away.text()
    );
    assert!(!away.header("retry-after").is_empty());
    let read = server.send(Ask::get("/requests").cookie(&anna)).await;
    assert_eq!(
        read.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        read.text()
    );
    let session = Ask::post("/session", &json!({ "persona": "p-max" })).own();
    let refused = server.send(session).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    // Earlier refusals come from reads. This is a write, and only writes show whether the server is ready.
    let out = Ask::raw(axum::http::Method::DELETE, "/api/v1/session", "");
    let refused = server.send(out.own().cookie(&anna)).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    let ready = server
        .send(Ask::raw(axum::http::Method::GET, "/readyz", ""))
        .await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    cluster.control(&["start"]);
    assert_eq!(
        send(&server, &anna, "two").await.status,
        StatusCode::CREATED
    );
    let read = server.send(Ask::get("/requests").cookie(&anna)).await;
    assert_eq!(read.items("number"), ["R-10002", "R-10001"]);
}
