//! The actions of users and the injected faults.

use crate::event::SimEvent;
use crate::store::token_in;
use crate::tab::{Form, SERVICES, Tab, body_of};
use crate::world::World;
use portico_delivery::SECOND;
use portico_delivery::draft::{Draft, Service, migrate};
use portico_delivery::draft_store::{Choice, Content, DraftStore, Event as DraftEvent, Notice};
use portico_delivery::outbox::{Event, Exclusivity, Sender};
use serde_json::json;

/// The weight of an action relative to the others, and the action.
type Act = (u64, fn(&mut World));

/// Everything that can happen.
const ACTS: [Act; 28] = [
    (300, |world| world.with_tab(World::type_text)),
    (130, |world| world.with_tab(World::open_form)),
    (30, |world| world.with_tab(World::close_form)),
    (110, |world| world.with_tab(World::send_form)),
    (110, |world| world.with_tab(World::react)),
    (8, |world| world.with_tab(World::discard)),
    (260, World::touch_outbox),
    (40, World::open_tab),
    (25, |world| world.with_tab(World::crash_tab)),
    (30, |world| world.with_tab(World::reload)),
    (20, |world| world.with_tab(World::freeze)),
    (35, World::thaw),
    (10, World::crash_browser),
    (20, World::lose_power),
    (4, World::sign_out),
    (15, World::expire),
    (50, World::sign_in),
    (25, World::go_offline),
    (50, World::go_online),
    (10, World::set_clock),
    (5, World::sleep_days),
    (15, World::fill_disk),
    (35, World::free_disk),
    (10, World::kill_server),
    (6, World::change_form),
    (20, World::reset_fault_rates),
    (20, |world| world.with_tab(World::leave)),
    (20, |world| world.with_tab(World::double_click)),
];

impl World {
    /// Executes a random action and schedules the next.
    pub(crate) fn act(&mut self) {
        let weights: [u64; ACTS.len()] = std::array::from_fn(|index| ACTS[index].0);
        let act = ACTS[self.rng.weighed(&weights)].1;
        act(self);
        self.acts -= 1;
        let pause = match self.rng.below(20) {
            0..6 => self.rng.between(0, 40),
            6..14 => self.rng.between(40, SECOND),
            14..18 => self.rng.between(SECOND, 10 * SECOND),
            _ => self.rng.between(10 * SECOND, 200 * SECOND),
        };
        self.plan(pause, SimEvent::Act);
    }

    fn with_tab(&mut self, act: fn(&mut World, u32)) {
        let awake = |tab: &&u32| {
            let tab = &self.tabs[**tab as usize];
            tab.alive && tab.frozen.is_none()
        };
        let all: Vec<u32> = (0..self.tabs.len() as u32).collect();
        let tabs: Vec<u32> = all.iter().filter(awake).copied().collect();
        match self.rng.pick(&tabs) {
            Some(tab) => act(self, *tab),
            None => self.open_tab(),
        }
    }

    fn open_tab(&mut self) {
        let device = usize::from(self.rng.permille(350));
        self.open_tab_on(device);
    }

    pub(crate) fn open_tab_on(&mut self, device: usize) {
        let open = self
            .tabs
            .iter()
            .filter(|tab| tab.alive && tab.device == device)
            .count();
        if open >= 3 {
            return;
        }
        let tab = self.tabs.len() as u32;
        let exclusive = if self.devices[device].locks {
            Exclusivity::Lock
        } else {
            Exclusivity::Lease
        };
        let online = self.devices[device].online;
        let name = format!("tab{tab}");
        self.say(|| format!("tab {tab} opens on device {device}"));
        self.tabs.push(Tab {
            device,
            alive: true,
            frozen: None,
            inbox: Vec::new(),
            grace: (0, 0),
            sender: Some(Sender::new(name, "ada".to_owned(), exclusive, online)),
            sender_alarm: 0,
            form: None,
            attempt: None,
            sends: None,
            told: false,
            mute: false,
            cut_off: false,
            has_leftover: false,
            store_free: self.now,
            heard_free: self.now,
        });
        self.merge_leftovers(device);
        let first = if self.devices[device].session {
            Event::SignedIn
        } else {
            Event::Wake
        };
        self.sender(tab, first);
    }

    pub(crate) fn open_form(&mut self, tab: u32) {
        if self.tabs[tab as usize].form.is_some() {
            return;
        }
        let device = self.tabs[tab as usize].device;
        let id = self.name();
        let service = *self.rng.pick(&SERVICES).unwrap_or(&SERVICES[0]);
        let version = self.server.form_version.to_string();
        let name = Service {
            id: service.to_owned(),
            name: service.to_owned(),
        };
        let new = Draft::new(
            name,
            "ada".to_owned(),
            version.clone(),
            format!("k{id}"),
            json!({}),
        );
        let kept = self.kept(device, service);
        self.say(|| {
            format!(
                "tab {tab} opens {service}, a draft is there: {}",
                kept.is_some()
            )
        });
        let draft_store = DraftStore::open(format!("tab{tab}-{id}"), new, kept, true);
        let old = draft_store.draft().form_version != version;
        let answers = draft_store.draft().answers.clone();
        let choose = draft_store
            .versions()
            .is_some_and(|versions| !versions.others.is_empty());
        let notice = choose.then_some(Notice::Others(1));
        self.tabs[tab as usize].form = Some(Form {
            id,
            service,
            draft_store,
            alarm: 0,
            notice,
            deciding: None,
            given_up: None,
            busy: 0,
        });
        if old {
            let migrated = migrate(&answers, &["/t".to_owned()], &|_, _| true);
            self.draft_store(
                tab,
                DraftEvent::FormChanged {
                    form_version: version,
                    migrated,
                },
            );
        }
        self.look_at_copy(tab, id, service);
    }

