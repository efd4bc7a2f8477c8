//! What became of a form that was sent.

use portico_contract::{Problem, RequestId};

/// What became of a form that was sent, as far as anybody would wait for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sent {
    /// The backend has it; `replayed` when it had been received before.
    Received { request: RequestId, replayed: bool },
    /// The backend refused it, and so has not recorded it. The draft is open again.
    Refused(Problem),
    /// Something in between refused it, with this status. It almost certainly did not arrive, and the draft is open again.
    Blocked(u16),
    /// The form is another one now. The draft is open again.
    FormChanged,
    /// It is in the outbox and goes on by itself, or waits there for its author: [`crate::route::Route::Waiting`] shows it.
    Waiting,
    /// Other versions of the draft are there: somebody has to choose first.
    Choose,
    /// The store refused it. Nothing was sent; what was typed is still on the screen.
    NotKept,
}
