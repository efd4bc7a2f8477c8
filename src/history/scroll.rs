//! The scroll position of each history entry. Only the full page scrolls the window; an embedded portal never does.

use super::{Listener, state};
use crate::reactive::StoredValue;
use leptos::prelude::*;
use std::collections::HashMap;

/// A screen is completed in a few steps: its heading, then each of its lists.
const TRIES: u8 = 6;

/// The name of an entry's number.
const ENTRY: &str = "portico-entry";

/// The storage of positions across reloads.
const STORED: &str = "portico-scroll";

/// The events of a reader who acts.
const ACTS: [&str; 3] = ["keydown", "pointerdown", "wheel"];

#[derive(Clone, Copy)]
pub(super) struct Scroll {
    page: bool,
    positions: StoredValue<Positions>,
}

#[derive(Default)]
struct Positions {
    /// The current history entry.
    entry: u32,
    /// The current scroll position of that entry.
    top: f64,
    /// The positions of the other entries when they were left.
    tops: HashMap<u32, f64>,
    /// The target position once the screen is long enough, and the remaining attempts.
    pending: Option<(f64, u8)>,
    _listeners: Vec<Listener>,
}

impl Scroll {
    pub(super) fn new(page: bool) -> Self {
        let scroll = Self {
            page,
            positions: StoredValue::new(Positions::default()),
        };
        if page && let Ok(history) = window().history() {
            let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
            scroll.positions.update_value(|positions| {
                positions.tops = restore();
                positions.entry = entry().unwrap_or_else(|| {
                    let fresh = positions.fresh();
                    label(fresh);
                    fresh
                });
                // Whoever reads a page that the server rendered may have scrolled on before the portal runs.
                let is_untouched = window().scroll_y().unwrap_or_default() < 1.0;
                positions.pending = positions
                    .tops
                    .get(&positions.entry)
                    .filter(|_| is_untouched)
                    .map(|top| (*top, TRIES));
                let track = Listener::new("scroll", move || scroll.track());
                let save = Listener::new("pagehide", move || scroll.save());
                let acts = ACTS
                    .into_iter()
                    .filter_map(|act| Listener::new(act, move || scroll.leave_to_reader()));
                positions._listeners = track.into_iter().chain(save).chain(acts).collect();
            });
        }
        scroll
    }

    /// A new entry was pushed: it starts at the top.
    pub(super) fn entered(self) {
        self.change(|positions| {
            positions.tops.insert(positions.entry, positions.top);
            positions.entry = positions.fresh();
            label(positions.entry);
            (positions.top, positions.pending) = (0.0, Some((0.0, TRIES)));
        });
    }

    /// A new entry was pushed for another part of the same screen, which scrolls by itself.
    pub(super) fn turned(self) {
        self.change(|positions| {
            positions.tops.insert(positions.entry, positions.top);
            positions.entry = positions.fresh();
            label(positions.entry);
        });
    }

    /// The focused element determines the position.
    pub(super) fn stay(self) {
        self.change(|positions| positions.pending = None);
    }

    /// A reader who acts before the screen is complete is not scrolled away.
    fn leave_to_reader(self) {
        self.change(|positions| {
            positions.pending = positions.pending.filter(|(top, _)| *top == 0.0)
        });
    }

    /// Another screen replaces the current entry: it starts at the top.
    pub(super) fn replaced(self) {
        self.change(|positions| (positions.top, positions.pending) = (0.0, Some((0.0, TRIES))));
    }

    /// The browser went to another entry. Returns whether that is an earlier one, as far as known.
    pub(super) fn returned(self) -> bool {
        let mut is_back = true;
        self.change(|positions| {
            positions.tops.insert(positions.entry, positions.top);
            let before = std::mem::replace(&mut positions.entry, entry().unwrap_or_default());
            is_back = positions.entry < before;
            positions.top = positions
                .tops
                .get(&positions.entry)
                .copied()
                .unwrap_or_default();
            positions.pending = Some((positions.top, TRIES));
        });
        is_back
    }

    /// A part of the screen is complete: scrolls to the target as soon as the page is long enough.
    pub(super) fn settle(self) {
        if !self.page {
            return;
        }
        request_animation_frame(move || {
            let pending = self
                .positions
                .try_update_value(|positions| positions.pending.take())
                .flatten();
            let Some((top, tries)) = pending else { return };
            window().scroll_to_with_x_and_y(0.0, top);
            let reached = window().scroll_y().is_ok_and(|now| (now - top).abs() < 2.0);
            if !reached && tries > 0 {
                self.change(|positions| positions.pending = Some((top, tries - 1)));
            }
        });
    }

    pub(super) fn stop(self) {
        self.change(|positions| positions._listeners.clear());
    }

    fn track(self) {
        // While a screen is incomplete, the browser clamps the position; the user has not scrolled.
        self.change(|positions| {
            if positions.pending.is_none() {
                positions.top = window().scroll_y().unwrap_or_default();
            }
        });
    }

    fn save(self) {
        self.change(|positions| {
            positions.tops.insert(positions.entry, positions.top);
            let Ok(Some(store)) = window().session_storage() else {
                return;
            };
            let _ = store.set_item(STORED, &written(&positions.tops));
        });
    }

    fn change(self, change: impl FnOnce(&mut Positions)) {
        if self.page {
            self.positions.try_update_value(change);
        }
    }
}

impl Positions {
    fn fresh(&self) -> u32 {
        self.tops.keys().copied().max().unwrap_or(0).max(self.entry) + 1
    }
}

/// `entry:top` pairs, in whole pixels.
fn written(tops: &HashMap<u32, f64>) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float to integer cast saturates"
    )]
    let pairs = tops
        .iter()
        .map(|(entry, top)| format!("{entry}:{}", *top as i32));
    pairs.collect::<Vec<_>>().join(" ")
}

fn restore() -> HashMap<u32, f64> {
    let store = window().session_storage().ok().flatten();
    let text = store
        .and_then(|store| store.get_item(STORED).ok().flatten())
        .unwrap_or_default();
    let pair = |pair: &str| {
        let (entry, top) = pair.split_once(':')?;
        Some((entry.parse().ok()?, f64::from(top.parse::<i32>().ok()?)))
    };
    text.split(' ').filter_map(pair).collect()
}

/// The number in the current history entry.
fn entry() -> Option<u32> {
    state::read(ENTRY)?.parse().ok()
}

fn label(entry: u32) {
    state::write(ENTRY, Some(&entry.to_string()));
}
