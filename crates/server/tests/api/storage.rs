//! The store alone: groups of writes, and copies of the data.

use crate::database;
use portico_domain::{Actor, Person, RequestKind, Submission};
use portico_server::backup::{self, Folders, RestoreOptions};
use portico_server::db::snapshot::{Hours, Service, Snapshot, Target};
use portico_server::db::{
    self, ComparedDraft, DraftOutcome, DraftRecord, DraftStore, IdempotencyKey, JobEffect,
    JobStore, NewRequestRecord, Precondition, PurgeBefore, RequestQuery, RequestStore,
    ResponseTemplate, Session, SessionStore, SqlStore, StoreError, StoredResponse,
};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::JoinSet;
use uuid::Uuid;

pub(crate) fn person(id: &str) -> Person {
    Person {
        id: id.into(),
        name: id.to_owned(),
    }
}

/// A user's request, sent at this time.
pub(crate) fn recording(user: &str, key: &str, at: i64) -> NewRequestRecord {
    let snapshot = Snapshot {
        service: Service {
            id: "vpn".to_owned(),
            name: "VPN".to_owned(),
            icon: None,
        },
        owner: person(user),
        provider: "Desk".to_owned(),
        target: Target {
            duration: "P1D".to_owned(),
            hours: Hours::Always,
        },
        price: None,
        answers: Vec::new(),
        form_version: "1".to_owned(),
    };
    NewRequestRecord {
        id: Uuid::now_v7().to_string(),
        submission: Submission {
            kind: RequestKind::Request,
            service: "vpn".to_owned(),
            requester: person(user),
            requested_for: None,
            watchers: Vec::new(),
            team: Some("desk".to_owned()),
            approvals: Vec::new(),
            due_at: None,
            details: serde_json::to_value(snapshot).unwrap(),
        },
        actor: Actor::person(person(user)),
        at,
        event: Uuid::now_v7().to_string(),
        key: IdempotencyKey {
            user: user.to_owned(),
            key: key.to_owned(),
            hash: "h".to_owned(),
        },
        draft: ComparedDraft::Absent,
        answer: ResponseTemplate {
            status: 201,
            location: None,
            body: serde_json::Map::new(),
        },
        uploads: Vec::new(),
    }
}

pub(crate) async fn write(store: &SqlStore, key: &str) -> Result<StoredResponse, StoreError> {
    write_at(store, key, 1).await
}

pub(crate) async fn write_at(
    store: &SqlStore,
    key: &str,
    created_at: i64,
) -> Result<StoredResponse, StoreError> {
    let mut recording = recording("p", key, created_at);
    recording.submission.watchers = vec![person("reader")];
    // The drafts of these tests use their key as their tag.
    recording.draft = ComparedDraft::Same(key.to_owned());
    store.record(recording.into()).await
}

/// A data folder with one request, and without its server.
pub(crate) async fn recorded() -> TempDir {
    let data = TempDir::new().unwrap();
    let store = database::store(data.path()).await;
    write(&store, "k").await.unwrap();
    data
}

/// The number that somebody was told.
pub(crate) fn number(answer: &StoredResponse) -> String {
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    body["number"].as_str().unwrap().to_owned()
}

pub(crate) async fn numbers(store: &SqlStore) -> Vec<String> {
    numbers_of(store, "p").await
}

pub(crate) async fn numbers_of(store: &SqlStore, user: &str) -> Vec<String> {
    let listing = RequestQuery {
        user: user.to_owned(),
        open: None,
        before: None,
        limit: 1000,
    };
    store
        .list(listing)
        .await
        .unwrap()
        .into_iter()
        .map(|record| record.number)
        .collect()
}