    fn type_text(&mut self, tab: u32) {
        let Some(form) = &self.tabs[tab as usize].form else {
            return self.open_form(tab);
        };
        let parent = token_in(&form.draft_store.draft().answers);
        let token = self.ledger.typed(parent, tab, self.awake());
        self.say(|| format!("tab {tab} types {token} over {parent:?}"));
        let content = Content {
            answers: json!({"t": token}),
            step: 0,
            files: Vec::new(),
        };
        self.draft_store(tab, DraftEvent::Typed(content));
    }

    fn send_form(&mut self, tab: u32) {
        let Some(form) = &self.tabs[tab as usize].form else {
            return;
        };
        if token_in(&form.draft_store.draft().answers).is_some() {
            let draft = form.draft_store.draft().clone();
            let body = body_of(&draft);
            self.say(|| format!("tab {tab} clicks on send: {body}"));
            let seen = Content {
                answers: draft.answers,
                step: draft.step,
                files: draft.files,
            };
            self.draft_store(tab, DraftEvent::Send { body });
            // The screen is read a moment after the last key, which may be after the click.
            self.draft_store(tab, DraftEvent::Typed(seen));
        }
    }

    fn double_click(&mut self, tab: u32) {
        self.send_form(tab);
        self.send_form(tab);
    }

    /// The user reacts to the last notice.
    pub(crate) fn react(&mut self, tab: u32) {
        let Some(form) = &mut self.tabs[tab as usize].form else {
            return;
        };
        match form.notice.take() {
            Some(Notice::Elsewhere(_) | Notice::Others(_)) => {
                if form.busy > 0 {
                    form.notice = Some(Notice::Others(0));
                    return;
                }
                let Some(versions) = form.draft_store.versions() else {
                    return;
                };
                let all: Vec<_> = versions.others.iter().chain([&versions.main]).collect();
                let choice = match self.rng.pick(&all) {
                    Some(other) if self.rng.permille(500) => {
                        Choice::Other(other.revision, other.tab.clone())
                    }
                    _ => Choice::Mine,
                };
                self.say(|| format!("tab {tab} chooses {choice:?}"));
                self.decide(tab, DraftEvent::Choose(choice));
            }
            Some(Notice::Stale) => {
                let draft = form.draft_store.draft();
                let (key, token) = (draft.key.clone(), token_in(&draft.answers));
                match self.was_sent(&key, token) {
                    Some(true) => self.discard(tab),
                    None => {}
                    Some(false) => {
                        let key = self.renew(token);
                        self.draft_store(tab, DraftEvent::Renew { key });
                    }
                }
            }
            Some(Notice::Queued(_) | Notice::InOutbox) => self.close_form(tab),
            Some(Notice::Gone) if self.rng.permille(500) => self.close_form(tab),
            Some(Notice::Gone) if form.draft_store.versions().is_none() => {
                self.draft_store(tab, DraftEvent::Choose(Choice::Mine));
            }
            Some(Notice::Discarded(_)) => self.close_form(tab),
            _ => {}
        }
    }

    fn discard(&mut self, tab: u32) {
        let Some(form) = self.tabs[tab as usize]
            .form
            .as_ref()
            .filter(|form| form.busy == 0)
        else {
            return;
        };
        let screen = token_in(&form.draft_store.draft().answers);
        let kept = form.draft_store.versions().is_some();
        self.say(|| format!("tab {tab} discards"));
        if let (false, Some(token)) = (kept, screen) {
            self.ledger.drop(token);
        }
        if let Some(form) = self.tabs[tab as usize].form.as_mut() {
            form.given_up = screen;
        }
        self.decide(tab, DraftEvent::Discard);
    }

    fn leave(&mut self, tab: u32) {
        self.draft_store(tab, DraftEvent::Leaving);
    }

    /// Navigates to another page of the portal.
    pub(crate) fn close_form(&mut self, tab: u32) {
        if self.tabs[tab as usize].form.is_some() {
            self.say(|| format!("tab {tab} leaves the form"));
            self.draft_store(tab, DraftEvent::Leaving);
            self.forget_form(tab);
        }
    }

    /// A tab is closed while a discarded draft is still being removed. Whether or not the removal succeeds, the text on
    /// the screen does not become a leftover, because the user has discarded it.
    pub(crate) fn forget_given_up(&mut self, tab: u32) {
        let form = self.tabs[tab as usize].form.as_ref();
        if let Some(token) = form.and_then(|form| form.given_up) {
            self.ledger.drop(token);
        }
    }

    /// Changes that are neither stored nor submitted to the store are lost.
    fn forget_form(&mut self, tab: u32) {
        self.forget_given_up(tab);
        let own = &mut self.tabs[tab as usize];
        let busy = own.form.take().is_some_and(|form| form.busy > 0);
        let told = std::mem::take(&mut own.told);
        if told || !busy {
            self.ledger
                .tab_gone(tab, &self.places(), self.awake(), told);
        }
    }
}
