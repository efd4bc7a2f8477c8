//! The life of the server, from an open port to the last response.

mod accept;
mod connection;
mod connections;
mod descriptors;
mod stream;

use crate::app::{App, Options};
use crate::auth::Cookies;
use crate::console::say;
use crate::content::Content;
use crate::db::{DataLock, Location, SqlStore};
use crate::failure::chain;
use crate::jobs::Stop;
use crate::limits::{ConnectionLimits, STOP_WITHIN};
use crate::router::router;
use connections::Connections;
use jiff::Timestamp;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// The interval at which the popularity of services is updated.
const RANK_EVERY: Duration = Duration::from_secs(10 * 60);

/// The parts of a server to run.
pub(crate) struct Serve {
    pub(crate) content: Content,
    pub(crate) database: Location,
    pub(crate) listen: String,
    pub(crate) connections: ConnectionLimits,
    pub(crate) options: Options,
}

/// Serves until the process is told to stop, then completes requests in progress.
pub(crate) async fn run(serve: Serve) -> Result<(), String> {
    let Serve {
        content,
        database,
        listen,
        connections,
        mut options,
    } = serve;
    let _lock = DataLock::of(&database)?;
    let (listener, address) = bind(&listen).await?;
    options.cookies = cookies(&options, address);
    warn_about_sign_in(&options, address);
    let limits = fitting(connections);
    let connections = Arc::new(Connections::new(limits, options.proxies.clone()));
    let store = SqlStore::open(database.clone()).await;
    let store = store
        .map_err(|error| format!("The data in {database} cannot be used: {}.", chain(&error)))?;
    let store = Arc::new(store);
    let app = App::new(options, content, store).await?;
    let (stopping, stopped) = watch::channel(false);
    let asked = Stop::new(stopped.clone());
    let mut jobs = tokio::spawn({
        let app = Arc::clone(&app);
        async move {
            let stop = Stop::new(stopped);
            tokio::join!(app.jobs().work(&stop), rank(&app, &stop));
        }
    });
    say(&format!("listening on http://{address}"))?;
    let stop = async {
        signal().await;
        tracing::info!("shutting down; finishing requests and jobs in progress");
        stopping.send_replace(true);
    };
    let serving = accept::serve(listener, router(app), connections, stop);
    // Connections and jobs have the same time limit; a job that is cut off continues at the next
    // start.
    let working = async {
        asked.asked().await;
        if timeout(STOP_WITHIN, &mut jobs).await.is_err() {
            tracing::warn!("jobs were still running when the server stopped");
            jobs.abort();
        }
    };
    tokio::join!(serving, working);
    Ok(())
}

/// Opens the port.
async fn bind(listen: &str) -> Result<(TcpListener, SocketAddr), String> {
    let unusable = |error: io::Error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{listen} is already in use; choose another address with --listen.")
        }
        _ => format!("The server cannot listen on {listen}: {error}."),
    };
    let listener = TcpListener::bind(listen).await.map_err(unusable)?;
    let address = listener.local_addr().map_err(unusable)?;
    Ok((listener, address))
}

/// Logs which users cannot sign in, or change anything, at the server's address.
fn warn_about_sign_in(options: &Options, address: SocketAddr) {
    if options.demo && options.cookies == Cookies::None {
        tracing::warn!("personas can't sign in: that needs https or a loopback address");
    }
    if options.public_origin.is_none() && options.hosts.is_empty() && !is_private(options, address)
    {
        tracing::warn!(
            "changes signed in by cookie or proxy are only accepted on this machine: \
             set --public-url to the address that people open in their browsers"
        );
    }
}

/// Whether only this machine can connect, without a proxy in between.
fn is_private(options: &Options, address: SocketAddr) -> bool {
    address.ip().is_loopback() && options.auth_header.is_none()
}

/// The configured limits, reduced to the number of connections that the system allows.
fn fitting(asked: ConnectionLimits) -> ConnectionLimits {
    let descriptors = descriptors::raise();
    let total = asked.total.min(descriptors::connections(descriptors));
    if total < asked.total {
        tracing::warn!(
            total,
            ?descriptors,
            "the limit on open files allows fewer connections"
        );
    }
    ConnectionLimits {
        total,
        per_address: asked.per_address.min(total.div_ceil(2)),
        ..asked
    }
}

/// Cookies are set only if nobody on the network can read them.
fn cookies(options: &Options, address: SocketAddr) -> Cookies {
    if options.is_https() {
        Cookies::Secure
    } else if options.demo && address.ip().is_loopback() {
        Cookies::Demo
    } else {
        Cookies::None
    }
}

/// Keeps the order of services up to date, independently on every replica; it changes once a day.
async fn rank(app: &Arc<App>, stop: &Stop) {
    while !stop.is_asked() {
        if let Err(error) = app.rank(Timestamp::now()).await {
            tracing::warn!(error = %chain(&error), "services could not be ranked; their order stays as it was");
        }
        tokio::select! {
            () = stop.asked() => {}
            () = sleep(RANK_EVERY) => {}
        }
    }
}

/// Waits until the process is asked to stop.
async fn signal() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    interrupted.await;
}