#[tokio::test]
async fn writes_at_once_share_commits_and_fail_alone() {
    let data = TempDir::new().unwrap();
    let store = Arc::new(database::store(data.path()).await);
    let mut writes = JoinSet::new();
    for n in 0..200 {
        let store = Arc::clone(&store);
        // Every fourth write uses a key that another write uses too.
        let key = if n % 4 == 0 {
            "same".to_owned()
        } else {
            n.to_string()
        };
        writes.spawn(async move { write(&store, &key).await });
    }
    let (good, bad): (Vec<_>, Vec<_>) =
        writes.join_all().await.into_iter().partition(Result::is_ok);
    assert_eq!(good.len(), 151);
    assert!(
        bad.into_iter()
            .all(|outcome| outcome == Err(StoreError::KeyTaken))
    );
    let answered: BTreeSet<_> = good
        .into_iter()
        .map(|answer| number(&answer.unwrap()))
        .collect();
    let kept: BTreeSet<_> = numbers(&store).await.into_iter().collect();
    assert_eq!(answered, kept, "what was answered is what was kept");
    assert_eq!(kept.len(), 151);
    let last = format!("R-{}", 10_000 + 151);
    assert!(
        kept.contains(&last),
        "a failed write leaves no gap in the numbers"
    );
}

#[tokio::test]
async fn what_is_written_is_there_after_a_restart() {
    let data = TempDir::new().unwrap();
    let store = database::store(data.path()).await;
    write(&store, "k").await.unwrap();
    let session = Session {
        user: "p".to_owned(),
        seen_at: 5,
    };
    SessionStore::open(&store, "hash".to_owned(), session.clone())
        .await
        .unwrap();
    drop(store);
    let store = database::store(data.path()).await;
    assert_eq!(numbers(&store).await, ["R-10001"]);
    assert!(store.answered("p", "k").await.unwrap().is_some());
    assert_eq!(store.find("hash").await.unwrap(), Some(session));
    assert_eq!(number(&write(&store, "l").await.unwrap()), "R-10002");
}

#[tokio::test]
async fn old_keys_and_sessions_are_forgotten() {
    let data = TempDir::new().unwrap();
    let store = database::store(data.path()).await;
    write(&store, "k").await.unwrap();
    for (hash, seen_at) in [("old", 5), ("new", 50)] {
        let session = Session {
            user: "p".to_owned(),
            seen_at,
        };
        SessionStore::open(&store, hash.to_owned(), session)
            .await
            .unwrap();
    }
    let purge = async |keys, sessions| {
        let before = PurgeBefore {
            keys,
            sessions,
            drafts: 0,
            uploads: 0,
            indexes: 0,
            request_counts: 0,
        };
        purge(&store, before).await;
    };
    purge(1, 10).await;
    assert!(
        store.answered("p", "k").await.unwrap().is_some(),
        "not older than that"
    );
    purge(2, 10).await;
    assert!(store.answered("p", "k").await.unwrap().is_none());
    assert!(store.find("old").await.unwrap().is_none());
    assert!(store.find("new").await.unwrap().is_some());
    assert_eq!(
        numbers(&store).await.len(),
        1,
        "requests are never forgotten"
    );
}

/// Deletes older data, as the job does.
pub(crate) async fn purge(store: &SqlStore, before: PurgeBefore) {
    let seen = store.job("test").await.unwrap();
    let lease = store.take(seen, "tester", false).await.unwrap().unwrap();
    let purge = JobEffect::Purge(before);
    store.apply(&lease, purge).await.unwrap();
    store.give_back(&lease).await.unwrap();
}

pub(crate) fn draft(service: &str, key: &str, updated_at: i64) -> DraftRecord {
    DraftRecord {
        user: "p".to_owned(),
        service: service.to_owned(),
        key: key.to_owned(),
        form_version: "1".to_owned(),
        answers: "{}".to_owned(),
        step: 0,
        device: None,
        tag: key.to_owned(),
        updated_at,
    }
}

#[tokio::test]
async fn a_draft_goes_with_its_request_and_with_its_age() {
    let data = TempDir::new().unwrap();
    let store = database::store(data.path()).await;
    let services = async || {
        let drafts = store.drafts("p", 0).await.unwrap();
        let names = drafts.into_iter().map(|draft| draft.service);
        names.collect::<Vec<_>>()
    };
    for (service, key, at) in [("a", "k", 1), ("vpn", "l", 2), ("c", "m", 3)] {
        let kept = store.keep(draft(service, key, at), Precondition::Absent, 9);
        assert_eq!(kept.await, Ok(DraftOutcome::Created));
    }
    assert_eq!(services().await, ["c", "vpn", "a"]);
    write(&store, "l").await.unwrap();
    assert_eq!(services().await, ["c", "a"], "that of the key is gone");
    let kept = store.keep(draft("vpn", "l", 4), Precondition::Absent, 9);
    let kept = kept.await;
    assert!(
        matches!(kept, Ok(DraftOutcome::Sent(_))),
        "it comes back: {kept:?}"
    );
    let before = PurgeBefore {
        keys: 0,
        sessions: 0,
        drafts: 3,
        uploads: 0,
        indexes: 0,
        request_counts: 0,
    };
    purge(&store, before).await;
    assert_eq!(services().await, ["c"]);
}

