//! The objects of a bucket: which of them count, which go, and which nobody touches.

use super::{MARKER, Person, object, objects_of, servers};
use crate::uploads::{files, png, sum, tus};
use axum::http::{Method, StatusCode};
use jiff::{Timestamp, ToSpan};
use portico_server::db::{ChunkEpochs, RemovalStore};
use std::fs;
use tempfile::TempDir;

#[tokio::test]
async fn a_file_may_come_through_several_servers_in_any_parts() {
    let data = TempDir::new().unwrap();
    let (servers, ..) = servers::<3>(&data).await;
    let mut people = Vec::new();
    for server in &servers {
        people.push(Person::new(server, "p-anna").await);
    }
    let bytes = png(3_300_000);
    for parts in [
        vec![0],
        vec![0, 1],
        vec![0, 1_048_576, 2_097_152],
        vec![0, 1_048_575, 1_048_577, 3_299_999],
        vec![
            0, 500_000, 600_000, 700_000, 1_500_000, 1_600_000, 3_000_000,
        ],
    ] {
        let path = people[0].announced(bytes.len()).await;
        let ends = parts.iter().skip(1).copied().chain([bytes.len()]);
        for (n, (begin, end)) in parts.iter().copied().zip(ends).enumerate() {
            let person = &people[n % people.len()];
            let sent = person.patch(&path, begin, bytes[begin..end].to_vec()).await;
            assert_eq!(
                sent.status,
                StatusCode::NO_CONTENT,
                "{parts:?} {}",
                sent.text()
            );
        }
        for person in &people {
            assert_eq!(
                person.get(&path).await.json()["sha256"],
                sum(&bytes),
                "{parts:?}"
            );
            let read = person.get(&format!("{path}/content")).await;
            assert!(read.body == bytes, "{parts:?}");
        }
        // Parts that were received again are left over for a day.
        let id = path.strip_prefix("/uploads/").unwrap();
        servers[0].purge(Timestamp::now() + 1.hour()).await;
        assert!(
            objects_of(&data, id).len() >= parts.len().min(4),
            "{parts:?}"
        );
    }
    servers[0].purge(Timestamp::now() + 49.hours()).await;
    let uploads = data.path().join("uploads");
    assert_eq!(
        files(&uploads),
        5 * 4,
        "each file's four chunks, and nothing else"
    );
}

#[tokio::test]
async fn only_what_no_row_can_name_any_more_is_cleared() {
    let data = TempDir::new().unwrap();
    let ([server], ..) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(1_500_000);
    let path = anna.announced(bytes.len()).await;
    for (begin, end) in [(0, 300_000), (300_000, 400_000), (400_000, 1_200_000)] {
        anna.patch(&path, begin, bytes[begin..end].to_vec()).await;
    }
    let id = path.strip_prefix("/uploads/").unwrap();
    let epoch = objects_of(&data, id)
        .iter()
        .map(|name| name.split_once('.').unwrap().1.parse::<i64>().unwrap())
        .max()
        .unwrap();
    let put = |path: &str| {
        let path = data.path().join("uploads").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "precious").unwrap();
    };
    let stays = [
        // Of uploads that the database does not list, and of nobody here.
        "01938e6c-7f00-7000-8000-000000000001/000000.1".to_owned(),
        "9b2e4c1a-7f00-4000-8000-000000000001/000000.1".to_owned(),
        "holiday/beach.jpg".to_owned(),
        "beach.jpg".to_owned(),
        format!("{id}/notes.txt"),
        format!("{id}/000000.01"),
        format!("{id}/000000"),
        format!("{id}/0000000.1"),
        format!("{id}/more/000000.1"),
        // Of a transfer that may still be running, or of the future of a restored database.
        format!("{id}/000007.{epoch}"),
        format!("{id}/000000.{}", epoch + 5),
    ];
    for name in &stays {
        put(name);
    }
    let goes = [format!("{id}/000007.1"), format!("{id}/000001.1")];
    for name in &goes {
        put(name);
    }
    server.purge(Timestamp::now()).await;
    assert!(
        goes.iter()
            .all(|name| data.path().join("uploads").join(name).exists())
    );
    server.purge(Timestamp::now() + 49.hours()).await;
    for name in &stays {
        assert!(data.path().join("uploads").join(name).exists(), "{name}");
    }
    for name in &goes {
        assert!(!data.path().join("uploads").join(name).exists(), "{name}");
    }
    let rest = anna
        .patch(&path, 1_200_000, bytes[1_200_000..].to_vec())
        .await;
    assert_eq!(rest.status, StatusCode::NO_CONTENT, "{}", rest.text());
    let read = anna.get(&format!("{path}/content")).await;
    assert!(read.body == bytes);
}

#[tokio::test]
async fn a_removed_file_stays_for_a_week_and_a_month() {
    let data = TempDir::new().unwrap();
    let ([server], store, _) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let id = anna.picture(&png(1_500_000)).await;
    let stays = anna.picture(&png(100)).await;
    crate::uploads::record(&store, "p-anna", &[&stays], &[])
        .await
        .unwrap();
    let path = format!("/uploads/{id}");
    let gone = anna.send(tus(Method::DELETE, &path, "")).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    anna.get(&path).await.is_problem(404, "");
    let notes = object(&data, &id, "notes.txt");
    fs::write(&notes, "precious").unwrap();
    // Names that lead elsewhere.
    let odd = ["..", "../portico.db", "", ".", "01938e6c", MARKER];
    store
        .condemn(odd.map(str::to_owned).to_vec())
        .await
        .unwrap();
    let start = Timestamp::now();
    for day in 0..37 {
        server.purge(start + (24 * day).hours()).await;
        assert_eq!(objects_of(&data, &id).len(), 3, "{day}");
    }
    server.purge(start + (24 * 37).hours()).await;
    assert_eq!(objects_of(&data, &id), ["notes.txt"]);
    assert_eq!(store.removals().await.unwrap(), []);
    assert!(data.path().join("uploads").join(MARKER).exists());
    let read = anna.get(&format!("/uploads/{stays}/content")).await;
    assert!(read.body == png(100));
}

#[test]
fn a_row_names_the_transfer_of_each_chunk() {
    let mut epochs = ChunkEpochs::default();
    assert_eq!((epochs.to_string().as_str(), epochs.epoch_of(9)), ("", 0));
    for (first, epoch, text, named) in [
        (0, 1, "0:1", [1, 1, 1, 1]),
        (2, 4, "0:1,2:4", [1, 1, 4, 4]),
        (3, 5, "0:1,2:4,3:5", [1, 1, 4, 5]),
        (3, 6, "0:1,2:4,3:6", [1, 1, 4, 6]),
        (1, 9, "0:1,1:9", [1, 9, 9, 9]),
    ] {
        epochs = epochs.replaced_from(first, epoch);
        assert_eq!(epochs.to_string(), text);
        assert_eq!([0, 1, 2, 3].map(|chunk| epochs.epoch_of(chunk)), named);
        assert_eq!(text.parse(), Ok(epochs.clone()));
    }
    // Begun in a folder, by a release without epochs.
    let later = ChunkEpochs::default().replaced_from(2, 3);
    assert_eq!([1, 2].map(|chunk| later.epoch_of(chunk)), [0, 3]);
    for wrong in ["0", "0:", ":1", "a:1", "0:1;", "1:1,0:2", "0:1,0:2", "0:1 "] {
        assert!(wrong.parse::<ChunkEpochs>().is_err(), "{wrong}");
    }
}
