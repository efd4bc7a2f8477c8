//! tus 1.0: sent in parts, broken off, gone on with, removed.

use super::{Person, Site, files, patch, png, refused, sum, tus};
use crate::server::{Server, demo};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::future::pending;
use std::io;
use tempfile::TempDir;

/// A body that breaks off after these bytes.
fn cut(bytes: &[u8]) -> Body {
    let pieces: Vec<_> = bytes
        .chunks(10_000)
        .map(|piece| Ok(piece.to_vec()))
        .collect();
    let broken = Err(io::Error::from(io::ErrorKind::ConnectionReset));
    Body::from_stream(stream::iter(pieces.into_iter().chain([broken])))
}

/// A body that stands still after these bytes.
fn stuck(bytes: &[u8]) -> Body {
    let first = stream::iter([Ok::<_, io::Error>(bytes.to_vec())]);
    Body::from_stream(stream::StreamExt::chain(first, stream::once(pending())))
}

#[tokio::test]
async fn a_file_comes_in_parts_of_any_size() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(3_000_000);
    let created = anna.announce(3_000_000).await;
    assert_eq!(created.status, StatusCode::CREATED);
    assert_eq!(created.header("upload-offset"), "0");
    let expected = ("a.png", 3_000_000, false, 0);
    let upload = created.json();
    assert_eq!(
        (
            &upload["name"],
            &upload["size"],
            &upload["complete"],
            &upload["received"]
        ),
        (
            &expected.0.into(),
            &expected.1.into(),
            &expected.2.into(),
            &expected.3.into()
        )
    );
    assert!(upload.get("sha256").is_none());
    let path = created.header("location").strip_prefix("/api/v1").unwrap();
    let mut at = 0;
    // Across the edges of chunks, on them, a byte at a time, and nothing at all.
    for length in [1, 0, 7, 1_048_568, 1, 1_048_575, 500_000, 100, 402_748] {
        let answer = anna.patch(path, at, bytes[at..at + length].to_vec()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        at += length;
        assert_eq!(answer.header("upload-offset"), at.to_string());
        assert_eq!(answer.header("tus-resumable"), "1.0.0");
        assert_eq!(anna.offset(path).await, at.to_string());
    }
    assert_eq!(at, bytes.len());
    let upload = anna.get(path).await.json();
    assert_eq!(upload["sha256"], sum(&bytes));
    assert_eq!(upload["complete"], true);
    assert!(anna.get(&format!("{path}/content")).await.body == bytes);

    let head = anna.send(tus(Method::HEAD, path, Body::empty())).await;
    for (header, value) in [
        ("upload-offset", "3000000"),
        ("upload-length", "3000000"),
        ("upload-metadata", "filename YS5wbmc=,filetype aW1hZ2UvcG5n"),
        ("cache-control", "no-store"),
        ("tus-resumable", "1.0.0"),
    ] {
        assert_eq!(head.header(header), value, "{header}");
    }
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn what_arrived_of_a_broken_body_stays() {
    let data = TempDir::new().unwrap();
    let bytes = png(2_200_000);
    let mut path = String::new();
    let mut at = 0;
    // Broken off at every tenth of the file, each time with another server.
    for tenth in 1..10 {
        let server = Server::at(demo(), data.path()).await;
        let anna = Person::new(&server, "p-anna").await;
        if path.is_empty() {
            path = anna.announced(bytes.len()).await;
        }
        assert_eq!(anna.offset(&path).await, at.to_string());
        let end = bytes.len() / 10 * tenth;
        let answer = anna.patch(&path, at, cut(&bytes[at..end])).await;
        answer.is_problem(400, "");
        at = end;
        assert_eq!(
            anna.offset(&path).await,
            at.to_string(),
            "what arrived is kept"
        );
        let early = anna.get(&format!("{path}/content")).await;
        early.is_problem(409, "");
    }
    let server = Server::at(demo(), data.path()).await;
    let anna = Person::new(&server, "p-anna").await;
    anna.complete(&path, at, &bytes).await;
    anna.has(&path, &bytes).await;
}

#[tokio::test]
async fn offsets_have_to_fit() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(100);
    let path = anna.announced(100).await;
    anna.patch(&path, 1, bytes.clone())
        .await
        .is_problem(409, "");
    anna.patch(&path, 0, bytes[..40].to_vec()).await;
    for wrong in [0, 39, 41, 100, 1000] {
        anna.patch(&path, wrong, bytes[40..].to_vec())
            .await
            .is_problem(409, "");
    }
    for wrong in ["", "-1", "+40", "0x28", "forty", "40.0"] {
        let ask = tus(Method::PATCH, &path, "x");
        let ask = ask.header("content-type", "application/offset+octet-stream");
        anna.send(ask.header("upload-offset", wrong))
            .await
            .is_problem(400, "");
    }
    let missing = tus(Method::PATCH, &path, "x");
    let missing = missing.header("content-type", "application/offset+octet-stream");
    anna.send(missing).await.is_problem(400, "");
    // More than was announced, said beforehand or not.
    let said = patch(&path, 40, png(61)).header("content-length", "61");
    refused(&anna.send(said).await, 413, "/size", "size");
    refused(&anna.patch(&path, 40, png(61)).await, 413, "/size", "size");
    assert_eq!(
        anna.offset(&path).await,
        "40",
        "nothing of this changed anything"
    );
    for kind in [
        "",
        "application/octet-stream",
        "image/png",
        "application/json",
    ] {
        let ask = tus(Method::PATCH, &path, "x").header("upload-offset", "40");
        let answer = anna.send(ask.header("content-type", kind)).await;
        answer.is_problem(415, "");
    }
    anna.patch(&path, 40, bytes[40..].to_vec()).await;
    assert_eq!(anna.get(&path).await.json()["sha256"], sum(&bytes));
    let nothing = anna.patch(&path, 100, "").await;
    assert_eq!(nothing.status, StatusCode::NO_CONTENT);
    refused(&anna.patch(&path, 100, "x").await, 413, "/size", "size");
}

