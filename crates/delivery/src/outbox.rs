//! The outbox: entries that were sent but not confirmed yet, the state machine that sends them, and the user's actions
//! on them.

mod answer;
mod choices;
mod entry;
mod sender;
mod stage;

pub use answer::Answer;
pub use choices::{
    NotNow, cancel, comment, drop_edit, edit, forget, hand_on, join, queue, retry, send_as_new,
    settle, update_file,
};
pub(crate) use choices::{change, fresh, new};
pub use entry::{Entry, Intent, KEY_TRUSTED, read_entry};
pub use sender::{Command, Event, Exclusive, Sender};
pub use stage::{Reason, Receipt, Stage};