/// A draft that arrives between the comparison and the transaction is neither lost nor left under a used key.
#[tokio::test]
async fn a_request_is_recorded_only_with_the_draft_that_it_was_compared_with() {
    let tag = || "k".to_owned();
    let other = || "older".to_owned();
    for (compared, expected) in [
        (ComparedDraft::Absent, None),
        (ComparedDraft::Same(other()), None),
        (ComparedDraft::Different(other()), None),
        (ComparedDraft::Same(tag()), Some(0)),
        (ComparedDraft::Different(tag()), Some(1)),
    ] {
        let data = TempDir::new().unwrap();
        let store = database::store(data.path()).await;
        let kept = store.keep(draft("vpn", "k", 1), Precondition::Absent, 9);
        assert_eq!(kept.await, Ok(DraftOutcome::Created));
        let mut recording = recording("p", "k", 1);
        recording.draft = compared.clone();
        let recorded = store.record(recording.into()).await;
        let left = store.drafts("p", 0).await.unwrap().len();
        match expected {
            None => {
                assert_eq!(recorded, Err(StoreError::DraftChanged), "{compared:?}");
                assert_eq!(left, 1, "{compared:?}");
            }
            Some(drafts) => {
                assert!(recorded.is_ok(), "{compared:?}: {recorded:?}");
                assert_eq!(left, drafts, "{compared:?}");
            }
        }
    }
}

#[tokio::test]
async fn drafts_of_twins_are_never_mixed() {
    let data = TempDir::new().unwrap();
    let store = Arc::new(database::store(data.path()).await);
    let mut writes = JoinSet::new();
    for n in 0..50 {
        let store = Arc::clone(&store);
        let new = draft("a", &n.to_string(), n);
        writes.spawn(async move { store.keep(new, Precondition::Absent, 9).await });
    }
    let outcomes = writes.join_all().await;
    let created = outcomes.iter().filter(|o| **o == Ok(DraftOutcome::Created));
    assert_eq!(created.count(), 1, "one is first, the others are refused");
}

/// Puts a backup back; where the database before is.
async fn restore(data: &Path, source: &Path) -> Result<Option<PathBuf>, String> {
    let restored = backup::restore(source, &Folders::of(data), RestoreOptions::default()).await?;
    Ok(restored.before)
}

#[tokio::test]
async fn copies_of_an_sqlite_file_are_made_and_put_back() {
    let data = TempDir::new().unwrap();
    let file = data.path().join("copy.db");
    let store = database::store(data.path()).await;
    write(&store, "one").await.unwrap();
    db::backup(data.path(), &file).await.unwrap();
    assert!(
        db::backup(data.path(), &file)
            .await
            .unwrap_err()
            .contains("never overwrites")
    );
    write(&store, "two").await.unwrap();
    assert_eq!(numbers(&store).await.len(), 2);
    drop(store);

    for (name, bytes) in [("empty", Vec::new()), ("noise", b"not a database".to_vec())] {
        let wrong = data.path().join(name);
        fs::write(&wrong, bytes).unwrap();
        assert!(
            restore(data.path(), &wrong)
                .await
                .unwrap_err()
                .contains("not a valid backup"),
            "{name}"
        );
    }
    let mut torn = fs::read(&file).unwrap();
    torn.truncate(torn.len() / 2);
    fs::write(data.path().join("torn"), torn).unwrap();
    assert!(
        restore(data.path(), &data.path().join("torn"))
            .await
            .is_err()
    );

    let old = restore(data.path(), &file).await.unwrap().unwrap();
    let store = database::store(data.path()).await;
    assert_eq!(numbers(&store).await, ["R-10001"]);
    drop(store);
    // The previous data is kept completely.
    let other = TempDir::new().unwrap();
    restore(other.path(), &old).await.unwrap();
    let store = database::store(other.path()).await;
    assert_eq!(numbers(&store).await, ["R-10002", "R-10001"]);
}
