//! Bugs that can be planted to verify that the simulator finds them. Each of them occurs in real portals.

/// A bug in executing the commands of the state machines, or in interpreting responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    /// The entry is removed from the store before it is sent, as Workbox does.
    DropEarly,
    /// Any status 200 counts as received, including a proxy's page.
    Html200,
    /// Every attempt uses a new key.
    NewKey,
    /// The last save wins, regardless of what another tab has written.
    Overwrite,
    /// Sending does not wait until the attempt is stored.
    SendFirst,
    /// Writes to the outbox do not wait for the disk.
    NotDurable,
    /// A proxy's error page counts as a refusal by the backend.
    ProxyRefuses,
    /// An entry that was blocked by an intermediary counts as not received when the user withdraws it.
    BlockedIsNo,
    /// The draft is removed before the entry is queued, in separate transactions.
    SplitMove,
    /// A draft is stored without checking whether its request is in the outbox.
    TwoPlaces,
    /// An entry can be cancelled while it is being sent.
    CancelLate,
    /// Edits of an entry are lost when the entry is acknowledged.
    EditLost,
    /// A retry builds a new body from later changes.
    RebuildBody,
    /// An attempt takes longer than its lease.
    LongAttempt,
    /// All tabs write their leftovers to the same record.
    OneNote,
    /// A leftover is dropped if another tab has changed the draft in the meantime.
    DropLeftover,
    /// An upload counts as done when all bytes have been sent.
    NoChecksum,
    /// An upload resumes at the offset before the connection was lost, without requesting the current one.
    BlindResume,
}

/// All bugs with their names.
pub(crate) const ALL: [(&str, Bug); 18] = [
    ("drop-early", Bug::DropEarly),
    ("html-200", Bug::Html200),
    ("new-key", Bug::NewKey),
    ("overwrite", Bug::Overwrite),
    ("send-first", Bug::SendFirst),
    ("not-durable", Bug::NotDurable),
    ("proxy-refuses", Bug::ProxyRefuses),
    ("blocked-is-no", Bug::BlockedIsNo),
    ("split-move", Bug::SplitMove),
    ("two-places", Bug::TwoPlaces),
    ("cancel-late", Bug::CancelLate),
    ("edit-lost", Bug::EditLost),
    ("rebuild-body", Bug::RebuildBody),
    ("long-attempt", Bug::LongAttempt),
    ("one-note", Bug::OneNote),
    ("drop-left", Bug::DropLeftover),
    ("no-checksum", Bug::NoChecksum),
    ("blind-resume", Bug::BlindResume),
];

impl Bug {
    pub(crate) fn named(name: &str) -> Option<Self> {
        let found = ALL.iter().find(|(own, _)| *own == name)?;
        Some(found.1)
    }
}
