//! An upload that two servers receive at the same time: the newest transfer counts, and acknowledged bytes stay.

use super::servers::two;
use crate::database::{execute, texts};
use crate::server::{Server, is_bucket};
use crate::uploads::{Person, files, png, tus};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::stream;
use jiff::{Timestamp, ToSpan};
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::JoinSet;

/// A body that is sent piece by piece, and that ends when its sender is dropped.
struct Feed(Sender<Vec<u8>>);

impl Feed {
    fn new() -> (Self, Body) {
        let (pieces, received) = channel(1);
        let body = stream::unfold(received, |mut received| async move {
            let piece: Vec<u8> = received.recv().await?;
            Some((Ok::<_, Infallible>(piece), received))
        });
        (Self(pieces), Body::from_stream(body))
    }

    /// Sends bytes, and returns when they were accepted or nobody accepts them any more.
    async fn send(&self, bytes: &[u8]) {
        let _ = self.0.send(bytes.to_vec()).await;
        let _ = self.0.send(Vec::new()).await;
    }
}

/// The same person on both servers.
async fn anna_on(servers: &[Arc<Server>; 2]) -> [Person<'_>; 2] {
    let [one, other] = servers
        .each_ref()
        .map(|server| Person::new(server, "p-anna"));
    [one.await, other.await]
}

#[tokio::test]
async fn what_one_server_acknowledged_stays_whatever_the_other_still_receives() {
    let Some((data, servers)) = two().await else {
        return;
    };
    let [one, other] = anna_on(&servers).await;
    let bytes = png(3_000_000);
    // How much the first server receives, how much the second one is sent then, and how much reaches the third one.
    let cases = [
        (0, 500_000, 2_000_000),
        (0, 3_000_000, 3_000_000),
        (300_000, 500_000, 0),
        (300_000, 500_000, 100_000),
        (300_000, 500_000, 748_576),
        (300_000, 500_000, 2_700_000),
        (300_000, 1_600_000, 1_000_000),
        (300_000, 3_000_000, 2_700_000),
        (1_200_000, 10_000, 20_000),
        (1_200_000, 1_000_000, 1_000_000),
        (2_100_000, 900_000, 900_000),
    ];
    for (begun, sent, late) in cases {
        let case = format!("{begun} {sent} {late}");
        let path = one.announced(bytes.len()).await;
        let (feed, body) = Feed::new();
        let (overtaken, at) = tokio::join!(one.patch(&path, 0, body), async {
            feed.send(&bytes[..begun]).await;
            let at = begun / 1_048_576 * 1_048_576;
            while other.offset(&path).await != at.to_string() {
                tokio::task::yield_now().await;
            }
            let end = bytes.len().min(at + sent);
            let taken = other.patch(&path, at, bytes[at..end].to_vec()).await;
            assert_eq!(taken.status, StatusCode::NO_CONTENT, "{case}");
            // Bytes that differ from the acknowledged ones.
            feed.send(&vec![b'x'; late]).await;
            drop(feed);
            end
        });
        for person in [&one, &other] {
            assert_eq!(person.offset(&path).await, at.to_string(), "{case}");
        }
        if at < bytes.len() {
            one.complete(&path, at, &bytes).await;
        }
        for person in [&one, &other] {
            person.has(&path, &bytes).await;
        }
        overtaken.is_problem(423, "");
        let stored = data.path().join(path.trim_start_matches('/'));
        assert!(
            is_bucket() || files(&stored) == 3,
            "{case}: nothing else is left"
        );
    }
    // Where nothing is renamed, parts that came twice are left over for a day.
    servers[0].purge(Timestamp::now() + 49.hours()).await;
    assert_eq!(files(&data.path().join("uploads")), 3 * cases.len());
}

