//! Shared helpers: servers, browsers, and pages addressed in terms of what users see.

mod browse;
mod calls;
mod cdp;
mod engine;
mod fault_proxy;
mod form;
mod intranet;
pub(crate) mod page;
mod program;
pub(crate) mod relay;
pub(crate) mod samples;
mod server;
pub(crate) mod settings;
mod tabs;
mod wait;
mod watch;

pub(crate) use browse::{Visit, browse, browse_beside, browse_demo, browse_with_faults};
pub(crate) use engine::Engine;
pub(crate) use fault_proxy::{Exchange, Fault, FaultProxy, HOST_PAGE};
pub(crate) use form::Deed;
pub(crate) use intranet::Intranet;
pub(crate) use page::Page;
pub(crate) use server::Server;
pub(crate) use settings::{AXE, CONTENT, TRUNK_DIST, copy_folder, setting};
pub(crate) use tabs::kill_browser;

/// The result of a journey: nothing, or the error that ended it.
pub(crate) type Result<T = ()> = anyhow::Result<T>;

/// Declares the tests that run a journey in each engine.
macro_rules! in_every_engine {
    ($journey:ident) => {
        mod $journey {
            use crate::support::{Engine, Result};

            #[tokio::test]
            async fn in_chromium() -> Result {
                super::$journey(Engine::Chromium).await
            }

            #[tokio::test]
            async fn in_firefox() -> Result {
                super::$journey(Engine::Firefox).await
            }

            #[tokio::test]
            async fn in_webkit() -> Result {
                super::$journey(Engine::WebKit).await
            }
        }
    };
}
pub(crate) use in_every_engine;

/// Asserts that two values are equal.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: T, found: T) -> Result {
    anyhow::ensure!(
        expected == found,
        "{what}: expected {expected:?}, found {found:?}"
    );
    Ok(())
}
