//! Accepting connections. No action of a client or the system can stop the server or keep a
//! processor busy here.

use super::connection;
use super::connections::Connections;
use crate::limits::STOP_WITHIN;
use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use std::io::{Error, ErrorKind, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout};

/// The pause after the system refused a connection, for instance for lack of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);
/// The minimum interval between two log lines about refused connections.
const SAY_EVERY: Duration = Duration::from_secs(10);
/// The maximum number of refused connections that are still open, so that they cannot use up the
/// file descriptors that are reserved for the database.
const REFUSED: usize = 16;
/// The time in which a refused client has to close its connection.
const REFUSED_WITHIN: Duration = Duration::from_secs(5);
/// The maximum number of bytes that are read from a refused client.
const REFUSED_BYTES: u64 = 1024 * 1024;
/// The response to a client for which there is no room.
const FULL: &str = "HTTP/1.1 503 Service Unavailable\r\n\
    content-type: application/problem+json\r\ncontent-length: 66\r\nretry-after: 2\r\nconnection: close\r\n\r\n\
    {\"type\":\"about:blank\",\"title\":\"Too many connections\",\"status\":503}";

/// Serves until `stop` completes, then lets requests in progress finish.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Arc<Connections>,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let refused = Arc::new(Semaphore::new(REFUSED));
    let mut stop = std::pin::pin!(stop);
    let mut said: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => match connections.admit(peer.ip()) {
                Some(permit) => {
                    let permit = (Arc::clone(&connections), permit);
                    let watcher = graceful.watcher();
                    let serving = connection::serve(stream, peer, permit, router.clone(), watcher);
                    tokio::spawn(serving);
                }
                None => refuse(stream, &refused),
            },
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                metrics::counter!("portico_accept_errors_total").increment(1);
                if said.is_none_or(|said| said.elapsed() > SAY_EVERY) {
                    said = Some(Instant::now());
                    tracing::error!(%error, "cannot accept connections");
                }
                connections.evict_one();
                sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    // A client that has not read its response by now never will.
    let _ = timeout(STOP_WITHIN, graceful.shutdown()).await;
}

/// Whether the error concerns a single connection that was closed before it was accepted.
fn is_the_clients(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionReset
            | ErrorKind::Interrupted
    )
}

/// Refuses a connection with a response, if the response can be written without waiting.
///
/// Closing a connection while bytes of the client are unread, or still arrive, resets it, and the
/// client may lose the response. So the client's bytes are dropped until it has closed its side.
fn refuse(stream: TcpStream, refused: &Arc<Semaphore>) {
    metrics::counter!("portico_connections_refused_total").increment(1);
    let Ok(mut stream) = stream.into_std() else {
        return;
    };
    let _ = stream.write(FULL.as_bytes());
    let _ = stream.shutdown(Shutdown::Write);
    let Ok(permit) = Arc::clone(refused).try_acquire_owned() else {
        return;
    };
    let Ok(stream) = TcpStream::from_std(stream) else {
        return;
    };
    tokio::spawn(async move {
        let _permit = permit;
        let mut rest = stream.take(REFUSED_BYTES);
        let _ = timeout(REFUSED_WITHIN, copy(&mut rest, &mut sink())).await;
    });
}
