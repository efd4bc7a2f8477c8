//! Records everything that was typed, and checks that none of it is lost.

use crate::store::Token;
use portico_delivery::Millis;

/// Changes have to be stored within this time.
const PROMISE: Millis = 1_000;

/// All texts of a run.
#[derive(Default)]
pub(crate) struct Ledger {
    texts: Vec<Text>,
}

struct Text {
    /// The text that it replaced. Where this text is stored, its parent need not be.
    parent: Option<Token>,
    tab: u32,
    at: Millis,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It has to be stored somewhere.
    Owed,
    /// Its author agreed to its deletion.
    Discarded,
    /// Its tab was closed before the time limit, or its author knew that it was not stored.
    Excused,
}

impl Ledger {
    pub(crate) fn typed(&mut self, parent: Option<Token>, tab: u32, at: Millis) -> Token {
        self.texts.push(Text {
            parent,
            tab,
            at,
            fate: Fate::Owed,
        });
        self.texts.len() - 1
    }

    /// A user agreed to the deletion of all texts that are in `before` and not in `after`.
    pub(crate) fn discard(&mut self, before: &[Token], after: &[Token]) {
        let (before, after) = (self.accounted(before), self.accounted(after));
        for ((text, before), after) in self.texts.iter_mut().zip(before).zip(after) {
            if before && !after {
                text.fate = Fate::Discarded;
            }
        }
    }

    /// A user discarded a text, wherever it may still be stored.
    pub(crate) fn drop(&mut self, token: Token) {
        if let Some(text) = self.texts.get_mut(token) {
            text.fate = Fate::Discarded;
        }
    }

    pub(crate) fn excuse(&mut self, token: Token) {
        if let Some(text) = self
            .texts
            .get_mut(token)
            .filter(|text| text.fate == Fate::Owed)
        {
            text.fate = Fate::Excused;
        }
    }

    /// Which texts are accounted for if exactly `places` hold texts: those that are there, and those that were replaced
    /// by one that is.
    fn accounted(&self, places: &[Token]) -> Vec<bool> {
        let mut held = vec![false; self.texts.len()];
        for token in places {
            if let Some(held) = held.get_mut(*token) {
                *held = true;
            }
        }
        for token in (0..self.texts.len()).rev() {
            let text = &self.texts[token];
            held[token] |= text.fate == Fate::Discarded;
            if let (true, Some(parent)) = (held[token], text.parent) {
                held[parent] = true;
            }
        }
        held
    }

    /// Excuses a text and its ancestors, as far as they are not stored.
    pub(crate) fn excuse_line(&mut self, token: Token, places: &[Token]) {
        let held = self.accounted(places);
        let mut next = Some(token);
        while let Some(token) = next.filter(|token| !held[*token]) {
            self.excuse(token);
            next = self.texts[token].parent;
        }
    }

    /// A tab was closed or lost power: texts typed there after `since` that are not stored are excused. With `told`, so
    /// are texts that the author knew to be only in that tab.
    pub(crate) fn tab_gone(&mut self, tab: u32, places: &[Token], since: Millis, told: bool) {
        let held = self.accounted(places);
        for (text, held) in self.texts.iter_mut().zip(held) {
            if text.tab == tab && !held && text.fate == Fate::Owed && (told || text.at >= since) {
                text.fate = Fate::Excused;
            }
        }
    }

    /// The first lost text. `pending` says whether a tab still holds a text and its author knows its state.
    pub(crate) fn lost(
        &self,
        places: &[Token],
        now: Millis,
        pending: impl Fn(u32) -> bool,
    ) -> Option<Token> {
        let held = self.accounted(places);
        let lost = |(token, text): (usize, &Text)| {
            let open = text.fate == Fate::Owed && !held[token];
            (open && text.at + PROMISE < now && !pending(text.tab)).then_some(token)
        };
        self.texts.iter().enumerate().find_map(lost)
    }
}
