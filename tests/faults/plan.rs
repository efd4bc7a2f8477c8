//! What one turn of the user is to be like, and what goes wrong in it.

use crate::rng::Rng;
use std::time::Duration;

/// A form of the demo organisation, and how to fill it: one text that is told apart, and what else is required.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) service: &'static str,
    /// The label of the text.
    pub(crate) label: &'static str,
    /// The labels of the choices.
    pub(crate) choices: &'static [&'static str],
}

/// Short forms. More than one, so that several drafts and entries live beside each other.
pub(crate) const FORMS: [Form; 3] = [
    Form {
        service: "vpn-access",
        label: "What do you want to reach?",
        choices: &["Windows laptop"],
    },
    Form {
        service: "it-feedback",
        label: "Your message",
        choices: &[],
    },
    Form {
        service: "developer-tools",
        label: "What will you build?",
        choices: &[
            "Windows",
            "I keep source code only in Brightwater's repositories",
        ],
    },
];

impl Form {
    /// Where it is.
    pub(crate) fn path(&self) -> String {
        format!("/services/{}/request", self.service)
    }
}

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The server; it comes back this much later, with the data it had.
    Server { back: Duration },
    /// The tab.
    Tab,
    /// The browser; it is started again with the same profile.
    Browser,
}

/// When it is killed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Moment {
    /// So long after the turn began.
    Anywhere(Duration),
    /// So long after the form was sent.
    Sent(Duration),
}

/// One turn.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) form: &'static Form,
    pub(crate) trouble: Option<(Trouble, Moment)>,
    /// The user reads once more what they typed, for so long that it has to be in the browser's store.
    pub(crate) reads_again: bool,
    /// The same form is sent from two tabs.
    pub(crate) twins: bool,
    /// There is no network while the form is sent, and for so long after.
    pub(crate) offline: Option<Duration>,
    /// The user presses the button twice.
    pub(crate) twice: bool,
    /// How long the user looks at what becomes of it.
    pub(crate) patience: Duration,
    /// Whether they then close the tab; otherwise they go elsewhere in it.
    pub(crate) closes: bool,
}

impl Plan {
    pub(crate) fn roll(rng: &mut Rng) -> Self {
        let [first, ..] = &FORMS;
        let trouble = match rng.weighed(&[50, 20, 17, 8]) {
            1 => Some(Trouble::Server {
                back: millis(rng, 0, 1_500),
            }),
            2 => Some(Trouble::Tab),
            3 => Some(Trouble::Browser),
            _ => None,
        };
        let moment = if rng.permille(600) {
            Moment::Sent(millis(rng, 0, 900))
        } else {
            Moment::Anywhere(millis(rng, 0, 4_000))
        };
        let impatient = rng.permille(150);
        Self {
            form: rng.pick(&FORMS).unwrap_or(first),
            trouble: trouble.map(|trouble| (trouble, moment)),
            reads_again: rng.permille(400),
            twins: rng.permille(120),
            offline: rng.permille(120).then(|| millis(rng, 0, 1_500)),
            twice: rng.permille(150),
            patience: if impatient {
                millis(rng, 0, 400)
            } else {
                millis(rng, 2_000, 7_000)
            },
            closes: rng.permille(200),
        }
    }
}

fn millis(rng: &mut Rng, low: u64, high: u64) -> Duration {
    Duration::from_millis(rng.between(low, high))
}
