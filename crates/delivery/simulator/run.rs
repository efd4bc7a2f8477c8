//! One run: a phase with actions and faults, then a phase without faults in which everything has to be settled.

use crate::bug::Bug;
use crate::event::SimEvent;
use crate::fault::{FaultRates, Faults};
use crate::files;
use crate::world::World;
use portico_delivery::store::LEFTOVER_PREFIX;
use portico_delivery::{Millis, SECOND};

/// The result of a run.
pub(crate) struct Report {
    /// The violated invariant, if any.
    pub(crate) failure: Option<String>,
    pub(crate) faults: Faults,
    /// The number of requests and comments that were recorded.
    pub(crate) recorded: u64,
    /// The events of the run, if a trace was requested.
    pub(crate) trace: Vec<String>,
}

pub(crate) fn run(seed: u64, bug: Option<Bug>, traced: bool) -> Report {
    let mut world = World::new(seed, bug, traced);
    world.open_tab_on(0);
    world.plan(1, SimEvent::Act);
    world.acts = world.rng.between(10, 90);
    world.run_until(Millis::MAX);
    if world.failure.is_none() {
        world.heal();
    }
    if world.failure.is_none() {
        files::run(&mut world);
    }
    Report {
        failure: world.failure,
        faults: world.faults,
        recorded: world.server.recorded.len() as u64,
        trace: world.trace.unwrap_or_default(),
    }
}

impl World {
    /// Ends all faults. Within a few hours, everything that was sent has to arrive, unless its author decides
    /// otherwise.
    fn heal(&mut self) {
        self.say(|| "everything heals".to_owned());
        self.stop_acting();
        for _ in 0..400 {
            self.fault_rates = FaultRates::default();
            self.thaw();
            self.free_disk();
            self.go_online();
            self.sign_in();
            for device in 0..2 {
                self.merge_leftovers(device);
                self.tidy_up(device);
            }
            for tab in 0..self.tabs.len() as u32 {
                if self.tabs[tab as usize].alive {
                    self.react(tab);
                }
            }
            let end = self.now + 30 * SECOND;
            self.run_until(end);
            if self.failure.is_some() || self.is_settled() {
                return;
            }
        }
        let entries: Vec<_> = (0..2).flat_map(|device| self.entries(device)).collect();
        let stages: Vec<_> = entries
            .iter()
            .map(|entry| (&entry.value.key, entry.value.stage.code()))
            .collect();
        let unsaved = self.tabs.iter().filter(|tab| {
            tab.form
                .as_ref()
                .is_some_and(|form| !form.draft_store.is_saved())
        });
        let unsaved = unsaved.count();
        self.fail(format!(
            "stuck: {stages:?}, and {unsaved} forms are not saved"
        ));
    }

    fn is_settled(&self) -> bool {
        let saved = |tab: &crate::tab::Tab| {
            tab.form
                .as_ref()
                .is_none_or(|form| form.draft_store.is_saved())
        };
        self.tabs.iter().all(saved)
            && self.devices.iter().all(|device| {
                ["entry/", LEFTOVER_PREFIX]
                    .iter()
                    .all(|kind| device.store.list(kind).is_empty())
            })
    }
}
