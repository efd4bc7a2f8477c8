//! The transport that the proxies of the tests share: they accept requests and forward them to a server.

use super::Result;
use anyhow::Context;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::error::Error;
use tokio::net::{TcpListener, TcpStream};

/// Handles requests on a free port until the runtime ends, and returns the port. An error of the handler closes the
/// connection without a response.
pub(crate) async fn listen<B, F>(
    handle: impl Fn(Request<Incoming>) -> F + Clone + Send + 'static,
) -> Result<u16>
where
    B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
    F: Future<Output = Result<Response<B>>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = hyper::service::service_fn(handle.clone());
            tokio::spawn(
                hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service),
            );
        }
    });
    Ok(port)
}

/// Sends a request to a server, such as `127.0.0.1:8080`, and returns the complete response.
pub(crate) async fn forward(
    server: &str,
    request: Request<Full<Bytes>>,
) -> Result<Response<Bytes>> {
    let stream = TcpStream::connect(server)
        .await
        .context("the server is away")?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (parts, body) = sender.send_request(request).await?.into_parts();
    Ok(Response::from_parts(
        parts,
        body.collect().await?.to_bytes(),
    ))
}
