//! The outcome of sending a form.

use portico_contract::{Problem, RequestId};

/// The outcome of sending a form, as far as a user would wait for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SendOutcome {
    /// The backend has recorded it; `replayed` if it had been received before.
    Received { request: RequestId, replayed: bool },
    /// The backend refused it, and so has not recorded it. The draft is open again.
    Refused(Problem),
    /// An intermediary refused it with this status. It almost certainly did not arrive, and the draft is open again.
    Blocked(u16),
    /// The form has changed. The draft is open again.
    FormChanged,
    /// The outbox continues by itself or waits for the author, see [`crate::route::Route::Waiting`].
    Waiting,
    /// There are other versions of the draft, and the user has to choose first.
    Choose,
    /// The store refused it. Nothing was sent, and the input is still on the screen.
    NotStored,
}
