//! How a removed file goes: it stays for a week, is in the trash for a month, and only then is gone.

use super::{Person, Site, png, record};
use crate::database::is_postgres;
use crate::server::Server;
use axum::http::{Method, StatusCode};
use jiff::{Span, Timestamp, ToSpan};
use portico_server::db::RemovalStore;
use std::fs;
use std::path::Path;

/// Where the bytes of a file are.
#[derive(Debug, PartialEq, Eq)]
enum Bytes {
    InPlace,
    Trash,
    Gone,
}

fn bytes(data: &Path, id: &str) -> Bytes {
    let uploads = data.join("uploads");
    match (
        uploads.join(id).exists(),
        uploads.join("trash").join(id).exists(),
    ) {
        (true, false) => Bytes::InPlace,
        (false, true) => Bytes::Trash,
        (false, false) => Bytes::Gone,
        (true, true) => panic!("they are in two places"),
    }
}

/// Sweeps again and again.
async fn sweep(server: &Server, from: &mut Timestamp, times: usize, step: Span) {
    for _ in 0..times {
        server.purge(*from).await;
        *from += step;
    }
}

async fn remove(anna: &Person<'_>, id: &str) {
    let path = format!("/uploads/{id}");
    let answer = anna.send(super::tus(Method::DELETE, &path, "")).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    anna.get(&path).await.is_problem(404, "");
}

/// Sends and removes a picture; its id.
async fn removed(anna: &Person<'_>) -> String {
    let id = anna.picture(&png(100)).await;
    remove(anna, &id).await;
    id
}

#[tokio::test]
async fn a_removed_file_goes_by_the_trash() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let id = anna.picture(&png(2_000_000)).await;
    let stays = anna.picture(&png(100)).await;
    record(&site.store, "p-anna", &[&stays], &[]).await.unwrap();
    remove(&anna, &id).await;
    assert_eq!(bytes(site.data.path(), &id), Bytes::InPlace);
    let mut now = Timestamp::now();
    // The first sweep sees it, seven more count a day each.
    sweep(&site.server, &mut now, 7, 24.hours()).await;
    assert_eq!(bytes(site.data.path(), &id), Bytes::InPlace, "for a week");
    sweep(&site.server, &mut now, 1, 24.hours()).await;
    assert_eq!(bytes(site.data.path(), &id), Bytes::Trash);
    sweep(&site.server, &mut now, 29, 24.hours()).await;
    assert_eq!(bytes(site.data.path(), &id), Bytes::Trash, "for a month");
    assert_eq!(site.store.removals().await.unwrap().len(), 1);
    sweep(&site.server, &mut now, 1, 24.hours()).await;
    assert_eq!(bytes(site.data.path(), &id), Bytes::Gone);
    assert_eq!(site.store.removals().await.unwrap(), []);
    assert_eq!(bytes(site.data.path(), &stays), Bytes::InPlace);
}

#[tokio::test]
async fn a_clock_that_jumps_removes_nothing() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let id = removed(&anna).await;
    let start = Timestamp::now();
    let at = async |hours: i64| {
        site.server.purge(start + hours.hours()).await;
        assert_eq!(
            bytes(site.data.path(), &id),
            Bytes::InPlace,
            "after {hours} hours"
        );
    };
    // Ten years on at once, back, on again, to before it was removed: each look counts for a day at most.
    for hours in [0, 87_600, 0, 87_600, 1, -87_600, 1, 2, 3] {
        at(hours).await;
    }
    // Started again and again within an hour.
    for _ in 0..100 {
        at(4).await;
    }
}

#[tokio::test]
async fn what_is_not_ours_is_left_alone() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(removed(&anna).await);
    }
    let uploads = site.uploads();
    let put = |path: &str, text: &str| {
        let path = uploads.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    // Nobody here knows them: a newer file than a backup, another server's, somebody's notes.
    let foreign = [
        "01938e6c-7f00-7000-8000-000000000001/000000".to_owned(),
        "01938e6c-7f00-7000-8000-000000000002/notes.txt".to_owned(),
        "9b2e4c1a-7f00-4000-8000-000000000001/000000".to_owned(),
        "holiday/beach.jpg".to_owned(),
        "beach.jpg".to_owned(),
        "trash/01938e6c-7f00-7000-8000-000000000003/000000".to_owned(),
        "trash/beach.jpg".to_owned(),
        // In folders of removed uploads.
        format!("{}/notes.txt", ids[0]),
        format!("{}/000000.d/notes.txt", ids[1]),
    ];
    for path in &foreign {
        put(path, "precious");
    }
    put("elsewhere/000000", "precious");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        fs::remove_dir_all(uploads.join(&ids[2])).unwrap();
        symlink(uploads.join("elsewhere"), uploads.join(&ids[2])).unwrap();
        fs::remove_file(uploads.join(&ids[3]).join("000000")).unwrap();
        let link = uploads.join(&ids[3]).join("000000");
        symlink(uploads.join("elsewhere/000000"), link).unwrap();
    }
    // A removal that names something outside of the folder.
    let odd = ["..", "../portico.db", "trash", "", ".", "elsewhere"];
    let odd = odd.map(str::to_owned).to_vec();
    site.store.condemn(odd).await.unwrap();
    let mut now = Timestamp::now();
    sweep(&site.server, &mut now, 60, 24.hours()).await;
    for path in &foreign {
        let text = fs::read_to_string(uploads.join(path));
        assert_eq!(text.unwrap_or_default(), "precious", "{path}");
    }
    let link = fs::read_to_string(uploads.join("elsewhere/000000"));
    assert_eq!(link.unwrap(), "precious");
    for id in &ids[..2] {
        assert!(uploads.join(id).join("000000").exists(), "{id}");
    }
    assert!(is_postgres() || site.data.path().join("portico.db").exists());
}