#[tokio::test]
async fn a_wrong_checksum_keeps_nothing() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(2_500_000);
    let path = anna.announced(bytes.len()).await;
    anna.patch(&path, 0, bytes[..1000].to_vec()).await;
    let part = &bytes[1000..];
    let right = format!("sha256 {}", STANDARD.encode(Sha256::digest(part)));
    let wrong = format!("sha256 {}", STANDARD.encode(Sha256::digest(b"other")));
    let send = async |header: &str, body: Body| {
        let ask = patch(&path, 1000, body).header("upload-checksum", header);
        anna.send(ask).await
    };
    // Longer than a chunk, so that some of it was written when the sum turned out to be wrong.
    let mut other = part.to_vec();
    other[7] ^= 1;
    send(&right, other.into()).await.is_problem(460, "");
    send(&wrong, part.to_vec().into()).await.is_problem(460, "");
    send("sha256 AAAA", part.to_vec().into())
        .await
        .is_problem(460, "");
    send(&right, cut(part)).await.is_problem(400, "");
    for header in ["md5 AAAA", "sha256", "sha256 !", "SHA256 AAAA", ""] {
        send(header, part.to_vec().into()).await.is_problem(400, "");
    }
    assert_eq!(anna.offset(&path).await, "1000");
    let answer = send(&right, part.to_vec().into()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    anna.has(&path, &bytes).await;

    let path = anna.announced(bytes.len()).await;
    let sha1 = format!("sha1 {}", STANDARD.encode(Sha1::digest(&bytes)));
    let ask = patch(&path, 0, bytes.clone()).header("upload-checksum", &sha1);
    assert_eq!(anna.send(ask).await.status, StatusCode::NO_CONTENT);
    assert_eq!(anna.get(&path).await.json()["complete"], true);
}

#[tokio::test]
async fn a_newer_exchange_ends_the_one_that_hangs() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(2_000_000);
    let path = anna.announced(bytes.len()).await;
    let (first, offset) = tokio::join!(anna.patch(&path, 0, stuck(&bytes[..1_200_000])), async {
        // As soon as the first chunk is there, the client comes back.
        while anna.get(&path).await.json()["received"] == 0 {
            tokio::task::yield_now().await;
        }
        anna.offset(&path).await
    });
    first.is_problem(423, "");
    assert_eq!(offset, "1200000");
    let answer = anna
        .patch(&path, 1_200_000, bytes[1_200_000..].to_vec())
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    assert!(anna.get(&format!("{path}/content")).await.body == bytes);
}

#[tokio::test]
async fn whoever_goes_away_leaves_what_arrived() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(2_000_000);
    let path = anna.announced(bytes.len()).await;
    {
        let mut exchange = std::pin::pin!(anna.patch(&path, 0, stuck(&bytes[..1_200_000])));
        loop {
            tokio::select! {
                _ = &mut exchange => panic!("the body never ends"),
                upload = anna.get(&path) => if upload.json()["received"] != 0 { break },
            }
        }
        // Here the connection is dropped, in the middle of the exchange.
    }
    assert_eq!(anna.offset(&path).await, "1200000");
}

