//! Shared helpers: servers, browsers, and pages addressed in terms of what users see.

mod browse;
mod cdp;
mod engine;
mod fault_proxy;
mod form;
mod intranet;
pub(crate) mod page;
mod program;
pub(crate) mod samples;
mod server;
pub(crate) mod settings;
mod wait;
mod watch;

pub(crate) use browse::{Visit, browse};
pub(crate) use engine::Engine;
pub(crate) use fault_proxy::{Exchange, Fault, FaultProxy, HOST_PAGE};
pub(crate) use form::Deed;
pub(crate) use intranet::Intranet;
pub(crate) use page::Page;
pub(crate) use server::Server;
pub(crate) use settings::{AXE, CONTENT, TRUNK_DIST, copy_folder, setting};

/// The result of a journey: nothing, or the error that ended it.
pub(crate) type Result<T = ()> = anyhow::Result<T>;

/// Asserts that two values are equal.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: T, found: T) -> Result {
    anyhow::ensure!(
        expected == found,
        "{what}: expected {expected:?}, found {found:?}"
    );
    Ok(())
}
