//! The outbox: entries that were sent but not confirmed yet, the state machine that sends them, and the user's actions
//! on them.

mod attempt;
mod choices;
mod entry;
mod sender;
mod stage;

pub use attempt::AttemptResult;
pub use choices::{
    ActionError, cancel, comment, drop_edit, edit, hand_on, join, queue, remove_acknowledged,
    retry, send_as_new, settle, update_file,
};
pub(crate) use choices::{change, fresh, new};
pub use entry::{Entry, Intent, KEY_TRUSTED};
pub use sender::{Command, Event, Exclusivity, Sender};
pub use stage::{Reason, Receipt, Stage};