#[tokio::test]
async fn many_at_once_do_not_mix() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let bytes = png(1_500_000);
    let path = anna.announced(bytes.len()).await;
    let other = vec![b'x'; bytes.len()];

    let sends = (0..8).map(|n| {
        let body = if n % 2 == 0 {
            bytes.clone()
        } else {
            other.clone()
        };
        anna.patch(&path, 0, body)
    });
    let answers = futures_util::future::join_all(sends).await;
    let taken = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::NO_CONTENT);
    assert!(taken.count() <= 1);
    // Either the picture was first and is whole, or what was none ended the upload, or nobody came through.
    let upload = anna.get(&path).await;
    if upload.status == StatusCode::OK && upload.json()["complete"] == true {
        assert_eq!(upload.json()["sha256"], sum(&bytes));
        assert!(anna.get(&format!("{path}/content")).await.body == bytes);
    }
}

#[tokio::test]
async fn a_wrong_checksum_keeps_the_upload_whatever_the_bytes_are() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let mib = 1024 * 1024;
    // How large the file is, how much of it is there, and how much a body with other bytes brings.
    for (size, begun, brought) in [
        (1000, 0, 1000),
        (1000, 0, 999),
        (1000, 5, 995),
        (mib, 0, mib),
        (mib, mib - 1, 1),
        (2_500_000, 0, 2_500_000),
        (2_500_000, 0, mib),
        (2_500_000, 100, mib),
        (2_500_000, 100, 2_499_900),
        (2_500_000, 1_500_000, 1_000_000),
        (2_500_000, 100, 0),
    ] {
        let bytes = png(size);
        let path = anna.announced(size).await;
        anna.patch(&path, 0, bytes[..begun].to_vec()).await;
        let right = format!(
            "sha256 {}",
            STANDARD.encode(Sha256::digest(&bytes[begun..]))
        );
        let case = format!("{size} {begun} {brought}");
        for wrong in [b'x', 0] {
            let body = vec![wrong; brought];
            let ask = patch(&path, begun, body).header("upload-checksum", &right);
            anna.send(ask).await.is_problem(460, "");
            assert_eq!(anna.offset(&path).await, begun.to_string(), "{case}");
        }
        let ask = patch(&path, begun, bytes[begun..].to_vec()).header("upload-checksum", &right);
        let sent = anna.send(ask).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{case}");
        let whole = anna.get(&format!("{path}/content")).await;
        assert!(whole.body == bytes, "{case}");
        anna.send(tus(Method::DELETE, &path, Body::empty())).await;
    }
    // A right sum of bytes that are something else: the file is not taken.
    let bytes = vec![b'x'; 2_000_000];
    let path = anna.announced(bytes.len()).await;
    let right = format!("sha256 {}", STANDARD.encode(Sha256::digest(&bytes)));
    let ask = patch(&path, 0, bytes).header("upload-checksum", &right);
    refused(&anna.send(ask).await, 415, "/mediaType", "content");
    anna.get(&path).await.is_problem(404, "");
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_folder_that_fails() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let bytes = png(3_000_000);
    // Nothing, part of a chunk, and several chunks have arrived when nothing can be written any more.
    for begun in [0, 1000, 1_048_576, 1_500_000] {
        let path = anna.announced(bytes.len()).await;
        anna.patch(&path, 0, bytes[..begun].to_vec()).await;
        let folder = site.data.path().join(path.trim_start_matches('/'));
        let away = site.data.path().join("away");
        let there = folder.exists();
        if there {
            std::fs::rename(&folder, &away).unwrap();
        }
        std::fs::write(&folder, "in the way").unwrap();
        let failed = anna.patch(&path, begun, bytes[begun..].to_vec()).await;
        assert!(failed.status.is_server_error() || failed.status == StatusCode::GONE);
        std::fs::remove_file(&folder).unwrap();
        if there {
            std::fs::rename(&away, &folder).unwrap();
        }
        assert_eq!(anna.offset(&path).await, begun.to_string());
        let rest = anna.patch(&path, begun, bytes[begun..].to_vec()).await;
        assert_eq!(rest.status, StatusCode::NO_CONTENT, "{begun}");
        let whole = anna.get(&format!("{path}/content")).await;
        assert!(whole.body == bytes, "{begun}");
    }
}

#[tokio::test]
async fn a_removed_upload_is_there_for_nobody() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let folder = site.uploads();
    let whole = format!("/uploads/{}", anna.picture(&png(3_000_000)).await);
    let partial = anna.announced(3_000_000).await;
    anna.patch(&partial, 0, png(1_500_000)).await;
    let empty = anna.announced(10).await;
    assert_eq!(files(&folder), 3 + 2);
    for path in [&whole, &partial, &empty] {
        let gone = anna.send(tus(Method::DELETE, path, Body::empty())).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        for method in [Method::HEAD, Method::DELETE] {
            let answer = anna.send(tus(method, path, Body::empty())).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        anna.patch(path, 0, "x").await.is_problem(404, "");
        anna.get(path).await.is_problem(404, "");
    }
    assert_eq!(files(&folder), 3 + 2, "its bytes are kept for a while");
}
