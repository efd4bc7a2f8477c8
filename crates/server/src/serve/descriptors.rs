//! The number of files and connections that the system allows this process to open.

/// Reserved for the database, the log, the listening socket, refused connections and other needs of
/// the process.
const RESERVE: u64 = 64;

/// Raises the limit on open file descriptors as far as the system allows, and returns the new
/// limit.
///
/// `None` if there is no limit.
#[cfg(unix)]
pub(super) fn raise() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(error) => {
            tracing::warn!(%error, "could not raise the limit on open files");
            limit.current
        }
    }
}

/// Raises the limit on open file descriptors as far as the system allows, and returns the new
/// limit.
///
/// `None` if there is no limit.
#[cfg(not(unix))]
pub(super) fn raise() -> Option<u64> {
    None
}

/// The number of connections that a limit on file descriptors allows. Each may need a second one,
/// for a file that it receives.
pub(super) fn connections(descriptors: Option<u64>) -> usize {
    let Some(descriptors) = descriptors else {
        return usize::MAX;
    };
    let connections = descriptors.saturating_sub(RESERVE) / 2;
    usize::try_from(connections).unwrap_or(usize::MAX).max(1)
}
