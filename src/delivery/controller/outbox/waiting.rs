//! Waits for the outcome of a form that was sent.

use super::super::draft::Form;
use super::super::{DeliveryController, UserSession};
use crate::api;
use crate::delivery::draft_handle::ContentReader;
use crate::delivery::sent::SendOutcome;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_contract::NewRequest;
use portico_delivery::Millis;
use portico_delivery::draft_store::{Event as DraftEvent, Notice};
use portico_delivery::outbox::{Entry, Reason, Stage};
use portico_delivery::store::Record;
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// How long a user waits in front of the screen, in milliseconds; the outbox continues without them.
const PATIENCE: u32 = 25_000;

/// Waits for the end of a form's first attempt.
pub(super) struct Waiter {
    key: String,
    /// The creation time of an older entry with the same key, whose outcome is old news.
    before: Option<Millis>,
    /// Whether the refused entry is being turned back into a draft.
    is_taking_back: Cell<bool>,
    sent: RefCell<Option<SendOutcome>>,
    waker: RefCell<Option<Waker>>,
    patience: RefCell<Option<Timeout>>,
}

impl Waiter {
    /// Whether the outcome of the entry with a key is still open.
    pub(super) fn is_for(&self, key: &str) -> bool {
        self.key == key && self.sent.borrow().is_none()
    }

