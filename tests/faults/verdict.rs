//! Checks whether every promise was kept.

use crate::ledger::{Ledger, Text};
use crate::settle::{Findings, Kept};
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::time::Duration;

/// The result of a run.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    seed: u64,
    time: Duration,
    /// How often each fault occurred.
    faults: BTreeMap<&'static str, u64>,
    /// The outcomes of the forms.
    lines: Vec<(&'static str, usize)>,
    /// Broken promises, each with its history.
    broken: Vec<String>,
}

/// Where a text is in the end.
struct Place<'a> {
    numbers: Vec<&'a str>,
    /// Whether it is in the outbox without having been received.
    waiting: bool,
    draft: bool,
}

impl Verdict {
    /// The verdict for the forms of one user.
    pub(crate) fn of(
        ledger: &Ledger,
        findings: &Findings,
        faults: BTreeMap<&'static str, u64>,
    ) -> Self {
        let mut verdict = Self {
            faults,
            ..Self::default()
        };
        verdict.count(ledger, findings);
        verdict.look_at_screen(ledger, findings);
        verdict
    }

    /// The combined verdict for all users.
    pub(crate) fn of_all(seed: u64, time: Duration, verdicts: Vec<Self>) -> Self {
        let mut all = Self {
            seed,
            time,
            ..Self::default()
        };
        for verdict in verdicts {
            for (name, count) in verdict.faults {
                *all.faults.entry(name).or_default() += count;
            }
            for (name, count) in verdict.lines {
                match all.lines.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, sum)) => *sum += count,
                    None => all.lines.push((name, count)),
                }
            }
            all.broken.extend(verdict.broken);
        }
        all
    }

    /// Whether all promises were kept.
    pub(crate) fn is_kept(&self) -> bool {
        self.broken.is_empty()
    }

    fn count(&mut self, ledger: &Ledger, findings: &Findings) {
        let [mut acknowledged, mut recorded, mut waiting, mut drafts] = [0; 4];
        let [mut fresh, mut lost, mut doubled] = [0; 3];
        let late = |number: &str| {
            let mut drafts = findings.drafts.iter();
            drafts.any(|draft| draft.after.number.as_deref() == Some(number))
        };
        for text in &ledger.texts {
            let place = place(text, findings);
            acknowledged += usize::from(!text.numbers.is_empty());
            recorded += usize::from(!place.numbers.is_empty());
            let gone = place.numbers.is_empty() && !place.waiting && !place.draft;
            waiting += usize::from(place.numbers.is_empty() && place.waiting);
            drafts += usize::from(place.numbers.iter().any(|number| late(number)));
            if place.numbers.len() > 1 {
                doubled += 1;
                self.complain("recorded more than once", text, &place);
            }
            if gone && text.promised.is_some() {
                lost += 1;
                self.complain("lost", text, &place);
            } else if gone {
                fresh += 1;
            }
            if text
                .numbers
                .iter()
                .any(|number| !place.numbers.contains(&number.as_str()))
            {
                self.complain(
                    "recorded under another number than the receipt's",
                    text,
                    &place,
                );
            }
        }
        self.lines = vec![
            ("forms begun", ledger.texts.len()),
            ("forms sent", ledger.sent()),
            ("seen acknowledged", acknowledged),
            ("recorded", recorded),
            ("still in the outbox", waiting),
            ("sent from the drafts in the end", drafts),
            ("killed within a second of typing", fresh),
            ("lost", lost),
            ("doubled", doubled),
        ];
    }

    /// Checks that the screen shows what is stored.
    fn look_at_screen(&mut self, ledger: &Ledger, findings: &Findings) {
        let is_entry = |kept: &&Kept| kept.id.starts_with("entry/") && !kept.is_visitors();
        let entries = findings.kept.iter().filter(is_entry).count();
        if entries != findings.rows.len() {
            let rows = &findings.rows;
            self.broken.push(format!(
                "{entries} entries are kept, but shown are {rows:?}"
            ));
        }
        for row in &findings.rows {
            if row.is_waiting() {
                self.broken
                    .push(format!("it does not come to rest: {row:?}"));
            }
        }
        let known = |words: &str| {
            let mut words = words.split_whitespace();
            words.any(|word| {
                findings
                    .recorded
                    .iter()
                    .any(|request| request.number == word)
            })
        };
        let shown = findings
            .rows
            .iter()
            .filter(|row| row.stage == "acknowledged");
        let heard = ledger.heard.iter().chain(shown.map(|row| &row.words));
        for words in heard.filter(|words| !known(words)) {
            self.broken
                .push(format!("shown as received, but not recorded: {words:?}"));
        }
        for kept in &findings.kept {
            let Some(text) = &kept.text else {
                self.broken.push(format!("{} cannot be read", kept.id));
                continue;
            };
            let draft = kept.id.strip_prefix("draft/");
            let Some(service) = draft.filter(|_| !kept.is_visitors()) else {
                continue;
            };
            let shown = findings
                .drafts
                .iter()
                .find(|draft| draft.service == service);
            if !shown.is_some_and(|draft| text.contains(&draft.text)) {
                self.broken
                    .push(format!("the draft {text} is kept, but shown is {shown:?}"));
            }
        }
        for draft in findings
            .drafts
            .iter()
            .filter(|draft| draft.after.number.is_none())
        {
            self.broken.push(format!(
                "it cannot be sent from the list of drafts: {draft:?}"
            ));
        }
    }

    fn complain(&mut self, what: &str, text: &Text, place: &Place) {
        let numbers = place.numbers.join(", ");
        let words = format!("{what}; recorded as [{numbers}]\n  {text}");
        self.broken.push(words);
    }
}

fn place<'a>(text: &Text, findings: &'a Findings) -> Place<'a> {
    let mine = findings
        .recorded
        .iter()
        .filter(|request| request.answers.contains(&text.token));
    let has = |kept: &&Kept| {
        kept.text
            .as_ref()
            .is_some_and(|kept| kept.contains(&text.token))
    };
    let kept: Vec<&Kept> = findings.kept.iter().filter(has).collect();
    Place {
        numbers: mine.map(|request| request.number.as_str()).collect(),
        waiting: kept.iter().any(|kept| kept.id.starts_with("entry/")),
        draft: kept.iter().any(|kept| kept.id.starts_with("draft/")),
    }
}

impl Display for Verdict {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nFaults and what the user did")?;
        for (name, count) in &self.faults {
            writeln!(f, "  {name:36}{count:>7}")?;
        }
        writeln!(f, "Forms")?;
        for (name, count) in &self.lines {
            writeln!(f, "  {name:36}{count:>7}")?;
        }
        for complaint in &self.broken {
            writeln!(f, "BROKEN: {complaint}")?;
        }
        let (seed, time) = (self.seed, self.time.as_secs());
        if self.broken.is_empty() {
            write!(f, "Every promise was kept, in {time} s with seed {seed}.")
        } else {
            let count = self.broken.len();
            write!(
                f,
                "{count} promises were broken, in {time} s with seed {seed}."
            )
        }
    }
}
