//! How far the page is scrolled, per history entry. Only the full page scrolls the window; a guest never does.

use super::{Listener, state};
use crate::reactive::StoredValue;
use leptos::prelude::*;
use std::collections::HashMap;

/// A screen is complete in a few steps: its heading, then each of its lists.
const TRIES: u8 = 6;

/// Under which name an entry has its number.
const ENTRY: &str = "portico-entry";

/// Where positions outlive a reload.
const STORED: &str = "portico-scroll";

#[derive(Clone, Copy)]
pub(super) struct Scroll {
    page: bool,
    positions: StoredValue<Positions>,
}

#[derive(Default)]
struct Positions {
    /// The history entry that is shown.
    entry: u32,
    /// How far that entry is scrolled now.
    top: f64,
    /// How far the others were scrolled when they were left.
    tops: HashMap<u32, f64>,
    /// Where to scroll once the screen is long enough, and how often to try.
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
                positions.pending = positions
                    .tops
                    .get(&positions.entry)
                    .map(|top| (*top, TRIES));
                let track = Listener::new("scroll", move || scroll.track());
                let save = Listener::new("pagehide", move || scroll.save());
                positions._listeners = track.into_iter().chain(save).collect();
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

    /// A new entry was pushed for another part of the same screen, which moves by itself.
    pub(super) fn turned(self) {
        self.change(|positions| {
            positions.tops.insert(positions.entry, positions.top);
            positions.entry = positions.fresh();
            label(positions.entry);
        });
    }

    /// What has the focus is where the screen belongs.
    pub(super) fn stay(self) {
        self.change(|positions| positions.pending = None);
    }

    /// Another screen takes the entry that is shown: it starts at the top.
    pub(super) fn replaced(self) {
        self.change(|positions| (positions.top, positions.pending) = (0.0, Some((0.0, TRIES))));
    }

    /// The browser went to another entry. Whether that is an earlier one, as far as anybody knows.
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

    /// A part of the screen is complete: scrolls to where it belongs, as soon as the page is long enough.
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
        // While a screen is still incomplete the browser clamps the position; that is not the reader's doing.
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

/// The number that the shown history entry carries.
fn entry() -> Option<u32> {
    state::read(ENTRY)?.parse().ok()
}

fn label(entry: u32) {
    state::write(ENTRY, Some(&entry.to_string()));
}
