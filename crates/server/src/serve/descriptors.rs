//! How many files and connections the system lets this process have open at once.

/// Kept back for the database, the log, the listening socket and whatever else the process needs.
const RESERVE: u64 = 64;

/// Raises the limit of open descriptors as far as the system lets us, and says how high it is then.
///
/// `None` where nobody counts them.
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

/// Raises the limit of open descriptors as far as the system lets us, and says how high it is then.
///
/// `None` where nobody counts them.
#[cfg(not(unix))]
pub(super) fn raise() -> Option<u64> {
    None
}

/// How many connections fit under a limit of descriptors. Each may hold a second one, for the file that it is sent.
pub(super) fn connections(descriptors: Option<u64>) -> usize {
    let Some(descriptors) = descriptors else {
        return usize::MAX;
    };
    let connections = descriptors.saturating_sub(RESERVE) / 2;
    usize::try_from(connections).unwrap_or(usize::MAX).max(1)
}
