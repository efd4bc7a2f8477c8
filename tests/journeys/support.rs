//! What all journeys stand on: servers, browsers, and a page that speaks of what people see.

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

/// What a journey returns: nothing, or the sentence that says where it ended.
pub(crate) type Result<T = ()> = anyhow::Result<T>;

/// Something wrong with the portal: what was expected and what is there.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: T, found: T) -> Result {
    anyhow::ensure!(
        expected == found,
        "{what}: expected {expected:?}, found {found:?}"
    );
    Ok(())
}
