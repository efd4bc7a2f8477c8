//! A page's view of a draft: a handle, and its status.
//!
//! The controller is in a chunk of its own, so that nothing here may call it except through [`Controller`] and
//! [`OpenDraft`].
//!
//! [`Controller`]: super::Controller

use super::Delivery;
use super::browser::FILE_LIFE;
use super::sent::SendOutcome;
use super::store::UserStorage;
use crate::api::new_key;
use crate::clock::now;
use leptos::prelude::*;
use portico_contract::ServiceRef;
use portico_delivery::Millis;
use portico_delivery::draft::{Draft, Migrated, Unfit};
use portico_delivery::draft_store::{Choice, Content, Event};
use portico_delivery::store::Outcome;
use portico_delivery::upload::Upload;
use serde_json::{Map, Value};
use std::pin::Pin;
use std::rc::Rc;

/// Reads the contents of the screen; `None` once the screen is gone.
pub(in crate::delivery) type ContentReader = Rc<dyn Fn() -> Option<Content>>;

/// The outcome of sending a form, once it is known.
pub(in crate::delivery) type Sending = Pin<Box<dyn Future<Output = SendOutcome>>>;

/// A draft that the controller has opened.
pub(in crate::delivery) trait OpenDraft {
    /// Its current contents.
    fn draft(&self) -> Draft;
    /// All other versions of it.
    fn versions(&self) -> Vec<Draft>;
    fn status(&self) -> ArcRwSignal<DraftStatus>;
    /// Incremented whenever the screen has to show another version.
    fn shown(&self) -> ArcRwSignal<u32>;
    /// Defines how to read the screen.
    fn attach(&self, read: ContentReader);
    /// Saves what the screen contains now, which disappears.
    fn detach(&self);
    /// The contents of the screen have changed.
    fn touch(&self);
    /// Passes an event to the state machine.
    fn tell(&self, event: Event);
    fn discard(&self);
    fn storage(&self) -> UserStorage;
    fn send(&self, answers: Map<String, Value>) -> Sending;
}

/// A form's draft. A handle: copying it copies no state. It has no effect once another user has signed in.
#[derive(Clone, Copy)]
pub(crate) struct DraftHandle {
    pub(in crate::delivery) delivery: Delivery,
    id: u32,
}

/// A form that was just opened.
pub(crate) struct OpenedDraft {
    pub draft: DraftHandle,
    /// All answers of the form: the defaults, or the stored input.
    pub answers: Value,
    /// The open step, from 0.
    pub step: u32,
    /// The selected files.
    pub files: Vec<Upload>,
}

/// The status of a draft, see [`super::notice`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DraftStatus {
    /// When it was last saved.
    pub saved_at: Option<Millis>,
    /// The store refuses to save: the input would be lost with this tab.
    pub unsaved: Option<Outcome>,
    /// The contents come from an earlier visit, at this time, in this tab or on this device.
    pub restored: Option<(Millis, String)>,
    /// Another tab has a different version of this draft.
    pub elsewhere: Option<Draft>,
    /// Another tab shows the same form.
    pub open_elsewhere: bool,
    /// The number of other stored versions.
    pub others: usize,
    /// It was sent or discarded in another tab: further input is a new draft.
    pub gone: bool,
    /// It is so old that it is unknown whether another device has sent it.
    pub stale: bool,
    /// It was refused because the form has changed.
    pub form_changed: bool,
    /// It was sent or discarded on another device; the local draft stays.
    pub gone_elsewhere: bool,
}

/// A service's form that is to be opened.
pub(crate) struct FormToOpen<'a> {
    pub service: &'a ServiceRef,
    pub version: &'a str,
    /// The initial answers without any input.
    pub first: &'a Value,
    /// Converts input for an older version of the form.
    pub migrate: &'a dyn Fn(&Value) -> Migrated,
}

impl Delivery {
    /// Opens a service's form, once [`is_ready`](Self::is_ready).
    pub(crate) fn open(self, form: &FormToOpen<'_>) -> OpenedDraft {
        let id = self
            .controller()
            .map(|controller| controller.open(form))
            .unwrap_or_default();
        let draft = DraftHandle { delivery: self, id };
        let opened = draft.opened().map(|opened| opened.draft());
        let (answers, step, files) = opened.map_or_else(
            || (form.first.clone(), 0, Vec::new()),
            |draft| (draft.answers, draft.step, draft.files),
        );
        OpenedDraft {
            draft,
            answers,
            step,
            files,
        }
    }
}

