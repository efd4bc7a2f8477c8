//! Changes since an earlier index, which are sent if they are known and few.

use super::{PAYROLL, Passage, SuccessiveServers, WIFI, ask, found, opened, record, tag};
use crate::database::{self, execute};
use crate::server::{Answer, Server};
use crate::wrong_clock::days_pass;
use axum::http::StatusCode;
use jiff::Timestamp;
use portico_contract::{INDEX_TYPE, IndexRecord, IndexRecords};
use portico_search::{Builder, Index, NoNormalization, Record, Search};
use portico_server::db::{IndexStore, KnownIndex};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tempfile::TempDir;

const PRINTER: Passage = ("services/printer.yaml", "name: Printer", "name: Copier");
/// Restricts it to a single reader.
const HIDDEN_PRINTER: Passage = (
    "services/printer.yaml",
    "order: [\"role:employee\"]",
    "see: [\"person:p-max\"]",
);

#[track_caller]
fn changes(answer: &Answer) -> IndexRecords {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json");
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn what_has_changed_is_told() {
    let mut years = SuccessiveServers::default();
    let server = years.server(&[]).await;
    let first = ask(&server, "", "en", "").await;
    let since = format!("?since={}", tag(&first));
    let nothing = IndexRecords {
        since: Some(tag(&first)),
        ..IndexRecords::default()
    };
    let answer = ask(&server, "", "en", &since).await;
    assert_eq!(changes(&answer), nothing);
    drop(server);

    let wifi = IndexRecord {
        id: "article/wifi".to_owned(),
        language: "en".to_owned(),
        title: "Join the wireless".to_owned(),
        keywords: vec!["wlan".to_owned()],
        category: "Network".to_owned(),
        summary: "With your certificate.".to_owned(),
        ..IndexRecord::default()
    };
    let changed = IndexRecords {
        records: vec![wifi],
        ..nothing.clone()
    };
    let removed = IndexRecords {
        removed: vec!["service/printer".to_owned()],
        ..nothing.clone()
    };
    for (passages, expected) in [
        (&[WIFI][..], &changed),
        (&[WIFI, PAYROLL], &changed),
        (&[HIDDEN_PRINTER], &removed),
        (&[PAYROLL], &nothing),
    ] {
        let server = years.server(passages).await;
        let answer = ask(&server, "", "en", &since).await;
        assert_eq!(&changes(&answer), expected, "{passages:?}");
        assert_eq!(answer.header("content-language"), "en");
        // The tag is that of the current index, and further changes can follow from it.
        let on = ask(&server, "", "en", &format!("?since={}", tag(&answer))).await;
        assert_eq!(changes(&on).since, Some(tag(&answer)));
        let whole = ask(&server, "", "en", "").await;
        assert_eq!(tag(&answer), tag(&whole));
        // The old index with the changes finds the same as the new index.
        let mut updated = Search::new(Arc::new(Index::open(first.body.clone()).unwrap()));
        let told = changes(&answer);
        let removed: Vec<_> = told.removed.iter().map(String::as_str).collect();
        updated.update(Arc::new(small(&told.records)), &removed);
        let mut new = Search::new(Arc::new(opened(&whole)));
        for query in ["wireless", "wi-fi", "printer", "remote", "vpn"] {
            let (updated, new) = (found(&mut updated, query), found(&mut new, query));
            let sorted = |hits: Vec<String>| hits.into_iter().collect::<BTreeSet<_>>();
            assert_eq!(sorted(updated), sorted(new), "{passages:?} {query}");
        }
    }
}

/// An index of a few records, as a browser builds it.
fn small(records: &[IndexRecord]) -> Index {
    let mut builder = Builder::new();
    for record in records {
        let record = Record {
            id: record.id.clone(),
            language: record.language.clone(),
            title: record.title.clone(),
            keywords: record.keywords.join("; "),
            ..Record::default()
        };
        builder.add(&record, &NoNormalization);
    }
    Index::open(builder.build()).unwrap()
}

#[tokio::test]
async fn whoever_signs_in_is_told_the_difference_and_no_more() {
    let server = Server::start().await;
    let anna = ask(&server, "p-anna", "en", "").await;
    let max = ask(&server, "p-max", "en", "").await;
    let more = changes(&ask(&server, "p-max", "en", &format!("?since={}", tag(&anna))).await);
    let titles: Vec<_> = more.records.iter().map(|one| one.title.as_str()).collect();
    assert_eq!((titles, more.removed.len()), (vec!["Workplace"], 0));
    let less = ask(&server, "p-anna", "en", &format!("?since={}", tag(&max))).await;
    assert!(
        !less.text().contains("Everything for a desk"),
        "{}",
        less.text()
    );
    let less = changes(&less);
    assert_eq!(
        (less.removed, less.records),
        (vec!["service/workplace".to_owned()], vec![])
    );
}

#[tokio::test]
async fn where_changes_are_not_known_or_many_the_index_comes_whole() {
    let mut years = SuccessiveServers::default();
    let server = years.server(&[]).await;
    let english = tag(&ask(&server, "", "en", "").await);
    let german = tag(&ask(&server, "", "de", "").await);
    drop(server);
    let server = years.server(&[WIFI, PRINTER]).await;
    for (since, why) in [
        (english.as_str(), "two of five are too many"),
        ("", "none"),
        ("unknown", "of nobody"),
        (&german, "another language's"),
    ] {
        let answer = ask(&server, "", "en", &format!("?since={since}")).await;
        let index = opened(&answer);
        assert_eq!(record(&index, "service/printer").title, "Copier", "{why}");
    }
    drop(server);
    let server = years.server(&[WIFI]).await;
    for (since, language, whole) in [
        (&german, "en", true),
        (&english, "de", true),
        (&english, "en", false),
        (&german, "de", false),
    ] {
        let answer = ask(&server, "", language, &format!("?since={since}")).await;
        let kind = answer.header("content-type");
        assert_eq!(kind == INDEX_TYPE, whole, "{since} {language}");
    }
}

#[tokio::test]
async fn languages_that_have_no_words_are_told_apart_all_the_same() {
    let languages = ("organisation.yaml", "[en, de]", "[en, de, fr, it]");
    let mut years = SuccessiveServers::default();
    let server = years.server(&[languages]).await;
    let french = ask(&server, "", "fr", "").await;
    let italian = ask(&server, "", "it", "").await;
    assert_eq!(french.body, italian.body);
    assert_ne!(tag(&french), tag(&italian));
    let since = format!("?since={}", tag(&french));
    changes(&ask(&server, "", "fr", &since).await);
    opened(&ask(&server, "", "it", &since).await);
}

#[tokio::test]
async fn indexes_that_nobody_asks_for_are_forgotten() {
    let mut years = SuccessiveServers::default();
    let server = years.server(&[]).await;
    let since = format!("?since={}", tag(&ask(&server, "", "en", "").await));
    let now = Timestamp::now();
    for (days, whole) in [(0..=59, false), (60..=65, true)] {
        days_pass(&server, now, days.clone()).await;
        let answer = ask(&server, "", "en", &since).await;
        let kind = answer.header("content-type");
        assert_eq!(kind == INDEX_TYPE, whole, "after {days:?} days");
    }

    // An index that is only checked for changes is in use as well.
    let mut years = SuccessiveServers::default();
    let server = years.server(&[]).await;
    ask(&server, "", "en", "").await;
    drop(server);
    let sql = "UPDATE indexes SET seen_at = 1";
    execute(years.data.as_ref().unwrap().path(), sql).await;
    let server = years.server(&[WIFI]).await;
    changes(&ask(&server, "", "en", &since).await);
    server.purge(Timestamp::now()).await;
    changes(&ask(&server, "", "en", &since).await);

    let data = TempDir::new().unwrap();
    let store = database::store(data.path()).await;
    let known = |tag: &str, seen_at| KnownIndex {
        tag: tag.to_owned(),
        language: "en".to_owned(),
        holds: BTreeMap::from([("service/a".to_owned(), "1".to_owned())]),
        seen_at,
    };
    for (tag, seen_at) in [("a", 1), ("b", 2), ("c", 3), ("b", 4), ("d", 5), ("e", 6)] {
        store.remember(known(tag, seen_at), 3).await.unwrap();
    }
    for (tag, there) in [
        ("a", None),
        ("b", Some(known("b", 4))),
        ("c", None),
        ("d", Some(known("d", 5))),
        ("e", Some(known("e", 6))),
    ] {
        assert_eq!(store.index(tag).await.unwrap(), there, "{tag}");
    }
}
