//! A server that is killed after it noted a chunk and before the chunk is in its place.

use super::{Person, Site, over, png};
use crate::database::{column, location};
use axum::http::{Method, StatusCode};
use jiff::{Timestamp, ToSpan};
use portico_server::backup::verify;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The epoch of whoever wrote an upload last.
async fn written_epoch(data: &Path, id: &str) -> i64 {
    let sql = format!("SELECT written_epoch FROM uploads WHERE id = '{id}'");
    column(data, &sql).await[0]
}

#[tokio::test]
async fn what_was_noted_is_there_when_the_server_was_killed_before_it_was_in_its_place() {
    let data = TempDir::new().unwrap();
    let uploads = data.path().join("uploads");
    let bytes = png(2_500_000);
    // What was sent by one exchange and by the next one; what then stands in the places of its chunks.
    for (first, second, in_place) in [
        (0, 2_500_000, None),
        (0, 2_500_000, Some(vec![b'x'; 1_048_576])),
        (700_000, 2_500_000, Some(bytes[..700_000].to_vec())),
        (700_000, 2_500_000, Some(vec![b'x'; 1_048_576])),
        (0, 1_500_000, None),
        (700_000, 1_500_000, Some(vec![b'x'; 1_048_576])),
        (1_048_576, 1_500_000, None),
        (1_200_000, 1_500_000, Some(vec![b'x'; 400_000])),
    ] {
        let case = format!("{first} {second} {}", in_place.is_some());
        let path = {
            let (server, _) = over(&data).await;
            let anna = Person::new(&server, "p-anna").await;
            let path = anna.announced(bytes.len()).await;
            for (from, to) in [(0, first), (first, second)] {
                let sent = anna.patch(&path, from, bytes[from..to].to_vec()).await;
                assert_eq!(sent.status, StatusCode::NO_CONTENT, "{case}");
            }
            path
        };
        let id = path.strip_prefix("/uploads/").unwrap();
        let epoch = written_epoch(data.path(), id).await;
        let chunks = uploads.join(id);
        for number in first / 1_048_576..second.div_ceil(1_048_576) {
            let place = chunks.join(format!("{number:06}"));
            fs::rename(&place, chunks.join(format!("{number:06}.{epoch}"))).unwrap();
            if let Some(bytes) = &in_place {
                fs::write(&place, bytes).unwrap();
            }
        }
        // Of exchanges that were overtaken, earlier and, where an older database was restored, later.
        for left in ["000000.1", "000001.1", "000002.9999", "000000.9999"] {
            if !chunks.join(left).exists() && !left.ends_with(&format!(".{epoch}")) {
                fs::write(chunks.join(left), "left over").unwrap();
            }
        }
        // Nobody has put them in their places yet.
        let found = verify(&location(data.path()), uploads.clone())
            .await
            .unwrap();
        assert_eq!(found.faults, [], "{case}");
        let (server, _) = over(&data).await;
        let anna = Person::new(&server, "p-anna").await;
        assert_eq!(anna.offset(&path).await, second.to_string(), "{case}");
        if second < bytes.len() {
            anna.complete(&path, second, &bytes).await;
        }
        anna.has(&path, &bytes).await;
        drop(server);
        let found = verify(&location(data.path()), uploads.clone())
            .await
            .unwrap();
        assert_eq!(found.faults, [], "{case}");
        let mut left: Vec<_> = fs::read_dir(&chunks)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains('.'))
            .collect();
        left.sort();
        assert_eq!(
            left,
            ["000000.9999", "000002.9999"],
            "{case}: what is overtaken goes"
        );
    }
}

#[tokio::test]
async fn an_upload_of_which_chunks_are_not_in_their_places_is_removed_like_any_other() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let id = anna.picture(&png(1_500_000)).await;
    let chunks = site.uploads().join(&id);
    for (name, other) in [("000001", "000001.1"), ("000000", "000000.1#3")] {
        fs::copy(chunks.join(name), chunks.join(other)).unwrap();
    }
    let gone = anna
        .send(super::tus(Method::DELETE, &format!("/uploads/{id}"), ""))
        .await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    for day in 0..45 {
        site.server
            .purge(Timestamp::now() + (24 * day).hours())
            .await;
    }
    assert!(!chunks.exists());
    assert_eq!(super::files(&site.uploads()), 0);
}
