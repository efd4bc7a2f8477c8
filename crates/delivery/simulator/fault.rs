//! The faults, their rates in a run, and how often they occurred.

use crate::rng::Rng;

macro_rules! faults {
    ($($name:ident: $words:literal,)*) => {
        /// A fault that can be injected.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Fault { $($name),* }

        /// All faults, in the order of the summary.
        pub(crate) const ALL: [Fault; [$($words),*].len()] = [$(Fault::$name),*];

        impl Fault {
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$name => $words),* }
            }
        }
    };
}

faults! {
    TooLate: "attempt too late to begin",
    RequestLost: "request lost",
    RequestLate: "request late",
    RequestTwice: "request duplicated",
    AnswerLost: "answer lost",
    AnswerLate: "answer late",
    AnswerCut: "answer cut off",
    Page200: "page with status 200",
    Page502: "page with status 404 or 502",
    ServerError: "server error",
    ServerCrash: "server killed",
    TooMany: "429 or 408, some with Retry-After",
    Expired: "session expired",
    Offline: "device offline",
    TabCrash: "tab killed",
    BrowserCrash: "browser killed",
    PowerLoss: "power lost",
    WritesUndone: "writes undone by that",
    Reload: "tab reloaded",
    StoreBusy: "store busy at that time",
    LeftoverMerged: "leftovers merged",
    Frozen: "tab frozen",
    StoreFull: "disk full",
    ClockJump: "clock set",
    DaysPass: "days asleep",
    SignOut: "signed out",
    FormChanged: "form changed",
    UploadLost: "upload: connection lost",
    UploadDamaged: "upload: bytes damaged",
    UploadCleaned: "upload: cleaned by the server",
    UploadRevived: "upload: page reloaded",
}

/// How often each fault occurred.
#[derive(Clone)]
pub(crate) struct Faults([u64; ALL.len()]);

impl Default for Faults {
    fn default() -> Self {
        Self([0; ALL.len()])
    }
}

impl Faults {
    pub(crate) fn count(&mut self, fault: Fault) {
        self.add(fault, 1);
    }

    pub(crate) fn add(&mut self, fault: Fault, times: u64) {
        self.0[fault as usize] += times;
    }

    pub(crate) fn of(&self, fault: Fault) -> u64 {
        self.0[fault as usize]
    }

    pub(crate) fn add_all(&mut self, other: &Self) {
        for fault in ALL {
            self.add(fault, other.of(fault));
        }
    }
}

/// The fault rates of the network and the server in a run, per thousand.
#[derive(Clone, Copy, Default)]
pub(crate) struct FaultRates {
    pub(crate) lost: u64,
    pub(crate) late: u64,
    pub(crate) twice: u64,
    pub(crate) pages: u64,
    pub(crate) errors: u64,
    pub(crate) busy: u64,
}

impl FaultRates {
    /// Random rates: some runs are calm, some bad in one respect, and some in all.
    pub(crate) fn of(rng: &mut Rng) -> Self {
        let mut rate = || match rng.below(4) {
            0 => 0,
            1 => 20,
            2 => 100,
            _ => 300,
        };
        Self {
            lost: rate(),
            late: rate(),
            twice: rate(),
            pages: rate(),
            errors: rate(),
            busy: rate(),
        }
    }
}
