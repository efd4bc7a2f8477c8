//! Two tasks in parallel.

use crate::process;
use anyhow::{Result, anyhow};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};
use std::time::Duration;

/// The interval at which a thread's program is looked up to stop it, because the thread may be
/// between two programs.
const AGAIN: Duration = Duration::from_millis(100);

/// Runs both tasks in parallel. If one fails, the programs of the other are stopped, and the first
/// error is returned.
pub(crate) fn together<A, B: Send>(
    one: impl FnOnce() -> Result<A>,
    other: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    let (one_is_over, other_is_over) = (AtomicBool::new(false), AtomicBool::new(false));
    let this = thread::current().id();
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            let result = other();
            other_is_over.store(true, Ordering::Release);
            let first = !one_is_over.load(Ordering::Acquire);
            if first && result.is_err() {
                stop(this, &one_is_over);
            }
            (result, first)
        });
        let one = one();
        one_is_over.store(true, Ordering::Release);
        if one.is_err() {
            stop(other.thread().id(), &other_is_over);
        }
        let joined = other.join();
        let (other, other_was_first) = joined
            .unwrap_or_else(|_| (Err(anyhow!("A step ended without an error message.")), true));
        match (one, other) {
            (Ok(one), Ok(other)) => Ok((one, other)),
            (Err(_), Err(error)) if other_was_first => Err(error),
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    })
}

/// Stops the programs of a thread until it ends.
fn stop(thread: ThreadId, is_over: &AtomicBool) {
    while !is_over.load(Ordering::Acquire) {
        process::stop(thread);
        thread::sleep(AGAIN);
    }
}

#[cfg(test)]
mod tests {
    use super::together;
    use crate::process;
    use anyhow::{Result, bail};
    use std::process::Command;

    fn fails() -> Result<()> {
        bail!("the oven is cold.")
    }

    fn waits() -> Result<()> {
        process::run(Command::new("sleep").arg("3600"))
    }

    #[test]
    fn both_are_done() {
        assert_eq!(together(|| Ok(1), || Ok("b")).unwrap(), (1, "b"));
    }

    #[test]
    fn the_first_failure_ends_the_other_and_is_told() {
        let told = |result: Result<((), ())>| result.unwrap_err().to_string();
        assert_eq!(told(together(fails, waits)), "the oven is cold.");
        assert_eq!(told(together(waits, fails)), "the oven is cold.");
    }
}
