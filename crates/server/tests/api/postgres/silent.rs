//! A database that becomes silent, as when its machine or the network in between loses power.

use super::folder;
use crate::database::{open, store, texts, url};
use futures_util::future::join;
use portico_server::db::{JobStore, Postgres, SqlStore};
use sea_orm::ConnectionTrait;
use std::future::pending;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, UnixStream};
use tokio::time::timeout;

/// A path to a database's socket, and its port. When the number is incremented, all existing connections lead nowhere,
/// and neither end is notified.
async fn way_to(socket: PathBuf) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let lost = Arc::new(AtomicUsize::new(0));
    let losing = Arc::clone(&lost);
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.unwrap();
            let server = UnixStream::connect(&socket).await.unwrap();
            let (client_reads, client_writes) = client.into_split();
            let (server_reads, server_writes) = server.into_split();
            tokio::spawn(carry(client_reads, server_writes, Arc::clone(&losing)));
            tokio::spawn(carry(server_reads, client_writes, Arc::clone(&losing)));
        }
    });
    (port, lost)
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    lost: Arc<AtomicUsize>,
) {
    let born = lost.load(Ordering::SeqCst);
    let mut bytes = vec![0; 8192];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        if lost.load(Ordering::SeqCst) != born {
            return pending().await;
        }
        if to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
    if lost.load(Ordering::SeqCst) != born {
        pending().await
    }
}

#[tokio::test]
async fn reads_go_on_when_those_before_were_lost_without_a_word() {
    let Some(data) = folder() else { return };
    drop(store(data.path()).await);
    let url = url(data.path()).unwrap();
    let (host, name) = url.split_once('@').unwrap().1.split_once('/').unwrap();
    let socket = PathBuf::from(host.replace("%2F", "/")).join(".s.PGSQL.5432");
    let (port, lost) = way_to(socket).await;
    let at = format!("postgres://postgres@127.0.0.1:{port}/{name}?sslmode=disable");
    let store = SqlStore::open(Postgres::new(&at, 2).unwrap())
        .await
        .unwrap();
    // Both readers wait for a response.
    let other = open(data.path()).await;
    let lock = "BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE";
    other.execute_unprepared(lock).await.unwrap();
    let mut reads = Box::pin(join(store.job("a"), store.job("b")));
    let waiting = "SELECT CAST(count(*) AS TEXT) FROM pg_locks JOIN pg_database ON pg_database.oid = database \
                   WHERE datname = current_database() AND NOT granted";
    while texts(data.path(), waiting).await != ["2"] {
        assert!(futures_util::poll!(&mut reads).is_pending());
    }
    lost.fetch_add(1, Ordering::SeqCst);
    // Both clients have given up waiting.
    drop(reads);
    other.close().await.unwrap();
    let read = async {
        while store.job("a").await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(30), read).await.unwrap();
}
