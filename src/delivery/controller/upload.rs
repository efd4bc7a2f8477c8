//! Uploads of files, for open forms and for outbox entries that wait for them.

use super::reading::UserRecords;
use super::timing::until;
use super::{DeliveryController, UserSession};
use crate::api::{self, Client, UploadSource};
use crate::clock::now;
use crate::random::random;
use crate::reactive::spawn_local;
use crate::session::Session;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_delivery::draft::{Draft, DraftVersions};
use portico_delivery::outbox::{self, Entry, Intent};
use portico_delivery::store::Record;
use portico_delivery::upload::{self, Command, Event, Upload};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

/// Receives an upload and the number of bytes sent.
type ProgressListener = Box<dyn Fn(&Upload, u64)>;

/// A file that is being uploaded. Dropping the last handle stops it; the bytes that have arrived stay on the server.
pub(crate) struct UploadTask {
    client: Client,
    session: Session,
    source: UploadSource,
    upload: RefCell<Upload>,
    /// Called at every change with the number of bytes sent.
    changed: ProgressListener,
    sent: Rc<Cell<u64>>,
    alarm: RefCell<Option<Timeout>>,
}

impl UploadTask {
    /// Starts an upload, or resumes it after an earlier visit. `changed` receives every change: the current upload, to
    /// be stored, and the number of bytes sent, to be displayed.
    pub(crate) fn start(
        client: Client,
        session: Session,
        upload: Upload,
        file: web_sys::File,
        changed: impl Fn(&Upload, u64) + 'static,
    ) -> Rc<Self> {
        let upload_task = Rc::new_cyclic(|me: &std::rc::Weak<Self>| {
            let me = me.clone();
            let sent = Rc::new(Cell::new(0));
            let left = sent.clone();
            let progress = move |bytes| {
                left.set(bytes);
                if let Some(upload_task) = me.upgrade() {
                    upload_task.tell();
                }
            };
            Self {
                client,
                session,
                source: UploadSource {
                    file,
                    sha256: upload.sha256.clone(),
                    progress: Rc::new(progress),
                    under_way: RefCell::default(),
                },
                upload: RefCell::new(upload),
                changed: Box::new(changed),
                sent,
                alarm: RefCell::default(),
            }
        });
        upload_task.on(Event::Revived);
        upload_task.on(Event::Go);
        upload_task
    }

    /// The user wants a retry, or the network is back.
    pub(crate) fn retry(self: &Rc<Self>) {
        self.on(Event::Go);
    }

    /// The author removes the file.
    pub(crate) fn cancel(self: &Rc<Self>) {
        self.give_up();
        self.on(Event::Cancel);
    }

    fn give_up(&self) {
        if let Some(request) = self.source.under_way.take() {
            let _ = request.abort();
        }
    }

    fn on(self: &Rc<Self>, event: Event) {
        let resumable = self.session.state_untracked();
        let resumable = matches!(resumable, api::Load::Ready(portal)
            if portal.capabilities.attachments.as_ref().is_some_and(|one| one.resumable));
        let commands = self
            .upload
            .borrow_mut()
            .on(event, resumable, now(), random());
        self.sent.set(0);
        self.tell();
        for command in commands {
            self.obey(command);
        }
    }

    fn obey(self: &Rc<Self>, command: Command) {
        let weak = Rc::downgrade(self);
        if let Command::WakeAt(at) = command {
            let wake = move || {
                if let Some(upload_task) = weak.upgrade() {
                    upload_task.on(Event::Go);
                }
            };
            self.alarm.replace(Some(Timeout::new(until(at), wake)));
            return;
        }
        let upload_task = self.clone();
        spawn_local(async move {
            let event = upload_task
                .client
                .carry(&command, &upload_task.source)
                .await;
            if let Some(event) = event.filter(|_| !upload_task.client.is_gone()) {
                upload_task.on(event);
            }
        });
    }

    fn tell(&self) {
        let upload = self.upload.borrow().clone();
        let left = upload.arrived() + self.sent.get();
        (self.changed)(&upload, left.min(upload.size));
    }
}

impl DeliveryController {
    /// Uploads the files of queued entries, one after another. `again`: includes uploads that have failed before.
    pub(in crate::delivery) fn upload_queued(&self, session: &Rc<UserSession>, again: bool) {
        if !session.outbox.is_online() || session.upload_task.borrow().is_some() {
            return;
        }
        let next = self.entries.with_untracked(|entries| {
            entries
                .iter()
                .find_map(|record| waiting_file(record, again))
        });
        let Some((key, upload)) = next else {
            return;
        };
        let session = session.clone();
        self.spawn(async move |controller| {
            if upload.is_lost() {
                // The author has to know, instead of waiting.
                return controller.keep_file_of(&session, &key, &upload).await;
            }
            let storage = &session.storage;
            let file = storage
                .file(&upload.id, &upload.name, &upload.media_type)
                .await;
            let Some(file) = file else {
                let mut lost = upload.clone();
                lost.on(Event::BytesGone, true, now(), random());
                controller.keep_file_of(&session, &key, &lost).await;
                return;
            };
            let weak = Rc::downgrade(&controller);
            let (place, entry) = (session.clone(), key.clone());
            let changed = move |upload: &Upload, _: u64| {
                let (place, entry, upload) = (place.clone(), entry.clone(), upload.clone());
                if let Some(controller) = weak.upgrade().filter(|_| at_rest(&upload)) {
                    controller.spawn(async move |controller| {
                        place.upload_task.take();
                        controller.keep_file_of(&place, &entry, &upload).await;
                    });
                }
            };
            session.upload_task.replace(Some(UploadTask::start(
                controller.handles.client,
                controller.handles.session,
                upload,
                file,
                changed,
            )));
        });
    }

    /// Stores the state of an upload in its entry.
    async fn keep_file_of(&self, session: &Rc<UserSession>, key: &str, upload: &Upload) {
        if let Some(record) = self.entry(key)
            && let Ok(transaction) = outbox::update_file(&record, upload)
        {
            self.store(session, &transaction).await;
        }
        self.read(session).await;
        self.wake();
    }

    /// The IDs of all files that a draft, an entry or an open form refers to.
    pub(in crate::delivery) fn named_files(
        session: &UserSession,
        kept: &UserRecords,
    ) -> HashSet<String> {
        let mut ids = HashSet::new();
        let mut name = |draft: &Draft| ids.extend(draft.files.iter().map(|file| file.id.clone()));
        for Record {
            value: DraftVersions { main, others, .. },
            ..
        } in &kept.drafts
        {
            others.iter().chain([main]).for_each(&mut name);
        }
        for Record {
            value: Entry { intent, edits, .. },
            ..
        } in &kept.entries
        {
            if let Intent::Request(draft) = intent {
                name(draft);
            }
            edits.iter().for_each(&mut name);
        }
        for form in session.forms.borrow().values() {
            name(&form.draft());
        }
        ids
    }
}

/// The first file of an entry that has not been uploaded yet, with the entry's key.
fn waiting_file(record: &Record<Entry>, again: bool) -> Option<(String, Upload)> {
    let entry = &record.value;
    if !matches!(entry.stage, outbox::Stage::Queued(_)) {
        return None;
    }
    let wanted = |file: &&Upload| match file.stage {
        upload::Stage::Failed { retry: true, .. } => again,
        _ => !file.is_settled(),
    };
    let file = entry.files().find(wanted)?;
    Some((entry.key.clone(), file.clone()))
}

/// Whether an upload no longer continues by itself.
fn at_rest(upload: &Upload) -> bool {
    upload.is_settled() || matches!(upload.stage, upload::Stage::Failed { .. })
}
