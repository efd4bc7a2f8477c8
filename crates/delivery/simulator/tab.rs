//! A tab of the portal, which executes the commands of the state machines.

use crate::event::SimEvent;
use crate::store::{Token, token_in};
use portico_delivery::Millis;
use portico_delivery::draft::Draft;
use portico_delivery::draft_store::{DraftStore, Notice};
use portico_delivery::outbox::Sender;

pub(crate) const SERVICES: [&str; 2] = ["laptop", "vpn"];

pub(crate) struct Tab {
    pub(crate) device: usize,
    pub(crate) alive: bool,
    /// Since when the tab is frozen, and the events that it has not received yet.
    pub(crate) frozen: Option<Millis>,
    pub(crate) inbox: Vec<SimEvent>,
    /// Until when the tab may catch up after it was frozen, and since when it was frozen.
    pub(crate) grace: (Millis, Millis),
    pub(crate) sender: Option<Sender>,
    pub(crate) sender_alarm: u64,
    pub(crate) form: Option<Form>,
    pub(crate) attempt: Option<u64>,
    /// The key of the entry being sent, and when its timeout expires.
    pub(crate) sends: Option<(String, Millis)>,
    /// Whether the user knows that the changes are only in this tab.
    pub(crate) told: bool,
    /// Whether the tab crashed, so that none of its submitted transactions is executed any more.
    pub(crate) mute: bool,
    /// Whether the tab was closed while the store was busy, so that only its leftovers are written.
    pub(crate) cut_off: bool,
    /// Whether the tab was closed after it wrote its unsaved changes as a leftover.
    pub(crate) has_leftover: bool,
    /// When the store has processed all of the tab's operations, and when the tab has received their outcomes.
    pub(crate) store_free: Millis,
    pub(crate) heard_free: Millis,
}

pub(crate) struct Form {
    pub(crate) id: u64,
    pub(crate) service: &'static str,
    pub(crate) draft_store: DraftStore,
    pub(crate) alarm: u64,
    /// The last notice that the user has not reacted to.
    pub(crate) notice: Option<Notice>,
    /// The text on the screen when the user made a decision about the versions, until that is executed.
    pub(crate) deciding: Option<Option<Token>>,
    /// The text on the screen when the user discarded it, until that is executed.
    pub(crate) given_up: Option<Token>,
    /// The number of transactions and reads in flight.
    pub(crate) busy: u32,
}

/// The request body of a draft.
pub(crate) fn body_of(draft: &Draft) -> String {
    let token = token_in(&draft.answers).map_or(-1, |token| token as i64);
    format!(
        r#"{{"service":"{}","v":{},"t":{token}}}"#,
        draft.service.id, draft.form_version
    )
}
