//! The events of the simulation.

use crate::message::Step;
use crate::operation::{Effect, Op, Submitter};
use portico_delivery::store::{Outcome, Transaction};

/// A scheduled event.
pub(crate) enum SimEvent {
    /// A user acts, or a fault occurs.
    Act,
    DraftWake {
        tab: u32,
        form: u64,
        alarm: u64,
    },
    SenderWake {
        tab: u32,
        alarm: u64,
    },
    /// A transaction reaches the store.
    Apply(Box<Op>),
    Outcome {
        tab: u32,
        who: Submitter,
        outcome: Outcome,
    },
    Read {
        tab: u32,
        who: Submitter,
    },
    Locked {
        tab: u32,
    },
    /// A notification from another tab.
    Heard {
        tab: u32,
        service: Option<&'static str>,
    },
    Network(Step),
    /// A user clicks, based on what was displayed some time ago.
    Click {
        tab: u32,
        transaction: Box<Transaction>,
        effect: Effect,
    },
    /// All devices are suspended.
    Sleep {
        days: u64,
    },
}
