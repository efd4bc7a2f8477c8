//! Plans one turn of a user and its faults.

use crate::rng::Rng;
use std::time::Duration;

/// A form of the demo organisation and how to fill it in: a field for the unique text, and the other required fields.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) service: &'static str,
    /// The label of the text field.
    pub(crate) label: &'static str,
    /// The labels of the options to select.
    pub(crate) choices: &'static [&'static str],
}

/// Short forms. There are several, so that multiple drafts and entries coexist.
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
    /// The path of the form.
    pub(crate) fn path(&self) -> String {
        format!("/services/{}/request", self.service)
    }
}

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KillTarget {
    /// The server, which is restarted after this delay with the same data.
    Server { back: Duration },
    /// The tab.
    Tab,
    /// The browser, which is restarted with the same profile.
    Browser,
}

/// When it is killed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KillTime {
    /// This long after the start of the turn.
    Anywhere(Duration),
    /// This long after the form was submitted.
    Sent(Duration),
}

/// One turn.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) form: &'static Form,
    pub(crate) trouble: Option<(KillTarget, KillTime)>,
    /// The user pauses long enough for the text to be stored in the browser.
    pub(crate) reads_again: bool,
    /// The same form is submitted from two tabs.
    pub(crate) twins: bool,
    /// The browser is offline while the form is submitted, and for this long afterwards.
    pub(crate) offline: Option<Duration>,
    /// The user clicks the button twice.
    pub(crate) twice: bool,
    /// How long the user watches the result.
    pub(crate) patience: Duration,
    /// Whether the user then closes the tab; otherwise they navigate to another page in it.
    pub(crate) closes: bool,
}

impl Plan {
    pub(crate) fn roll(rng: &mut Rng) -> Self {
        let [first, ..] = &FORMS;
        let trouble = match rng.weighed(&[50, 20, 17, 8]) {
            1 => Some(KillTarget::Server {
                back: millis(rng, 0, 1_500),
            }),
            2 => Some(KillTarget::Tab),
            3 => Some(KillTarget::Browser),
            _ => None,
        };
        let moment = if rng.permille(600) {
            KillTime::Sent(millis(rng, 0, 900))
        } else {
            KillTime::Anywhere(millis(rng, 0, 4_000))
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