    pub(super) fn end(&self, sent: SendOutcome) {
        self.patience.take();
        self.sent.borrow_mut().get_or_insert(sent);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl UserSession {
    /// A form is in the outbox for good. A page that shows it, other than its sender's, was opened before that: it
    /// begins another request.
    fn close(&self, form: &Form, sender: Option<&ContentReader>) {
        self.forms.borrow_mut().remove(&form.id);
        let is_senders =
            |page: &ContentReader| sender.is_some_and(|sender| Rc::ptr_eq(page, sender));
        if form.page().is_some_and(|page| !is_senders(&page)) {
            form.shown.update(|shown| *shown += 1);
        }
    }
}

impl DeliveryController {
    /// Sends a form and waits.
    pub(in crate::delivery) async fn send(
        &self,
        session: Rc<UserSession>,
        form: Rc<Form>,
        answers: Map<String, Value>,
    ) -> SendOutcome {
        self.store_input(&session, &form);
        let page = form.page();
        let draft = form.draft();
        let request = NewRequest {
            service: form.service.id.clone(),
            form_version: draft.form_version,
            answers,
        };
        let Ok(body) = serde_json::to_string(&request) else {
            return SendOutcome::NotStored;
        };
        let waiter = Rc::new(Waiter {
            before: self.entry(&draft.key).map(|entry| entry.value.created_at),
            key: draft.key,
            is_taking_back: Cell::new(false),
            sent: RefCell::default(),
            waker: RefCell::default(),
            patience: RefCell::default(),
        });
        let patient = Rc::downgrade(&waiter);
        let impatient = move || {
            if let Some(waiter) = patient.upgrade() {
                waiter.end(SendOutcome::Waiting);
            }
        };
        waiter
            .patience
            .replace(Some(Timeout::new(PATIENCE, impatient)));
        session.outbox.waiters.borrow_mut().push(waiter.clone());
        self.tell(&session, &form, DraftEvent::Send { body });
        let sent = poll_fn(|context| match waiter.sent.borrow_mut().take() {
            Some(sent) => Poll::Ready(sent),
            None => {
                waiter.waker.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await;
        let others = |other: &Rc<Waiter>| !Rc::ptr_eq(other, &waiter);
        session.outbox.waiters.borrow_mut().retain(others);
        if matches!(sent, SendOutcome::Received { .. } | SendOutcome::Waiting) {
            self.flush_form(&session, &form);
            session.close(&form, page.as_ref());
        }
        form.status
            .update(|status| status.form_changed = sent == SendOutcome::FormChanged);
        sent
    }

    /// The draft's state machine does not send before the user has made a choice.
    pub(in crate::delivery) fn held_back(&self, session: &UserSession, form: &Form) {
        self.end(session, &form.draft().key, &SendOutcome::Choose);
    }

    /// The draft's state machine reports the result of moving the draft to the outbox.
    pub(in crate::delivery) fn handed_over(
        &self,
        session: &Rc<UserSession>,
        form: &Rc<Form>,
        notice: &Notice,
    ) {
        let key = form.draft().key;
        let sent = match notice {
            // Nobody waits while offline. Just after a sign-in, the backend's confirmation may still be pending.
            Notice::Queued(_) if !window().navigator().on_line() => Some(SendOutcome::Waiting),
            Notice::Queued(_) => None,
            Notice::Unsent(_) => Some(SendOutcome::NotStored),
            _ => Some(SendOutcome::Waiting),
        };
        if let Some(sent) = sent {
            self.end(session, &key, &sent);
        }
        if matches!(notice, Notice::Queued(_)) {
            let waited_for = session
                .outbox
                .waiters
                .borrow()
                .iter()
                .any(|one| one.key == key);
            if !waited_for {
                session.close(form, None);
            }
            self.drop_draft(form.service.id.as_str());
            let session = session.clone();
            self.spawn(async move |controller| {
                controller.read(&session).await;
                controller.wake();
            });
        }
    }

    fn end(&self, session: &UserSession, key: &str, sent: &SendOutcome) {
        for waiter in session
            .outbox
            .waiters
            .borrow()
            .iter()
            .filter(|one| one.key == key)
        {
            waiter.end(sent.clone());
        }
    }

    /// Notifies those who wait of the current outbox.
    pub(in crate::delivery) fn settle_senders(&self) {
        let session = self.session();
        let open = |one: &&Rc<Waiter>| one.sent.borrow().is_none() && !one.is_taking_back.get();
        let waiting: Vec<_> = session
            .outbox
            .waiters
            .borrow()
            .iter()
            .filter(open)
            .cloned()
            .collect();
        for waiter in waiting {
            let fresh = |record: &Record<Entry>| Some(record.value.created_at) != waiter.before;
            let Some(record) = self.entry(&waiter.key).filter(fresh) else {
                continue;
            };
            match &record.value.stage {
                Stage::Queued(_) | Stage::Sending(_) => {}
                Stage::Acknowledged(receipt) => {
                    // Input since the form was sent is first stored beside it; then the entry stays.
                    if let Some(form) = self.form_on_screen(&session, &waiter.key) {
                        self.flush_form(&session, &form);
                    }
                    self.dismiss(&record);
                    waiter.end(SendOutcome::Received {
                        request: receipt.id.clone().into(),
                        replayed: receipt.replayed,
                    });
                }
                Stage::NeedsYou(Reason::Refused { problem, .. }) => {
                    let problem = api::read_problem(problem);
                    self.refuse(&session, waiter, SendOutcome::Refused(problem));
                }
                Stage::NeedsYou(Reason::Blocked { status }) if record.value.is_free() => {
                    self.refuse(&session, waiter, SendOutcome::Blocked(*status));
                }
                Stage::NeedsYou(Reason::FormChanged) => {
                    self.refuse(&session, waiter, SendOutcome::FormChanged);
                }
                Stage::Checking(_) | Stage::NeedsYou(_) => waiter.end(SendOutcome::Waiting),
            }
        }
    }

    /// A refused entry is turned back into a draft before its author is told, so that it can be edited and sent again.
    /// If the author has left the form, it stays in the outbox, which displays the reason.
    fn refuse(&self, session: &Rc<UserSession>, waiter: Rc<Waiter>, sent: SendOutcome) {
        if self.form_on_screen(session, &waiter.key).is_none() {
            return waiter.end(SendOutcome::Waiting);
        }
        waiter.is_taking_back.set(true);
        waiter.patience.take();
        let session = session.clone();
        self.spawn(async move |controller| {
            // If the store refuses, the entry stays; sending the form again replaces it.
            controller.take_back(&session, &waiter.key).await;
            waiter.end(sent);
        });
    }

    pub(super) fn form_on_screen(&self, session: &UserSession, key: &str) -> Option<Rc<Form>> {
        let forms = session.forms.borrow();
        let mut shown = forms.values().filter(|form| form.is_on_screen());
        shown.find(|form| form.draft().key == key).cloned()
    }
}
