//! Transfers drafts to and from the backend.

use crate::message::Step;
use crate::server::ServerDraft;
use crate::store::token_in;
use crate::world::World;
use portico_delivery::draft::{Draft, Push, ServerCopy, Service};
use portico_delivery::draft_store::Event as DraftEvent;
use portico_delivery::store::entry_id;

impl World {
    /// `GET /drafts/{service}`.
    pub(crate) fn look_at_copy(&mut self, tab: u32, form: u64, service: &'static str) {
        let device = &self.devices[self.tabs[tab as usize].device];
        if device.online && device.session && !self.rng.permille(self.fault_rates.lost) {
            let delay = self.rng.between(5, 400);
            self.plan_step(delay, Step::Look { tab, form, service });
        }
    }

    pub(crate) fn push_draft(&mut self, tab: u32, form: u64, push: Push) {
        let device = &self.devices[self.tabs[tab as usize].device];
        if !device.online || !device.session || self.rng.permille(self.fault_rates.lost) {
            let event = Box::new(DraftEvent::NotPushed { asked: None });
            return self.plan_step(100, Step::Copied { tab, form, event });
        }
        let delay = self.rng.between(5, 400);
        self.plan_step(
            delay,
            Step::Push {
                tab,
                form,
                push: Box::new(push),
            },
        );
    }

    pub(crate) fn push_arrives(&mut self, tab: u32, form: u64, push: Push) {
        let Push { draft, etag } = push;
        let Some(service) = crate::tab::SERVICES
            .into_iter()
            .find(|id| *id == draft.service.id)
        else {
            return;
        };
        let new = ServerDraft {
            service: draft.service.id,
            key: draft.key,
            form_version: draft.form_version,
            answers: draft.answers,
            etag: 0,
            device: format!("device {}", self.tabs[tab as usize].device),
        };
        let known = etag.and_then(|etag| etag.parse().ok());
        let event = if self.server.remembers(&new.key, self.now) {
            // `key-reused`: a request was sent with this key.
            DraftEvent::Met(ServerCopy::Absent)
        } else {
            match self.server.put_draft(new, known) {
                Some(etag) => DraftEvent::Pushed {
                    etag: etag.to_string(),
                },
                None => DraftEvent::Met(self.copy_of(service)),
            }
        };
        self.say(|| format!("tab {tab} pushes its draft: {event:?}"));
        self.copied(tab, form, event);
    }

    /// Returns the result of a `GET` or `PUT`.
    pub(crate) fn copied(&mut self, tab: u32, form: u64, event: DraftEvent) {
        let lost = self.rng.permille(self.fault_rates.lost);
        let event = Box::new(if lost {
            DraftEvent::NotPushed { asked: None }
        } else {
            event
        });
        let delay = self.rng.between(5, 400);
        self.plan_step(delay, Step::Copied { tab, form, event });
    }

    pub(crate) fn copy_of(&self, service: &'static str) -> ServerCopy {
        let Some(draft) = self.server.draft(service) else {
            return ServerCopy::Absent;
        };
        let name = Service {
            id: service.to_owned(),
            name: service.to_owned(),
        };
        let mut copy = Draft::new(
            name,
            "ada".to_owned(),
            draft.form_version.clone(),
            draft.key.clone(),
            draft.answers.clone(),
        );
        copy.tab.clone_from(&draft.device);
        ServerCopy::Present {
            draft: Box::new(copy),
            etag: draft.etag.to_string(),
        }
    }

    /// A tab receives the state of the server's copy.
    pub(crate) fn copy_heard(&mut self, tab: u32, form: u64, event: DraftEvent) {
        let is_open = self.tabs[tab as usize]
            .form
            .as_ref()
            .is_some_and(|f| f.id == form);
        let device = self.tabs[tab as usize].device;
        let rows = &self.devices[device].store.rows;
        // A draft that is in the outbox under another key has been sent. The state machine checks only its own key.
        let sent = |draft: &Draft| {
            let text = token_in(&draft.answers);
            let mut entries = rows.iter().filter(|(id, _)| id.starts_with("entry/"));
            let key = entry_id(&draft.key);
            !rows.contains_key(&key)
                && entries.any(|(_, row)| row.tokens.iter().any(|own| Some(*own) == text))
        };
        let event = match event {
            DraftEvent::Met(ServerCopy::Present { draft, .. }) if sent(&draft) => {
                DraftEvent::NotPushed { asked: None }
            }
            event => event,
        };
        if is_open && self.tabs[tab as usize].alive {
            self.draft_store(tab, event);
        }
    }
}
