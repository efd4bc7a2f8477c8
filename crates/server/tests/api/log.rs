//! The log has no gaps, and every modification of it is detected.

use crate::database::{execute, store, unbound};
use crate::program::run;
use crate::server::{Ask, Server, checked, demo, vpn};
use crate::storage::{recording, write};
use portico_server::db::{RequestStore, StoreError, backup, database_file};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::JoinSet;

async fn faults(data: &Path) -> Vec<String> {
    let log = checked(data).await;
    log.faults.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn refused_writes_leave_no_gap() {
    let data = TempDir::new().unwrap();
    let store = Arc::new(store(data.path()).await);
    let mut writes = JoinSet::new();
    for n in 0..200 {
        let store = Arc::clone(&store);
        // Every other write uses a key that another write uses too.
        let key = if n % 2 == 0 { 0 } else { n }.to_string();
        writes.spawn(async move { write(&store, &key).await });
    }
    let refused = writes.join_all().await.into_iter().filter(|done| {
        let refused = *done == Err(StoreError::KeyTaken);
        assert!(refused || done.is_ok(), "{done:?}");
        refused
    });
    assert_eq!(refused.count(), 99);
    let log = checked(data.path()).await;
    assert_eq!((log.entries, log.last), (101, 101));
    assert_eq!(log.faults, []);
}

/// Two requests, of which R-10002 has an approval and a comment: entries 1 to 3.
async fn recorded(data: &Path) {
    let server = Server::at(demo(), data).await;
    let cookie = server.sign_in("p-anna").await;
    let mut path = String::new();
    let printer =
        json!({"service": "printer", "formVersion": "1", "answers": {"reason": "It is broken"}});
    for (key, body) in [("2", printer), ("1", vpn())] {
        let sent = server.order(&cookie, key, &body).await;
        path = format!("/requests/{}/comments", sent.json()["id"].as_str().unwrap());
    }
    let ask = Ask::post(&path, &json!({"text": "It is urgent"})).own();
    let sent = server.send(ask.cookie(&cookie).key("c")).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

#[tokio::test]
async fn whatever_is_changed_in_an_sqlite_file_is_found() {
    let whole = TempDir::new().unwrap();
    recorded(whole.path()).await;
    assert_eq!(faults(whole.path()).await, Vec::<String>::new());
    let request = "request R-10002 is not what its entries lead to";
    for (sql, expected) in [
        (
            "UPDATE events SET payload = replace(payload, 'urgent', 'idle') WHERE seq = 3",
            &["what entry 3 says has been changed"][..],
        ),
        (
            "UPDATE events SET actor = replace(actor, 'anna', 'max') WHERE seq = 3",
            &["what entry 3 says has been changed"],
        ),
        (
            "UPDATE events SET reason = 'Because' WHERE seq = 3",
            &["what entry 3 says has been changed"],
        ),
        (
            "UPDATE events SET on_behalf_of = actor, actor = NULL WHERE seq = 3",
            &["what entry 3 says has been changed"],
        ),
        (
            "UPDATE events SET payload = NULL, content_hash = hash WHERE seq = 3",
            &[
                "what entry 3 says has been changed",
                "the time, subject or place of entry 3 has been changed",
                request,
            ],
        ),
        (
            "UPDATE events SET at = at + 1 WHERE seq = 3",
            &[
                "the time, subject or place of entry 3 has been changed",
                request,
            ],
        ),
        (
            "UPDATE events SET state_after = 'closed' WHERE seq = 3",
            &[
                "the time, subject or place of entry 3 has been changed",
                "the states of entry 3 are not those that the entries lead to",
            ],
        ),
        (
            "UPDATE events SET state_before = NULL WHERE seq = 3",
            &[
                "the time, subject or place of entry 3 has been changed",
                "the states of entry 3 are not those that the entries lead to",
            ],
        ),
        (
            "DELETE FROM events WHERE seq = 1",
            &[
                "entry 1 is missing",
                "request R-10001 is not what its entries lead to",
            ],
        ),
        (
            "DELETE FROM events WHERE seq < 3",
            &[
                "entries 1 to 2 are missing",
                "request R-10001 is not what its entries lead to",
                request,
            ],
        ),
        ("DELETE FROM events WHERE seq = 3", &[request]),
        (
            "DELETE FROM events WHERE seq = 2; UPDATE events SET seq = 2 WHERE seq = 3",
            &[
                "entry 2 does not continue the entry before it",
                "the time, subject or place of entry 2 has been changed",
                request,
            ],
        ),
        (
            "UPDATE events SET seq = 9 WHERE seq = 1; UPDATE events SET seq = 1 WHERE seq = 2; \
             UPDATE events SET seq = 2 WHERE seq = 9",
            &[
                "entry 1 does not continue the entry before it",
                "the time, subject or place of entry 1 has been changed",
                "entry 2 does not continue the entry before it",
                "the time, subject or place of entry 2 has been changed",
                "entry 3 does not continue the entry before it",
            ],
        ),
        (
            "UPDATE requests SET state = 'resolved' WHERE number = 'R-10002'",
            &[request],
        ),
        (
            "UPDATE requests SET due_at = due_at + 1 WHERE number = 'R-10002'",
            &[request],
        ),
        (
            "UPDATE requests SET service_id = 'laptop' WHERE number = 'R-10002'",
            &[request],
        ),
        (
            "UPDATE requests SET user_id = 'p-kim' WHERE number = 'R-10002'",
            &[request],
        ),
        (
            "UPDATE requests SET snapshot = replace(snapshot, 'From home', 'From Rome')",
            &[request],
        ),
        (
            "UPDATE requests SET rating = 5 WHERE number = 'R-10002'",
            &[request],
        ),
        ("UPDATE approvers SET user_id = 'p-kim'", &[request]),
        (
            "PRAGMA foreign_keys = OFF; \
             INSERT INTO approvers (request_id, number, user_id, name, position) \
             SELECT id, 1, 'p-kim', 'Kim', 1 FROM requests WHERE number = 'R-10001'",
            &["request R-10001 is not what its entries lead to"],
        ),
        (
            "PRAGMA foreign_keys = OFF; \
             INSERT INTO approvers (request_id, number, user_id, name, position) \
             SELECT id, 9, 'p-kim', 'Kim', 1 FROM requests WHERE number = 'R-10002'",
            &[request],
        ),
        (
            "INSERT INTO events SELECT 0, 'x', subject_type, subject_id, at, kind, version, \
             state_before, state_after, actor, on_behalf_of, reason, payload, content_hash, \
             previous_hash, hash FROM events WHERE seq = 3",
            &[
                "entry 0 comes before the first one",
                "the time, subject or place of entry 0 has been changed",
                request,
            ],
        ),
        (
            "UPDATE events SET seq = -3 WHERE seq = 3",
            &[
                "entry -3 comes before the first one",
                "the time, subject or place of entry -3 has been changed",
                request,
            ],
        ),
        (
            "UPDATE approvers SET verdict = 'approved', decided_at = 1",
            &[request],
        ),
        ("UPDATE approvals SET state = 'approved'", &[request]),
        ("UPDATE approvals SET quorum = 'one'", &[request]),
        ("DELETE FROM approvers; DELETE FROM approvals", &[request]),
        (
            "INSERT INTO readers SELECT 'p-kim', id FROM requests WHERE number = 'R-10002'",
            &[request],
        ),
        (
            "UPDATE requests SET requester = replace(requester, 'Anna', 'Hanna') WHERE number = 'R-10002'",
            &[request],
        ),
        (
            "PRAGMA foreign_keys = OFF; DELETE FROM requests WHERE number = 'R-10002'",
            &["the request that entry 2 has begun is missing"],
        ),
    ] {
        let data = TempDir::new().unwrap();
        let copy = database_file(data.path());
        backup(whole.path(), &copy).await.unwrap();
        execute(data.path(), sql).await;
        assert_eq!(faults(data.path()).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn numbers_that_were_sent_are_numbers_that_are_read() {
    let data = TempDir::new().unwrap();
    let store = store(data.path()).await;
    let numbers = [
        3.268_180_028_333_62e-12,
        0.1 + 0.2,
        -0.0,
        1e300,
        f64::MIN_POSITIVE,
    ];
    for (key, number) in numbers.into_iter().enumerate() {
        let mut recording = recording("p", &key.to_string(), 1);
        recording.submission.details["answers"] =
            json!([{"pointer": "/size", "label": "Size", "value": number}]);
        store.record(recording.into()).await.unwrap();
    }
    assert_eq!(faults(data.path()).await, Vec::<String>::new());
}

#[tokio::test]
async fn every_request_that_has_gone_is_told() {
    let data = TempDir::new().unwrap();
    let store = store(data.path()).await;
    for key in 0..70 {
        write(&store, &key.to_string()).await.unwrap();
    }
    drop(store);
    let sql = format!("{}; DELETE FROM requests", unbound());
    execute(data.path(), &sql).await;
    assert_eq!(faults(data.path()).await.len(), 70);
}

#[tokio::test]
async fn the_program_checks_the_log_of_an_sqlite_file() {
    let data = TempDir::new().unwrap();
    let folder = data.path().to_str().unwrap();
    let check_for = |more: &[&str]| {
        let output = run(&[&["log", "check", "--data", folder], more].concat());
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).unwrap())
    };
    let check = || check_for(&[]);
    let (code, said) = check();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("There is no data in"), "{said}");
    recorded(data.path()).await;
    let (code, said) = check();
    assert_eq!(code, Some(0), "{said}");
    let hash = checked(data.path()).await.hash;
    let last = format!("3:{hash}");
    let intact = format!("The log is intact: 3 entries. The last one is {last}.\n");
    assert_eq!(said, intact);
    // The recorded position shows whether the log still begins in the same way.
    let other = format!("2:{hash}");
    for (noted, code, expected) in [
        (&*last, 0, &*intact),
        (&last.to_uppercase(), 0, &intact),
        (&other, 1, &format!("it has no entry {other}")),
        (
            &format!("4:{hash}"),
            1,
            &format!("it has no entry 4:{hash}"),
        ),
        (&hash, 2, "the number of an entry"),
        ("3:abc", 2, "the number of an entry"),
    ] {
        let (ended, said) = check_for(&["--contains", noted]);
        assert_eq!(ended, Some(code), "{noted}: {said}");
        assert!(said.contains(expected), "{noted}: {said}");
    }
    let sql = "DELETE FROM events WHERE seq = 2";
    execute(data.path(), sql).await;
    let (code, said) = check();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("- entry 2 is missing\n"), "{said}");

    // A backup is made of the existing data, and reports its faults.
    let copies = TempDir::new().unwrap();
    let copy = copies.path().join("copy");
    let output = run(&["backup", copy.to_str().unwrap(), "--data", folder]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("- entry 2 is missing\n"), "{said}");
    assert!(database_file(&copy).exists());
    // A restore does the same.
    let restored = copies.path().join("restored");
    std::fs::create_dir(&restored).unwrap();
    let args = [
        "restore",
        copy.to_str().unwrap(),
        "--data",
        restored.to_str().unwrap(),
    ];
    let output = run(&args);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("Restored."), "{said}");
    assert!(said.contains("- entry 2 is missing\n"), "{said}");
    assert!(database_file(&restored).exists());
}
