//! Data of other releases: data of earlier releases is migrated, data of newer ones is refused.

use crate::database::{column, execute, open, texts};
use crate::server::{Ask, Server, checked, demo, fixture};
use crate::storage::{number, numbers, numbers_of, recorded, write};
use portico_server::db::{Location, SqlStore, check_log, database_file};
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Converts a database to the state in which the last release before the log would have left it.
pub(crate) const BEFORE_THE_LOG: &str = "
    DROP TABLE identities;
    DROP TABLE users;
    DROP TABLE dead_letters;
    DROP TABLE jobs;
    DROP TABLE request_counts;
    DROP TABLE approvers;
    DROP TABLE approvals;
    CREATE TABLE earlier (
        id TEXT PRIMARY KEY NOT NULL,
        request_id TEXT NOT NULL REFERENCES requests (id),
        at BIGINT NOT NULL,
        actor TEXT,
        kind TEXT NOT NULL,
        state TEXT,
        body TEXT
    );
    INSERT INTO earlier SELECT id, subject_id, at, actor, 'created', state_after, NULL FROM events;
    DROP TABLE events;
    ALTER TABLE earlier RENAME TO events;
    CREATE INDEX events_of_request ON events (request_id, id);
    DROP INDEX requests_of_team;
    DROP INDEX requests_of_assignee;
    ALTER TABLE requests DROP COLUMN assignee_id;
    ALTER TABLE requests DROP COLUMN kind;
    ALTER TABLE requests DROP COLUMN requester;
    ALTER TABLE requests DROP COLUMN requested_for;
    ALTER TABLE requests DROP COLUMN watchers;
    ALTER TABLE requests DROP COLUMN team;
    ALTER TABLE requests DROP COLUMN assignee;
    ALTER TABLE requests DROP COLUMN rating;
    ALTER TABLE uploads DROP COLUMN epoch;
    ALTER TABLE uploads DROP COLUMN written_epoch;
    ALTER TABLE uploads DROP COLUMN chunk_epochs;
";

#[tokio::test]
async fn data_of_the_first_release_is_taken_over() {
    let data = recorded().await;
    // As the first release left it: without what came since.
    let since = [
        BEFORE_THE_LOG,
        "DROP TABLE request_summaries",
        "DROP TABLE backfills",
        "DROP TABLE steady_clock",
        "DROP TABLE readers",
        "DROP TABLE drafts",
        "DROP TABLE IF EXISTS uploads",
        "DROP TABLE indexes",
        "DROP TABLE improvements",
        "DROP TABLE installation",
        "DROP TABLE removed_uploads",
        "DROP TABLE seaql_migrations",
        "UPDATE schema_version SET version = 1",
    ];
    execute(data.path(), &since.join(";")).await;
    let store = SqlStore::open(data.path()).await.unwrap();
    assert_eq!(numbers(&store).await, ["R-10001"]);
    assert!(numbers_of(&store, "reader").await.is_empty());
    assert_eq!(number(&write(&store, "l").await.unwrap()), "R-10002");
    assert_eq!(numbers_of(&store, "reader").await, ["R-10002"]);
}

#[tokio::test]
async fn data_of_a_newer_release_is_refused() {
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('9999_later', 0)";
    let instead = "UPDATE seaql_migrations SET version = '9999_later' WHERE version LIKE '0002%'";
    let counted = "DROP TABLE seaql_migrations; UPDATE schema_version SET version = 99";
    for newer in [later, instead, counted] {
        let data = TempDir::new().unwrap();
        drop(SqlStore::open(data.path()).await.unwrap());
        execute(data.path(), newer).await;
        let refused = SqlStore::open(data.path()).await.err();
        let refused = refused.map(|error| error.to_string()).unwrap_or_default();
        assert!(refused.contains("newer release"), "{newer}: {refused}");
    }
}

