//! A bucket that is away, slow or full: the answer is true, and what was acknowledged stays.

use super::{Person, object, objects_of, servers};
use crate::object_store::Fate;
use crate::server::Ask;
use crate::uploads::{png, record, sum, tus};
use axum::http::{Method, StatusCode};
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;

#[tokio::test]
async fn what_was_acknowledged_survives_a_bucket_that_goes_away() {
    let data = TempDir::new().unwrap();
    let ([server], _, objects) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(3_000_000);
    for fate in [Fate::Refused, Fate::Denied, Fate::Lost] {
        // So many chunks are stored before the bucket goes away.
        for stored in [0, 1, 2] {
            let case = format!("{fate:?} after {stored}");
            let path = anna.announced(bytes.len()).await;
            let puts = AtomicUsize::new(0);
            objects.rule(move |method, _| {
                let is_put = *method == Method::PUT;
                match puts.fetch_add(usize::from(is_put), Ordering::SeqCst) >= stored && is_put {
                    true => fate,
                    false => Fate::Served,
                }
            });
            let cut = anna.patch(&path, 0, bytes.clone()).await;
            cut.is_problem(503, "");
            assert_eq!(cut.header("retry-after"), "5", "{case}");
            // Where it stands, the database knows.
            objects.rule(move |_, _| fate);
            let begun = stored * 1_048_576;
            assert_eq!(anna.offset(&path).await, begun.to_string(), "{case}");
            objects.recover();
            let rest = anna.patch(&path, begun, bytes[begun..].to_vec()).await;
            assert_eq!(
                rest.status,
                StatusCode::NO_CONTENT,
                "{case} {}",
                rest.text()
            );
            assert_eq!(
                anna.get(&path).await.json()["sha256"],
                sum(&bytes),
                "{case}"
            );
            let read = anna.get(&format!("{path}/content")).await;
            assert!(read.body == bytes, "{case}");
        }
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_reached_is_not_said_to_be_lost() {
    let data = TempDir::new().unwrap();
    let ([server], store, objects) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let id = anna.picture(&png(1_500_000)).await;
    let path = format!("/uploads/{id}");
    let begun = anna.announced(3_000_000).await;
    anna.patch(&begun, 0, png(1_500_000)).await;
    let uploads = data.path().join("uploads");
    let away = data.path().join("away");
    let asked = async |case: &str| {
        let read = anna.get(&format!("{path}/content")).await;
        assert_eq!(
            read.status,
            StatusCode::SERVICE_UNAVAILABLE,
            "{case} {}",
            read.text()
        );
        assert_eq!(read.header("retry-after"), "5", "{case}");
        let more = anna.patch(&begun, 1_500_000, png(10)).await;
        assert_eq!(
            more.status,
            StatusCode::SERVICE_UNAVAILABLE,
            "{case} {}",
            more.text()
        );
        // What needs no bucket goes on.
        assert_eq!(anna.get(&path).await.status, StatusCode::OK, "{case}");
        assert_eq!(anna.offset(&begun).await, "1500000", "{case}");
    };
    for fate in [Fate::Refused, Fate::Denied] {
        objects.rule(move |_, _| fate);
        asked(&format!("{fate:?}")).await;
    }
    objects.recover();
    // The bucket was deleted, or its objects.
    fs::rename(&uploads, &away).unwrap();
    asked("no bucket").await;
    fs::create_dir(&uploads).unwrap();
    asked("an empty bucket").await;
    fs::remove_dir(&uploads).unwrap();
    fs::rename(&away, &uploads).unwrap();
    let read = anna.get(&format!("{path}/content")).await;
    assert!(read.body == png(1_500_000));
    record(&store, "p-anna", &[&id], &[]).await.unwrap();
}

#[tokio::test]
async fn a_slow_bucket_is_waited_for() {
    let data = TempDir::new().unwrap();
    let ([server], _, objects) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    objects.rule(|_, _| Fate::Late(Duration::from_millis(60)));
    let bytes = png(2_500_000);
    let id = anna.picture(&bytes).await;
    let read = anna.get(&format!("/uploads/{id}/content")).await;
    assert!(read.body == bytes);
}

#[tokio::test]
async fn a_request_that_fails_for_a_moment_is_repeated() {
    let data = TempDir::new().unwrap();
    let ([server], _, objects) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let requests = AtomicUsize::new(0);
    objects.rule(
        move |_, _| match requests.fetch_add(1, Ordering::SeqCst) % 2 {
            0 => Fate::Refused,
            _ => Fate::Served,
        },
    );
    let bytes = png(1_500_000);
    let id = anna.picture(&bytes).await;
    let read = anna.get(&format!("/uploads/{id}/content")).await;
    assert!(read.body == bytes);
}

/// A name that is in use, since an older database was restored: its object is not overwritten.
#[tokio::test]
async fn an_object_is_never_overwritten() {
    let data = TempDir::new().unwrap();
    let ([server], ..) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(1_500_000);
    let path = anna.announced(bytes.len()).await;
    anna.patch(&path, 0, bytes[..1_048_576].to_vec()).await;
    let id = path.strip_prefix("/uploads/").unwrap();
    let first = objects_of(&data, id);
    let epoch: i64 = first[0].split_once('.').unwrap().1.parse().unwrap();
    let taken = object(&data, id, &format!("000001.{}", epoch + 1));
    fs::write(&taken, "of the future").unwrap();
    let rest = &bytes[1_048_576..];
    anna.patch(&path, 1_048_576, rest.to_vec())
        .await
        .is_problem(503, "");
    assert_eq!(anna.offset(&path).await, "1048576");
    let again = anna.patch(&path, 1_048_576, rest.to_vec()).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT, "{}", again.text());
    assert_eq!(fs::read(&taken).unwrap(), b"of the future");
    let read = anna.get(&format!("{path}/content")).await;
    assert!(read.body == bytes);
    // The same bytes under that name are those of an attempt whose answer was lost.
    let path = anna.announced(bytes.len()).await;
    anna.patch(&path, 0, bytes[..1_048_576].to_vec()).await;
    let id = path.strip_prefix("/uploads/").unwrap();
    let taken = object(&data, id, &format!("000001.{}", epoch + 1));
    fs::write(&taken, rest).unwrap();
    let sent = anna.patch(&path, 1_048_576, rest.to_vec()).await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
}

#[tokio::test]
async fn a_missing_or_shortened_or_damaged_object_is_never_sent_as_the_file() {
    let data = TempDir::new().unwrap();
    let ([server], ..) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(2_500_000);
    for (case, number) in [
        ("missing", 0),
        ("missing", 2),
        ("short", 1),
        ("short", 2),
        ("empty", 2),
    ] {
        let id = anna.picture(&bytes).await;
        let path = format!("/uploads/{id}");
        let chunk = object(&data, &id, &objects_of(&data, &id)[number]);
        let stored = fs::read(&chunk).unwrap();
        match case {
            "missing" => fs::remove_file(&chunk).unwrap(),
            "short" => fs::write(&chunk, &stored[1..]).unwrap(),
            _ => fs::write(&chunk, "").unwrap(),
        }
        let read = anna.get(&format!("{path}/content")).await;
        assert_eq!(read.status, StatusCode::GONE, "{case} {number}");
    }
    for number in 0..3 {
        let id = anna.picture(&bytes).await;
        let chunk = object(&data, &id, &objects_of(&data, &id)[number]);
        let mut stored = fs::read(&chunk).unwrap();
        stored[100] ^= 1;
        fs::write(&chunk, stored).unwrap();
        let ask = Ask::get(&format!("/uploads/{id}/content"));
        let (status, body) = anna.receive(ask).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            body.is_err(),
            "the body of a damaged file ended as that of an intact one"
        );
    }
}

#[tokio::test]
async fn a_removal_that_fails_is_made_up_for() {
    let data = TempDir::new().unwrap();
    let ([server], _, objects) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    // A file that is refused is deleted at once, and later if the bucket is away.
    objects.rule(|method, _| match *method == Method::DELETE {
        true => Fate::Denied,
        false => Fate::Served,
    });
    let path = anna.announced(2_000_000).await;
    let id = path.strip_prefix("/uploads/").unwrap();
    anna.patch(&path, 0, png(1_048_576)).await;
    let gone = anna.send(tus(Method::DELETE, &path, "")).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(objects_of(&data, id).len(), 1);
    let mut now = jiff::Timestamp::now();
    for day in 0..45 {
        if day == 44 {
            objects.recover();
        }
        server.purge(now).await;
        now += jiff::Span::new().hours(24);
    }
    assert_eq!(objects_of(&data, id).len(), 0);
}