#[tokio::test]
async fn what_is_known_again_comes_back_from_the_trash() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let content = png(2_000_000);
    let [first, second] = [anna.picture(&content).await, anna.picture(&content).await];
    let begun = anna.announced(3_000_000).await;
    anna.patch(&begun, 0, png(1_048_576)).await;
    // As a database of before knows them, while they are in the trash.
    let uploads = site.uploads();
    let begun_id = begun.replace("/uploads/", "");
    fs::create_dir(uploads.join("trash")).unwrap();
    for id in [&first, &second, &begun_id] {
        fs::rename(uploads.join(id), uploads.join("trash").join(id)).unwrap();
    }
    let read = anna.get(&format!("/uploads/{first}/content")).await;
    assert!(read.body == content, "when it is needed");
    assert_eq!(bytes(site.data.path(), &first), Bytes::InPlace);
    let rest = &png(3_000_000)[1_048_576..];
    let more = anna.patch(&begun, 1_048_576, rest.to_vec()).await;
    assert_eq!(more.status, StatusCode::NO_CONTENT, "{}", more.text());
    let whole = anna.get(&format!("{begun}/content")).await;
    assert!(whole.body == png(3_000_000), "gone on with");
    assert_eq!(bytes(site.data.path(), &second), Bytes::Trash);
    site.server.purge(Timestamp::now()).await;
    assert_eq!(
        bytes(site.data.path(), &second),
        Bytes::InPlace,
        "by the sweep"
    );
}

#[tokio::test]
async fn removing_does_not_make_room_without_end() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let most = 25 * 1024 * 1024;
    let mut removed = 0;
    let refused = loop {
        let answer = anna.announce(most).await;
        if answer.status != StatusCode::CREATED {
            break answer;
        }
        let id = answer.header("location").replace("/api/v1/uploads/", "");
        remove(&anna, &id).await;
        removed += 1;
        assert!(removed < 100, "it never ends");
    };
    super::refused(&refused, 422, "/size", "quota");
    assert_eq!(site.store.removals().await.unwrap().len(), removed);
    let mut now = Timestamp::now();
    sweep(&site.server, &mut now, 38, 24.hours()).await;
    let anna = site.person("p-anna").await;
    anna.announced(100).await;
}

#[tokio::test]
async fn a_crash_while_bytes_are_moved_loses_nothing() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let content = png(2_500_000);
    let uploads = site.uploads();
    // Each of the three chunks is where it was, or already where it goes.
    let crash = |id: &str, moved: usize| {
        let trash = uploads.join("trash").join(id);
        fs::create_dir_all(&trash).unwrap();
        for number in (0..3).filter(|number| moved >> number & 1 == 1) {
            let chunk = format!("00000{number}");
            fs::rename(uploads.join(id).join(&chunk), trash.join(&chunk)).unwrap();
        }
    };
    let mut removed = Vec::new();
    for moved in 0..8 {
        let known = anna.picture(&content).await;
        record(&site.store, "p-anna", &[&known], &[]).await.unwrap();
        crash(&known, moved);
        let read = anna.get(&format!("/uploads/{known}/content")).await;
        assert!(read.body == content, "{moved}: {}", read.status);
        let going = anna.picture(&content).await;
        remove(&anna, &going).await;
        crash(&going, moved);
        removed.push(going);
    }
    // Better bytes had taken the place of some before.
    let aside = uploads.join("trash").join(format!("{}.1", removed[0]));
    fs::create_dir_all(&aside).unwrap();
    fs::write(aside.join("000000"), "damaged").unwrap();
    let mut now = Timestamp::now();
    sweep(&site.server, &mut now, 8, 24.hours()).await;
    for (moved, id) in removed.iter().enumerate() {
        let trash = fs::read_dir(uploads.join("trash").join(id)).unwrap();
        assert_eq!(trash.count(), 3, "{moved}");
        assert_eq!(bytes(site.data.path(), id), Bytes::Trash, "{moved}");
    }
    sweep(&site.server, &mut now, 31, 24.hours()).await;
    for (moved, id) in removed.iter().enumerate() {
        assert_eq!(bytes(site.data.path(), id), Bytes::Gone, "{moved}");
    }
    assert!(!aside.exists());
}

#[tokio::test]
async fn a_sweep_that_fails_is_made_up_for() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let id = removed(&anna).await;
    // Nothing can be moved into the trash.
    let trash = site.data.path().join("uploads/trash");
    fs::write(&trash, "in the way").unwrap();
    let mut now = Timestamp::now();
    sweep(&site.server, &mut now, 60, 24.hours()).await;
    assert_eq!(fs::read_to_string(&trash).unwrap(), "in the way");
    assert!(site.uploads().join(&id).exists());
    fs::remove_file(&trash).unwrap();
    // However late it is, it is in the trash before it is gone.
    sweep(&site.server, &mut now, 1, 24.hours()).await;
    assert_eq!(bytes(site.data.path(), &id), Bytes::Trash);
    sweep(&site.server, &mut now, 1, 24.hours()).await;
    assert_eq!(bytes(site.data.path(), &id), Bytes::Gone);
}
