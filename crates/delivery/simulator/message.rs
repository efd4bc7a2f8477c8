//! Messages in the network.

use portico_delivery::Millis;
use portico_delivery::draft::Push;
use portico_delivery::draft_store::Event as DraftEvent;
use portico_delivery::outbox::Entry;
use serde_json::Value;

#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) tab: u32,
    pub(crate) device: usize,
    /// The attempt of the tab that waits for the response; duplicates have none.
    pub(crate) attempt: u64,
    pub(crate) key: String,
    pub(crate) body: String,
    pub(crate) sent_at: Millis,
}

/// An event in the network.
pub(crate) enum Step {
    Depart {
        message: Message,
        entry: Box<Entry>,
    },
    Arrive(Message),
    /// The backend has finished processing the request.
    Finish(Message),
    Back {
        tab: u32,
        attempt: u64,
        raw: RawResponse,
    },
    /// The tab's timeout has expired.
    GiveUp {
        tab: u32,
        attempt: u64,
    },
    Push {
        tab: u32,
        form: u64,
        push: Box<Push>,
    },
    Look {
        tab: u32,
        form: u64,
        service: &'static str,
    },
    Copied {
        tab: u32,
        form: u64,
        event: Box<DraftEvent>,
    },
}

/// A raw response.
#[derive(Clone)]
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
    pub(crate) asked: Option<Millis>,
    pub(crate) replayed: bool,
}