#[tokio::test]
async fn migrations_that_a_release_has_counted_are_not_run_again() {
    let data = recorded().await;
    let noted = texts(
        data.path(),
        "SELECT version FROM seaql_migrations ORDER BY 1",
    )
    .await;
    let count = noted.len();
    let counted =
        format!("DROP TABLE seaql_migrations; UPDATE schema_version SET version = {count}");
    execute(data.path(), &counted).await;
    let store = SqlStore::open(data.path()).await.unwrap();
    assert_eq!(numbers(&store).await, ["R-10001"]);
    drop(store);
    let again = texts(
        data.path(),
        "SELECT version FROM seaql_migrations ORDER BY 1",
    )
    .await;
    assert_eq!(again, noted);
    // A release that only counts its migrations refuses later ones.
    let count = "SELECT CAST(version AS TEXT) FROM schema_version";
    assert_eq!(texts(data.path(), count).await, [noted.len().to_string()]);
}

/// The schemas of the releases with recorded data: the last one without a log, and the first one with it.
const RELEASES: [u32; 2] = [6, 7];

/// A release's data folder, by the version of its schema.
pub(crate) async fn release(schema: u32) -> TempDir {
    let data = TempDir::new().unwrap();
    let sql = fs::read_to_string(fixture(&format!("releases/schema-{schema}.sql"))).unwrap();
    let url = format!("sqlite://{}?mode=rwc", database_file(data.path()).display());
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(&sql).await.unwrap();
    db.close().await.unwrap();
    data
}

/// All responses of the API to users who created something: the user, the path and the response.
async fn answers(data: &Path) -> Vec<(String, Option<String>, Value)> {
    let db = open(data).await;
    let sql = "SELECT user_id, location, body FROM idempotency ORDER BY created_at";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql));
    let answer = |row: sea_orm::QueryResult| {
        let body: String = row.try_get("", "body").unwrap();
        let body = serde_json::from_str(&body).unwrap();
        let [user, location] = ["user_id", "location"].map(|name| row.try_get("", name).ok());
        (user.unwrap(), location, body)
    };
    let answers = rows.await.unwrap().into_iter().map(answer).collect();
    db.close().await.unwrap();
    answers
}

#[tokio::test]
async fn what_an_earlier_release_recorded_is_what_is_read() {
    for schema in RELEASES {
        is_what_is_read(schema).await;
    }
}

async fn is_what_is_read(schema: u32) {
    let data = release(schema).await;
    let answered = answers(data.path()).await;
    let at = Location::of(data.path());
    match (schema, check_log(&at).await) {
        (6, log) => assert_eq!(log, Ok(None), "there is no log yet"),
        (_, log) => {
            let refused = log.unwrap_err().to_string();
            assert!(refused.contains("(schema 7, "), "{refused}");
        }
    }
    let server = Server::at(demo(), data.path()).await;
    let (mut requests, mut comments) = (0, 0);
    for (user, location, mut answer) in answered {
        let Some(path) = location else {
            comments += 1;
            continue;
        };
        requests += 1;
        let cookie = server.sign_in(&user).await;
        let path = path.strip_prefix("/api/v1").unwrap().to_owned();
        let mut read = server.send(Ask::get(&path).cookie(&cookie)).await.json();
        let first = read["events"][0].take();
        assert_eq!(first, answer["events"][0].take());
        // Only later additions differ from the recorded response, and actions, which are objects now.
        assert_eq!(answer["actions"][0], read["actions"][0]["id"]);
        let later = ["events", "updatedAt", "actions"];
        for member in later {
            read[member] = Value::Null;
            answer[member] = Value::Null;
        }
        assert_eq!(read, answer);
    }
    assert_eq!((requests, comments), (5, 3));
    let log = checked(data.path()).await;
    assert_eq!((log.entries, log.faults), (8, Vec::new()));
    let left = "SELECT name FROM sqlite_schema WHERE name = 'events_before_log'";
    assert_eq!(texts(data.path(), left).await, [""; 0]);
}

#[tokio::test]
async fn the_conversation_of_an_earlier_release_goes_on() {
    for schema in RELEASES {
        goes_on(schema).await;
    }
}

