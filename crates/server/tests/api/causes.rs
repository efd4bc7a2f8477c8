//! The log names the root cause of a failure, once, and the response does not name it.
#![cfg(target_os = "linux")]

use crate::connections::{announced, own};
use crate::database::{execute, is_postgres, location};
use crate::program::Running;
use std::fs;
use tempfile::TempDir;

/// Checks the response to a failed request, and the line of the log with its causes.
fn is_explained(server: &Running, answer: &str, causes: &[&str]) {
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    let log = server.log();
    let failed: Vec<_> = log
        .lines()
        .filter(|line| line.contains("a request failed"))
        .collect();
    let [line] = failed.as_slice() else {
        panic!("one request has failed:\n{log}");
    };
    for cause in causes {
        assert_eq!(line.matches(cause).count(), 1, "{cause}: {line}");
        assert!(!answer.contains(cause), "{answer}");
    }
}

#[tokio::test]
async fn a_failing_database() {
    let data = TempDir::new().unwrap();
    // The server uses the database of the data folder only if it exists already.
    location(data.path());
    let server = Running::start(data.path());
    let fault = match is_postgres() {
        true => {
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             RAISE EXCEPTION 'the root of it'; END $$;
             CREATE TRIGGER fail BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION fail()"
        }
        false => {
            "CREATE TRIGGER fail BEFORE INSERT ON sessions
             BEGIN SELECT RAISE(ABORT, 'the root of it'); END"
        }
    };
    execute(data.path(), fault).await;
    let (own, body) = (own(&server), r#"{"persona":"p-anna"}"#);
    let sign_in = format!(
        "POST /api/v1/session HTTP/1.1\r\n{own}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = server.exchange(sign_in).unwrap();
    let causes = ["the database could not do it", "the root of it"];
    is_explained(&server, &answer, &causes);
}

#[test]
fn a_failing_folder() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    let (cookie, upload) = announced(&server);
    let id = upload.rsplit('/').next().unwrap();
    fs::write(data.path().join("uploads").join(id), "in the way").unwrap();
    let own = own(&server);
    let part = format!(
        "PATCH {upload} HTTP/1.1\r\n{own}Cookie: {cookie}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: 4\r\n\r\nslow"
    );
    let answer = server.exchange(part).unwrap();
    let causes = ["the uploads folder failed", "Not a directory"];
    is_explained(&server, &answer, &causes);
}
