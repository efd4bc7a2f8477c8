//! Records what the user typed, what the portal promised, and which faults occurred.

use crate::plan::Form;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter, Write};
use std::time::Instant;

/// The text of one form, and what the user knows about it.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) service: &'static str,
    /// A word that no other text contains.
    pub(crate) token: String,
    pub(crate) words: String,
    /// How often it was submitted.
    pub(crate) pressed: u32,
    /// The reason why it must not be lost any more.
    pub(crate) promised: Option<&'static str>,
    /// The numbers on its receipts.
    pub(crate) numbers: BTreeSet<String>,
    /// Everything that happened to it, with the time in seconds since the start.
    pub(crate) trail: Vec<String>,
}

/// All texts of a run.
#[derive(Debug)]
pub(crate) struct Ledger {
    seed: u64,
    start: Instant,
    pub(crate) texts: Vec<Text>,
    /// What outbox rows displayed about received requests.
    pub(crate) heard: BTreeSet<String>,
    /// How often each event occurred.
    pub(crate) counts: BTreeMap<&'static str, u64>,
}

impl Ledger {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            start: Instant::now(),
            texts: Vec::new(),
            heard: BTreeSet::new(),
            counts: BTreeMap::new(),
        }
    }

    /// The text to continue with: the one that the screen shows completely or in part, or a new one if the form is
    /// empty.
    pub(crate) fn meet(&mut self, form: &Form, shown: &str) -> usize {
        let shown = shown.trim();
        let is_it = |text: &Text| text.service == form.service && text.words.starts_with(shown);
        let known = self.texts.iter().rposition(is_it);
        if let Some(known) = known.filter(|_| !shown.is_empty()) {
            self.note(known, &format!("the form shows {shown:?}"));
            return known;
        }
        let number = self.texts.len();
        let token = format!("t{:x}x{number:05}", self.seed);
        self.texts.push(Text {
            service: form.service,
            words: format!("Please see to {token} for me."),
            token,
            pressed: 0,
            promised: None,
            numbers: BTreeSet::new(),
            trail: Vec::new(),
        });
        self.note(
            number,
            &format!("begun in {}, which showed {shown:?}", form.service),
        );
        number
    }

    /// Records an event of a text.
    pub(crate) fn note(&mut self, text: usize, what: &str) {
        let at = self.start.elapsed().as_secs_f32();
        if let Some(text) = self.texts.get_mut(text) {
            text.trail.push(format!("{at:8.2} s  {what}"));
        }
    }

    pub(crate) fn words(&self, text: usize) -> String {
        self.texts
            .get(text)
            .map(|text| text.words.clone())
            .unwrap_or_default()
    }

    /// The user submits the form.
    pub(crate) fn press(&mut self, text: usize) {
        self.note(text, "sent");
        if let Some(text) = self.texts.get_mut(text) {
            text.pressed += 1;
        }
    }

    /// From now on, the text must not be lost.
    pub(crate) fn promise(&mut self, text: usize, why: &'static str) {
        let known = self
            .texts
            .get(text)
            .is_some_and(|text| text.promised == Some(why));
        if !known {
            self.note(text, why);
        }
        if let Some(text) = self.texts.get_mut(text) {
            text.promised = Some(why);
        }
    }

    /// The user sees a receipt.
    pub(crate) fn acknowledge(&mut self, text: usize, number: &str) {
        self.promise(text, "receipt seen");
        self.note(text, &format!("the receipt says {number}"));
        if let Some(text) = self.texts.get_mut(text) {
            text.numbers.insert(number.to_owned());
        }
    }

    pub(crate) fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// The number of texts that were submitted.
    pub(crate) fn sent(&self) -> usize {
        self.texts.iter().filter(|text| text.pressed > 0).count()
    }

    /// All events of all texts.
    pub(crate) fn trails(&self) -> String {
        let mut trails = String::new();
        for text in &self.texts {
            let _ = writeln!(trails, "{text}");
        }
        trails
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.words, self.service)?;
        for line in &self.trail {
            write!(f, "\n    {line}")?;
        }
        Ok(())
    }
}
