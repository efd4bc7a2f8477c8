//! One connection: HTTP/1.1 with limits on idle time, headers, and unread responses.

use super::connections::{ActiveRequest, ConnectionPermit, Connections};
use super::stream::TrackedStream;
use crate::limits::{ANSWER_STALLS, HEADER_BYTES};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::net::TcpStream;
use tower::ServiceExt;

/// Serves a connection until either side closes it.
pub(super) async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    (connections, permit): (Arc<Connections>, ConnectionPermit),
    router: Router,
    watcher: Watcher,
) {
    // Responses are written as a whole; delaying small packets would only slow them down.
    let _ = stream.set_nodelay(true);
    let idle = connections.idle(peer.ip());
    let activity = permit.activity();
    let stream = TrackedStream::new(stream, idle * ANSWER_STALLS, Arc::clone(&activity));
    let service = service_fn(move |mut request: Request<Incoming>| {
        let active = ActiveRequest::new(&activity);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().oneshot(request.map(Body::new));
        async move {
            let answer = answer.await;
            answer.map(|answer| {
                answer.map(|body| TrackedBody {
                    body,
                    _active: active,
                })
            })
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // The timer starts with the connection and again after each response, so it limits the idle
        // time as well.
        .header_read_timeout(idle)
        .max_header_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let reason = tokio::select! {
        ended = watcher.watch(connection) => match ended {
            Err(error) if error.is_timeout() => "idle",
            Err(error) if is_stalled(&error) => "stalled",
            Err(_) => "broken",
            Ok(()) => return,
        },
        () = permit.is_evicted() => "evicted",
    };
    metrics::counter!("portico_connections_cut_total", "reason" => reason).increment(1);
}

/// Whether the client read nothing of its response for too long.
fn is_stalled(error: &hyper::Error) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref());
    source.is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::TimedOut)
}

/// The body of a response. The connection is active until the body is written.
struct TrackedBody {
    body: Body,
    _active: ActiveRequest,
}

impl HttpBody for TrackedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