/// Sends a file to a server in parts of any size until it is complete, as a client that does not know of the other one.
async fn send_all(
    server: &Server,
    cookie: u64,
    path: &str,
    bytes: &[u8],
    acknowledged: &AtomicUsize,
) {
    let person = Person::new(server, "p-anna").await;
    let mut random = cookie;
    let mut below = |most: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(random >> 33).unwrap() % most
    };
    loop {
        let before = acknowledged.load(Ordering::SeqCst);
        let at: usize = person.offset(path).await.parse().unwrap();
        assert!(
            at >= before,
            "{before} bytes were acknowledged, {at} are there"
        );
        if at == bytes.len() {
            return;
        }
        let end = bytes.len().min(at + 1 + below(300_000));
        let pieces: Vec<_> = bytes[at..end]
            .chunks(10_000)
            .map(|piece| Ok(piece.to_vec()))
            .collect();
        let broken = (below(3) == 0).then(|| Err(io::Error::from(io::ErrorKind::ConnectionReset)));
        let body = Body::from_stream(stream::iter(pieces.into_iter().chain(broken)));
        let sent = person.patch(path, at, body).await;
        match sent.status.as_u16() {
            204 => {
                let at = sent.header("upload-offset").parse().unwrap();
                acknowledged.fetch_max(at, Ordering::SeqCst);
            }
            // Interrupted, already stored, or superseded.
            400 | 409 | 423 => {}
            _ => panic!("{} {}", sent.status, sent.text()),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_two_send_to_two_servers_at_once_arrives() {
    let Some((_data, servers)) = two().await else {
        return;
    };
    let anna = Person::new(&servers[0], "p-anna").await;
    let bytes = Arc::new(png(2_500_000));
    for round in 0..4 {
        let path = anna.announced(bytes.len()).await;
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let mut senders = JoinSet::new();
        for (n, server) in servers.iter().enumerate() {
            let (server, path, bytes) = (Arc::clone(server), path.clone(), Arc::clone(&bytes));
            let acknowledged = Arc::clone(&acknowledged);
            let seed = round * 2 + u64::try_from(n).unwrap();
            senders
                .spawn(async move { send_all(&server, seed, &path, &bytes, &acknowledged).await });
        }
        senders.join_all().await;
        anna.has(&path, &bytes).await;
    }
}

#[tokio::test]
async fn what_is_removed_on_one_server_leaves_nothing_of_what_the_other_receives() {
    let Some((data, servers)) = two().await else {
        return;
    };
    let [one, other] = anna_on(&servers).await;
    let path = one.announced(1_000_000).await;
    let (feed, body) = Feed::new();
    let (gone, ()) = tokio::join!(one.patch(&path, 0, body), async {
        feed.send(&png(1000)).await;
        let removed = other.send(tus(Method::DELETE, &path, Body::empty())).await;
        assert_eq!(removed.status, StatusCode::NO_CONTENT);
        drop(feed);
    });
    gone.is_problem(404, "");
    let left = data.path().join(path.trim_start_matches('/'));
    // The test's object store keeps empty folders.
    assert!(!left.exists() || is_bucket() && files(&left) == 0);
}

#[tokio::test]
async fn the_quota_holds_for_both_servers_together() {
    const MIB: u64 = 1024 * 1024;
    let Some((data, servers)) = two().await else {
        return;
    };
    // The most files, and the most bytes: ten times the largest file.
    for (size, most) in [(1, 100), (25 * MIB, 10)] {
        let people = [
            Person::new(&servers[0], "p-anna").await,
            Person::new(&servers[1], "p-anna").await,
        ];
        let announced = (0..most + 20).map(|n| people[n % 2].announce(size));
        let answers = futures_util::future::join_all(announced).await;
        let (taken, refused): (Vec<_>, Vec<_>) = answers
            .iter()
            .partition(|answer| answer.status == StatusCode::CREATED);
        assert_eq!((taken.len(), refused.len()), (most, 20), "{size}");
        for answer in refused {
            answer.is_problem(422, "");
        }
        let known = texts(data.path(), "SELECT CAST(count(*) AS TEXT) FROM uploads").await;
        assert_eq!(known, [most.to_string()]);
        execute(data.path(), "DELETE FROM uploads").await;
    }
}
