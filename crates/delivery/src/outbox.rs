//! What was sent and not received yet: entries, the machine that sends them, and what people may do with them.

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
pub use entry::{Entry, Intent, KEY_TRUSTED};
pub use sender::{Command, Event, Exclusive, Sender};
pub use stage::{Reason, Receipt, Stage};