impl DraftHandle {
    fn opened(self) -> Option<Rc<dyn OpenDraft>> {
        self.delivery.controller()?.opened(self.id)
    }

    fn tell(self, event: Event) {
        if let Some(opened) = self.opened() {
            opened.tell(event);
        }
    }

    /// Defines how to read the screen, until the current owner is disposed of; then the draft is saved at once. `read`
    /// returns `None` once there is nothing to read.
    pub(crate) fn attach(self, read: impl Fn() -> Option<Content> + 'static) {
        if let Some(opened) = self.opened() {
            opened.attach(Rc::new(read));
        }
        on_cleanup(move || {
            if let Some(opened) = self.opened() {
                opened.detach();
            }
        });
    }

    /// The key of the entry in the outbox.
    pub(crate) fn key(self) -> String {
        self.opened()
            .map_or_else(String::new, |opened| opened.draft().key)
    }

    /// The input, a selection or an upload has changed.
    pub(crate) fn touched(self) {
        if let Some(opened) = self.opened() {
            opened.touch();
        }
    }

    /// The status of the draft; callers are notified of changes.
    pub(crate) fn status(self) -> DraftStatus {
        self.opened()
            .map(|opened| opened.status().get())
            .unwrap_or_default()
    }

    /// Changes whenever the screen has to be rebuilt with [`Delivery::open`]; callers are notified of changes. A form
    /// that no longer exists counts as changed.
    pub(crate) fn shown(self) -> u32 {
        self.opened()
            .map_or(u32::MAX, |opened| opened.shown().get())
    }

    /// Answers that have no place in the current form.
    pub(crate) fn unfit(self) -> Vec<Unfit> {
        self.status();
        self.opened()
            .map(|opened| opened.draft().unfit)
            .unwrap_or_default()
    }

    /// The user has dealt with the answers that had no place.
    pub(crate) fn dismiss_unfit(self) {
        if let Some(opened) = self.opened() {
            opened.tell(Event::UnfitSeen);
            opened.status().update(|_| ());
        }
    }

    /// All other versions of this draft.
    pub(crate) fn versions(self) -> Vec<Draft> {
        self.opened()
            .map(|opened| opened.versions())
            .unwrap_or_default()
    }

    /// Continues with one of the versions, and discards the others.
    pub(crate) fn choose(self, choice: Choice) {
        if let Some(opened) = self.opened() {
            opened.status().update(|status| {
                status.elsewhere = None;
                status.others = 0;
                status.gone = false;
            });
        }
        self.tell(Event::Choose(choice));
    }

    /// The draft was not sent from anywhere: continue it with a new key.
    pub(crate) fn renew(self) {
        if let Some(opened) = self.opened() {
            opened.status().update(|status| status.stale = false);
        }
        self.tell(Event::Renew { key: new_key() });
    }

    /// Discards the draft everywhere. The form starts again with its initial answers and a new key.
    pub(crate) fn discard(self) {
        if let Some(opened) = self.opened() {
            opened.discard();
        }
    }

    /// Stores the bytes of a selected file for further attempts to upload it. Returns whether there was space.
    pub(crate) async fn keep_file(self, id: &str, file: &web_sys::File) -> bool {
        match self.opened() {
            Some(opened) => opened.storage().put_file(id, file, now() + FILE_LIFE).await,
            None => false,
        }
    }

    /// The bytes of a file that was selected before.
    pub(crate) async fn file(self, file: &Upload) -> Option<web_sys::File> {
        let storage = self.opened()?.storage();
        storage.file(&file.id, &file.name, &file.media_type).await
    }

    /// Moves the form into the outbox, and waits for the outcome as long as a user would.
    pub(crate) async fn send(self, answers: Map<String, Value>) -> SendOutcome {
        match self.opened() {
            Some(opened) => opened.send(answers).await,
            None => SendOutcome::NotStored,
        }
    }
}
