//! Bugs to plant, so that it can be seen that the simulator finds them. Each is one that real portals have.

/// A bug in how the machines' commands are carried out, or in how answers are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    /// The entry leaves the store before it is sent, as Workbox does it.
    DropEarly,
    /// Any status 200 counts as received, a proxy's page too.
    Html200,
    /// Each attempt has a key of its own.
    NewKey,
    /// Whoever saves last wins, whatever another tab has written.
    Overwrite,
    /// Sending does not wait until the store has it.
    SendFirst,
    /// The outbox is written without waiting for the disk.
    NotDurable,
    /// A proxy's error page counts as the backend's refusal.
    ProxyRefuses,
    /// What was blocked on its way counts as not received when somebody withdraws it.
    BlockedIsNo,
    /// The draft is removed first and the entry queued after that.
    SplitMove,
    /// A draft is stored without looking whether its order is in the outbox.
    TwoPlaces,
    /// What is being sent can still be cancelled.
    CancelLate,
    /// An edit beside an entry goes when the entry is acknowledged.
    EditLost,
    /// What is sent again is made anew from what was typed meanwhile.
    RebuildBody,
    /// An attempt goes on for longer than its lease.
    LongAttempt,
    /// All tabs leave their last words under one name.
    OneNote,
    /// Last words on a draft that another tab has written meanwhile are dropped.
    DropLeft,
    /// An upload counts as done when all bytes were sent.
    NoChecksum,
    /// An upload goes on where it was when the connection broke, without asking.
    BlindResume,
}

/// All of them, with their names and what they are.
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
    ("drop-left", Bug::DropLeft),
    ("no-checksum", Bug::NoChecksum),
    ("blind-resume", Bug::BlindResume),
];

impl Bug {
    pub(crate) fn named(name: &str) -> Option<Self> {
        let found = ALL.iter().find(|(own, _)| *own == name)?;
        Some(found.1)
    }
}
