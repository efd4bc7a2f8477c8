//! Running the server: from an open port to the last answer.

use crate::app::{App, Cookies, Options};
use crate::cli::say;
use crate::content::Content;
use crate::limits::STOP_WITHIN;
use crate::router::router;
use crate::store::{DataLock, SqlStore};
use jiff::Timestamp;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{interval, timeout};

/// What to serve, and where.
pub(crate) struct Serve {
    pub(crate) content: Content,
    pub(crate) data: PathBuf,
    pub(crate) listen: String,
    pub(crate) options: Options,
}

/// Serves until the process is told to stop, then finishes what runs.
pub(crate) async fn run(serve: Serve) -> Result<(), String> {
    let Serve {
        content,
        data,
        listen,
        mut options,
    } = serve;
    let _lock = DataLock::take(&data)?;
    let listener = TcpListener::bind(&listen)
        .await
        .map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                format!("{listen} is in use already; choose another with --listen.")
            }
            _ => format!("The server cannot listen on {listen}: {error}."),
        })?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    options.cookies = cookies(&options, address);
    if options.demo && options.cookies == Cookies::None {
        tracing::warn!("nobody can sign in as a persona: that needs https or a loopback address");
    }
    let store = SqlStore::open(&data).await;
    let store = store
        .map_err(|error| format!("The data in {} cannot be used: {error}.", data.display()))?;
    let store = Arc::new(store);
    let app = App::new(options, content, store).await?;
    let forgetting = tokio::spawn(forget(Arc::clone(&app)));
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let (stop, mut stopping) = watch::channel(false);
    let mut stopped = stopping.clone();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    });
    say(&format!("listening on http://{address}"))?;
    let mut server = std::pin::pin!(server.into_future());
    let done = tokio::select! {
        done = &mut server => done,
        () = signal() => {
            tracing::info!("stopping; running requests are finished first");
            let _ = stop.send(true);
            let _ = stopped.changed().await;
            // Whoever has not read the answer by now will not.
            timeout(STOP_WITHIN, server).await.unwrap_or(Ok(()))
        }
    };
    forgetting.abort();
    done.map_err(|error| format!("The server failed: {error}."))
}

/// Cookies are only set where nobody between can read them.
fn cookies(options: &Options, address: SocketAddr) -> Cookies {
    if options.is_https() {
        Cookies::Secure
    } else if options.demo && address.ip().is_loopback() {
        Cookies::Demo
    } else {
        Cookies::None
    }
}

/// Forgets once a day what nobody needs any more.
async fn forget(app: Arc<App>) {
    let mut day = interval(Duration::from_secs(24 * 60 * 60));
    loop {
        day.tick().await;
        if let Err(error) = app.forget(Timestamp::now()).await {
            tracing::error!(%error, "what is old could not be removed");
        }
    }
}

/// Ends when the process is asked to stop.
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