async fn goes_on(schema: u32) {
    let data = release(schema).await;
    let comments = answers(data.path()).await;
    let comments = comments
        .into_iter()
        .filter(|(_, location, _)| location.is_none());
    let mut comments: Vec<_> = comments
        .filter_map(|(user, _, body)| (user == "p-anna").then_some(body))
        .collect();
    let server = Server::at(demo(), data.path()).await;
    let anna = server.sign_in("p-anna").await;
    let list = server
        .send(Ask::get("/requests?q=R-10001").cookie(&anna))
        .await;
    let path = format!("/requests/{}", list.items("id")[0]);
    let ask = Ask::post(&format!("{path}/comments"), &json!({"text": "Any news?"})).own();
    let sent = server.send(ask.cookie(&anna).key("later")).await;
    comments.push(sent.json());
    let read = server.send(Ask::get(&path).cookie(&anna)).await.json();
    assert_eq!(read["events"].as_array().unwrap()[1..], comments);
    assert_eq!(read["updatedAt"], comments[2]["at"]);
    // Its approvers can read it now.
    let max = server.sign_in("p-max").await;
    let asked = server.send(Ask::get(&path).cookie(&max)).await;
    assert_eq!(asked.json()["number"], "R-10001");
    assert_eq!(checked(data.path()).await.faults, []);
}

#[tokio::test]
async fn a_takeover_that_broke_off_goes_on_from_there() {
    let data = release(6).await;
    let more = "
        WITH RECURSIVE n (n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM n WHERE n < 99)
        INSERT INTO events SELECT 'f-' || n, request_id, at + n, actor, kind, state, body
        FROM n, (SELECT * FROM events WHERE kind = 'comment' ORDER BY id LIMIT 1);
        UPDATE events SET body = 'unreadable' WHERE id = 'f-80'";
    execute(data.path(), more).await;
    for _ in 0..2 {
        assert!(SqlStore::open(data.path()).await.is_err(), "it breaks off");
        let refused = check_log(&Location::of(data.path())).await.unwrap_err();
        assert!(refused.to_string().contains("is not finished"), "{refused}");
    }
    let taken = "SELECT count(*) FROM events";
    assert_eq!(column::<i64>(data.path(), taken).await, [50]);
    let mend = "UPDATE events_before_log SET body = NULL WHERE id = 'f-80'";
    execute(data.path(), mend).await;
    drop(SqlStore::open(data.path()).await.unwrap());
    let log = checked(data.path()).await;
    assert_eq!((log.entries, log.faults), (8 + 90, Vec::new()));
}

#[tokio::test]
async fn comments_from_before_their_request_are_taken_over() {
    // IDs came from the clock, which was set back: by comments of one request, of more than a batch, of all.
    for earlier in [
        "UPDATE events SET id = '00-' || id WHERE body LIKE '%From Friday on%'",
        "WITH RECURSIVE n (n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM n WHERE n < 99)
         INSERT INTO events SELECT '00-' || n, request_id, at + n, actor, kind, state, body
         FROM n, (SELECT * FROM events WHERE kind = 'comment' ORDER BY id LIMIT 1)",
        "UPDATE events SET id = '00-' || id, at = at - 3600000 WHERE kind = 'comment'",
    ] {
        let data = release(6).await;
        execute(data.path(), earlier).await;
        let count = "SELECT CAST(count(*) AS TEXT) FROM events";
        let events = texts(data.path(), count).await;
        drop(SqlStore::open(data.path()).await.unwrap());
        let log = checked(data.path()).await;
        assert_eq!(log.faults, [], "{earlier}");
        assert_eq!([log.entries.to_string()], *events, "{earlier}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_kept() {
    let data = release(6).await;
    let sql = r#"
        UPDATE requests SET snapshot = replace(snapshot, '"owner"', '"ownr"') WHERE number = 'R-10002';
        UPDATE requests SET snapshot = '{' WHERE number = 'R-10005'"#;
    execute(data.path(), sql).await;
    let readers = "SELECT request_id || ' ' || user_id FROM readers ORDER BY request_id, user_id";
    let before = texts(data.path(), readers).await;
    drop(SqlStore::open(data.path()).await.unwrap());
    assert_eq!(texts(data.path(), readers).await, before);
    let kept = "SELECT number FROM requests WHERE number = 'R-10002' \
                AND json_extract(snapshot, '$.requester.id') = 'p-max' \
                AND json_extract(snapshot, '$.watchers[0].id') = 'p-kim'";
    assert_eq!(texts(data.path(), kept).await, ["R-10002"]);
    assert_eq!(checked(data.path()).await.faults, []);
}
