//! What was typed, and where it has to be.

use crate::store::Token;
use portico_delivery::Millis;

/// What is typed has to be stored after this time.
const PROMISE: Millis = 1_000;

/// Everything that was typed in a run.
#[derive(Default)]
pub(crate) struct Ledger {
    texts: Vec<Text>,
}

struct Text {
    /// What stood on the screen when it was typed: where this one is, that one need not be.
    parent: Option<Token>,
    tab: u32,
    at: Millis,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It has to be somewhere.
    Owed,
    /// Its author saw it go.
    Discarded,
    /// It went with its tab before its second was over, or its author knew that it was not stored.
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

    /// Somebody saw texts go: those that were there before and are not there any more.
    pub(crate) fn discard(&mut self, before: &[Token], after: &[Token]) {
        let (before, after) = (self.accounted(before), self.accounted(after));
        for ((text, before), after) in self.texts.iter_mut().zip(before).zip(after) {
            if before && !after {
                text.fate = Fate::Discarded;
            }
        }
    }

    /// Somebody gave a text up, wherever else it may still be.
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

    /// What is accounted for when exactly `places` hold texts: a text is where it is, or where one is that was typed
    /// over it.
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

    /// Excuses a text and what it was typed over, as far as it is not there.
    pub(crate) fn excuse_line(&mut self, token: Token, places: &[Token]) {
        let held = self.accounted(places);
        let mut next = Some(token);
        while let Some(token) = next.filter(|token| !held[*token]) {
            self.excuse(token);
            next = self.texts[token].parent;
        }
    }

    /// A tab went, or the power: what was typed there after `since` and is not stored is excused; `told`: so is what
    /// its author knew to be only in that tab.
    pub(crate) fn tab_gone(&mut self, tab: u32, places: &[Token], since: Millis, told: bool) {
        let held = self.accounted(places);
        for (text, held) in self.texts.iter_mut().zip(held) {
            if text.tab == tab && !held && text.fate == Fate::Owed && (told || text.at >= since) {
                text.fate = Fate::Excused;
            }
        }
    }

    /// The first text that is lost. `pending` tells whether a tab still has it and its author knows how it stands.
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
