//! Injects faults and recovers from them.

use crate::event::SimEvent;
use crate::fault::Fault;
use crate::store::token_in;
use crate::world::World;
use portico_delivery::draft_store::Event as DraftEvent;
use portico_delivery::outbox::Event;
use portico_delivery::{Millis, SECOND};

impl World {
    pub(crate) fn crash_tab(&mut self, tab: u32) {
        self.fault(Fault::TabCrash);
        self.kill(tab);
    }

    pub(crate) fn kill(&mut self, tab: u32) {
        self.say(|| format!("tab {tab} dies"));
        let mute = self.rng.permille(500);
        let since = self.young_since(tab);
        self.forget_given_up(tab);
        let own = &mut self.tabs[tab as usize];
        let (device, told) = (own.device, own.told);
        own.alive = false;
        own.mute = mute;
        own.form = None;
        own.sender = None;
        own.inbox.clear();
        self.unlock(device, tab);
        self.ledger.tab_gone(tab, &self.places(), since, told);
    }

    pub(crate) fn reload(&mut self, tab: u32) {
        self.fault(Fault::Reload);
        self.close_form(tab);
        let device = self.tabs[tab as usize].device;
        let own = &mut self.tabs[tab as usize];
        own.alive = false;
        own.sender = None;
        own.has_leftover = true;
        if self.rng.permille(500) {
            self.fault(Fault::StoreBusy);
            self.tabs[tab as usize].cut_off = true;
        }
        self.unlock(device, tab);
        self.open_tab_on(device);
    }

    pub(crate) fn freeze(&mut self, tab: u32) {
        self.fault(Fault::Frozen);
        self.draft_store(tab, DraftEvent::Leaving);
        self.tabs[tab as usize].frozen = Some(self.awake());
    }

    pub(crate) fn thaw(&mut self) {
        for tab in 0..self.tabs.len() {
            if let Some(since) = self.tabs[tab].frozen.take() {
                self.tabs[tab].grace = (self.awake() + SECOND, since);
                self.say(|| format!("tab {tab} goes on"));
                for what in std::mem::take(&mut self.tabs[tab].inbox) {
                    self.happen(what);
                }
            }
        }
    }

    pub(crate) fn tabs_of(&self, device: usize) -> Vec<u32> {
        let all = 0..self.tabs.len() as u32;
        all.filter(|tab| {
            self.tabs[*tab as usize].alive && self.tabs[*tab as usize].device == device
        })
        .collect()
    }

    pub(crate) fn crash_browser(&mut self) {
        let device = self.rng.below(2) as usize;
        self.fault(Fault::BrowserCrash);
        self.tabs_of(device)
            .into_iter()
            .for_each(|tab| self.kill(tab));
    }

    pub(crate) fn lose_power(&mut self) {
        let device = self.rng.below(2) as usize;
        self.fault(Fault::PowerLoss);
        for tab in self.tabs_of(device) {
            self.kill(tab);
        }
        for tab in self.tabs.iter_mut().filter(|tab| tab.device == device) {
            tab.mute = true;
        }
        let now = self.now;
        let rng = &mut self.rng;
        let lost = self.devices[device]
            .store
            .lose_power(now, || rng.permille(300));
        self.faults.add(Fault::WritesUndone, lost.len() as u64);
        let places = self.places();
        // The store guarantees nothing for the last seconds before a power failure.
        for token in lost {
            self.ledger.excuse_line(token, &places);
        }
        let since = self.awake().saturating_sub(SECOND);
        for tab in 0..self.tabs.len() as u32 {
            if self.tabs[tab as usize].device == device {
                self.ledger.tab_gone(tab, &places, since, false);
            }
        }
    }

    /// A user signs out, and is told that the data in this browser will be deleted.
    pub(crate) fn sign_out(&mut self) {
        let device = self.rng.below(2) as usize;
        self.fault(Fault::SignOut);
        let mut before = self.places();
        for tab in self.tabs_of(device) {
            let own = &mut self.tabs[tab as usize];
            before.extend(
                own.form
                    .as_ref()
                    .and_then(|form| token_in(&form.draft_store.draft().answers)),
            );
            own.form = None;
            own.sender = None;
            own.alive = false;
            own.inbox.clear();
            self.unlock(device, tab);
        }
        self.devices[device].store.destroy();
        self.devices[device].session = false;
        let after = self.places();
        self.ledger.discard(&before, &after);
    }

    pub(crate) fn expire(&mut self) {
        let device = self.rng.below(2) as usize;
        self.fault(Fault::Expired);
        self.devices[device].session = false;
    }

    pub(crate) fn sign_in(&mut self) {
        for device in 0..2 {
            if !std::mem::replace(&mut self.devices[device].session, true) {
                self.say(|| format!("device {device} signs in"));
                for tab in self.tabs_of(device) {
                    self.wake_sender(tab, Event::SignedIn);
                }
            }
        }
    }

    pub(crate) fn wake_sender(&mut self, tab: u32, event: Event) {
        // A frozen tab receives the event when it resumes, and then reads the outbox anyway.
        if self.tabs[tab as usize].frozen.is_none() {
            self.sender(tab, event);
        }
    }

    pub(crate) fn go_offline(&mut self) {
        let device = self.rng.below(2) as usize;
        self.fault(Fault::Offline);
        self.devices[device].online = false;
        // Browsers notice only some of it.
        if self.rng.permille(700) {
            self.tabs_of(device)
                .into_iter()
                .for_each(|tab| self.wake_sender(tab, Event::Online(false)));
        }
    }

    pub(crate) fn go_online(&mut self) {
        for device in 0..2 {
            self.devices[device].online = true;
            self.tabs_of(device)
                .into_iter()
                .for_each(|tab| self.wake_sender(tab, Event::Online(true)));
        }
    }

    pub(crate) fn set_clock(&mut self) {
        self.fault(Fault::ClockJump);
        let device = self.rng.below(2) as usize;
        let most = 2 * portico_delivery::DAY;
        let range: Millis = *self
            .rng
            .pick(&[2 * SECOND, 7_200 * SECOND, most])
            .unwrap_or(&most);
        let skew = self.rng.between(0, 2 * range) as i64 - range as i64;
        self.devices[device].skew = skew;
        self.devices[device].was_set = true;
    }

    pub(crate) fn sleep_days(&mut self) {
        // A device that goes to sleep hides its pages first, so their contents are stored.
        let tabs: Vec<u32> = (0..self.tabs.len() as u32).collect();
        for tab in tabs {
            if self.tabs[tab as usize].frozen.is_none() {
                self.draft_store(tab, DraftEvent::Leaving);
            }
        }
        self.fault(Fault::DaysPass);
        let days = self.rng.between(1, 40);
        self.plan(SECOND, SimEvent::Sleep { days });
    }

    pub(crate) fn fill_disk(&mut self) {
        let device = self.rng.below(2) as usize;
        self.fault(Fault::StoreFull);
        self.devices[device].store.full = true;
    }

    pub(crate) fn free_disk(&mut self) {
        for device in &mut self.devices {
            device.store.full = false;
        }
    }

    pub(crate) fn kill_server(&mut self) {
        self.fault(Fault::ServerCrash);
        self.server.crash();
    }

    pub(crate) fn change_form(&mut self) {
        self.fault(Fault::FormChanged);
        self.server.form_version += 1;
    }

    pub(crate) fn reset_fault_rates(&mut self) {
        self.fault_rates = crate::fault::FaultRates::of(&mut self.rng);
    }
}
