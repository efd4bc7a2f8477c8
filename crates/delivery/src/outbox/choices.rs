//! The user's actions on an entry. Each returns a transaction, or the reason why it is not possible now.
//!
//! If the outcome of the transaction is `Changed`, the action came too late: show the current state of the entry.

use super::{Entry, Intent, Reason, Receipt, Stage};
use crate::Millis;
use crate::draft::{Draft, DraftVersions, put};
use crate::retry::Wait;
use crate::store::{Record, Transaction, Write, create, draft_id, entry_id};
use crate::upload::{self, Upload};

/// Why an action on an entry is not possible now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionError {
    /// The entry may have been received, so it stays unchanged until there is a response.
    Frozen,
    /// The entry is at a stage that does not allow the action.
    OtherStage,
    /// Later edits have to be dealt with first, with [`comment`] or [`drop_edit`].
    HasUnrecordedEdits,
}

/// Creates an entry that was not a draft, such as a comment.
#[must_use]
pub fn queue(key: String, user: String, intent: Intent, body: String, now: Millis) -> Transaction {
    Transaction::strict(vec![new(&fresh(key, user, intent, body, now), now)])
}

/// Turns an entry back into a draft with the same key. If the same tab has edits made after sending, they become the
/// main version. Edits of other tabs, and a draft of the same service started in the meantime, are kept as other
/// versions.
///
/// # Errors
/// [`ActionError::Frozen`] if the entry may have been received, [`ActionError::OtherStage`] if it is not a request.
pub fn edit(
    entry: &Record<Entry>,
    over: Option<&Record<DraftVersions>>,
    now: Millis,
) -> Result<Transaction, ActionError> {
    let Intent::Request(sent) = &entry.value.intent else {
        return Err(ActionError::OtherStage);
    };
    if !entry.value.is_free() {
        return Err(ActionError::Frozen);
    }
    let before = over.map(|over| &over.value);
    let (own, foreign): (Vec<_>, Vec<_>) = entry
        .value
        .edits
        .iter()
        .partition(|edit| edit.tab == sent.tab);
    // The version keeps its revision: later changes of the tab have a greater one, wherever they are stored.
    let mut main = Draft::clone(own.last().copied().unwrap_or(sent));
    main.saved_at = now;
    let mut versions = DraftVersions::new(main);
    versions.remote = before.and_then(|before| before.remote.clone());
    let begun = before
        .into_iter()
        .flat_map(|before| before.others.iter().chain([&before.main]));
    versions.others = begun.chain(foreign).cloned().collect();
    Ok(Transaction::strict(vec![
        entry.remove(entry_id(&entry.value.key)),
        put(&versions, over, now),
    ]))
}

/// Moves a draft into the entry with its key, because a request is either a draft or an entry. A closing page writes
/// its draft without checking, so that the store may contain both. Other versions of the draft remain a draft.
#[must_use]
pub fn join(entry: &Record<Entry>, draft: &Record<DraftVersions>, now: Millis) -> Transaction {
    let service = draft_id(&draft.value.main.service.id);
    let DraftVersions {
        main,
        others,
        remote,
    } = draft.value.clone();
    let (same, mut rest): (Vec<_>, Vec<_>) = others
        .into_iter()
        .chain([main])
        .partition(|text| text.key == entry.value.key);
    let left = match rest.pop() {
        Some(main) => {
            let others = rest;
            let versions = DraftVersions {
                main,
                others,
                remote,
            };
            put(&versions, Some(draft), now)
        }
        None => draft.remove(service),
    };
    let beside = same.into_iter().fold(entry.value.clone(), |entry, text| {
        entry.with_edit(text).unwrap_or(entry)
    });
    let mut transaction = change(entry, beside);
    transaction.writes.push(left);
    transaction
}

/// Cancels an entry at the user's request. If [`Entry::may_have_arrived`], the user has been told so before.
///
/// # Errors
/// [`ActionError::Frozen`] if the entry may have been received.
pub fn cancel(entry: &Record<Entry>) -> Result<Transaction, ActionError> {
    if !entry.value.is_free() {
        return Err(ActionError::Frozen);
    }
    Ok(removal(entry))
}

/// Discards edits made after an entry was sent, at the user's request.
///
/// # Errors
/// [`ActionError::OtherStage`] if there are none.
pub fn drop_edit(entry: &Record<Entry>) -> Result<Transaction, ActionError> {
    if entry.value.unrecorded_edits().is_empty() {
        return Err(ActionError::OtherStage);
    }
    let mut without = entry.value.clone();
    without.edits = Vec::new();
    without.unlike = false;
    Ok(change(entry, without))
}

/// Turns the unrecorded edits of an acknowledged entry ([`Entry::unrecorded_edits`]) into a comment, and removes the entry.
///
/// # Errors
/// [`ActionError::OtherStage`] if the entry is not acknowledged or has no such edits.
pub fn comment(
    entry: &Record<Entry>,
    key: String,
    text: String,
    body: String,
    now: Millis,
) -> Result<Transaction, ActionError> {
    let Stage::Acknowledged(receipt) = &entry.value.stage else {
        return Err(ActionError::OtherStage);
    };
    if entry.value.unrecorded_edits().is_empty() {
        return Err(ActionError::OtherStage);
    }
    let intent = Intent::Comment {
        request: receipt.id.clone(),
        number: receipt.number.clone(),
        text,
    };
    let said = fresh(key, entry.value.user.clone(), intent, body, now);
    Ok(Transaction::strict(vec![
        entry.remove(entry_id(&entry.value.key)),
        new(&said, now),
    ]))
}

/// Removes an acknowledged entry after the user has seen it.
///
/// # Errors
/// [`ActionError::OtherStage`] if it is not acknowledged yet, [`ActionError::HasUnrecordedEdits`] while it has edits.
pub fn remove_acknowledged(entry: &Record<Entry>) -> Result<Transaction, ActionError> {
    match &entry.value.stage {
        Stage::Acknowledged(_) if entry.value.unrecorded_edits().is_empty() => Ok(removal(entry)),
        Stage::Acknowledged(_) => Err(ActionError::HasUnrecordedEdits),
        _ => Err(ActionError::OtherStage),
    }
}

/// Ends the wait of an entry: the same bytes are sent at once.
///
/// # Errors
/// [`ActionError::OtherStage`] if the entry is being sent or is acknowledged, and if the user has to decide between
/// [`settle`] and [`send_as_new`].
pub fn retry(entry: &Record<Entry>, now: Millis) -> Result<Transaction, ActionError> {
    let wait = Wait {
        until: now,
        asked: false,
    };
    let stage = match &entry.value.stage {
        Stage::Queued(_) => Stage::Queued(wait),
        Stage::NeedsYou(Reason::Blocked { .. }) if entry.value.is_free() => Stage::Queued(wait),
        Stage::NeedsYou(Reason::Blocked { .. })
        | Stage::Checking(_)
        | Stage::NeedsYou(Reason::SignIn | Reason::Refused { .. } | Reason::FormChanged) => {
            Stage::Checking(wait)
        }
        _ => return Err(ActionError::OtherStage),
    };
    Ok(change(entry, entry.value.at(stage)))
}

/// Marks an entry as received, because the user found it among their requests. If instead the backend named the request
/// that has this key, the entry's own text is offered as a comment, since that request may differ. Otherwise the entry
/// is removed.
///
/// # Errors
/// [`ActionError::OtherStage`] if the user was not asked about this.
pub fn settle(entry: &Record<Entry>) -> Result<Transaction, ActionError> {
    match &entry.value.stage {
        Stage::NeedsYou(Reason::KeyReused {
            request: Some(request),
        }) => {
            let mut known = entry.value.at(Stage::Acknowledged(Receipt {
                id: request.clone(),
                number: String::new(),
                replayed: true,
            }));
            known.unlike = matches!(known.intent, Intent::Request(_));
            Ok(change(entry, known))
        }
        Stage::NeedsYou(Reason::KeyReused { .. } | Reason::Stale) => Ok(removal(entry)),
        _ => Err(ActionError::OtherStage),
    }
}

/// Sends an entry as a new one with a new key, because the user did not find it among their requests.
///
/// # Errors
/// [`ActionError::OtherStage`] if the user was not asked about this.
pub fn send_as_new(
    entry: &Record<Entry>,
    key: String,
    now: Millis,
) -> Result<Transaction, ActionError> {
    if !matches!(
        entry.value.stage,
        Stage::NeedsYou(Reason::KeyReused { .. } | Reason::Stale)
    ) {
        return Err(ActionError::OtherStage);
    }
    let mut intent = entry.value.intent.clone();
    if let Intent::Request(draft) = &mut intent {
        draft.key.clone_from(&key);
        draft.unused_at = now;
    }
    let Entry {
        user,
        body,
        mut edits,
        ..
    } = entry.value.clone();
    // The edits become versions of the entry that is sent now.
    for edit in &mut edits {
        edit.key.clone_from(&key);
        edit.unused_at = now;
    }
    let again = Entry {
        edits,
        ..fresh(key, user, intent, body, now)
    };
    Ok(Transaction::strict(vec![
        entry.remove(entry_id(&entry.value.key)),
        new(&again, now),
    ]))
}

/// Updates the upload state of a file of a queued entry. Once the file has arrived, its upload id replaces its name in
/// the body. If it was refused, the entry needs the user.
///
/// # Errors
/// [`ActionError::OtherStage`] if the entry has no such file or is no longer queued.
pub fn update_file(entry: &Record<Entry>, file: &Upload) -> Result<Transaction, ActionError> {
    let mut changed = entry.value.clone();
    let (Stage::Queued(_), Intent::Request(draft)) = (&changed.stage, &mut changed.intent) else {
        return Err(ActionError::OtherStage);
    };
    let Some(kept) = draft.files.iter_mut().find(|kept| kept.id == file.id) else {
        return Err(ActionError::OtherStage);
    };
    let before = kept.name_in_answers().to_owned();
    kept.clone_from(file);
    let after = kept.name_in_answers();
    if before != after {
        upload::rename(&mut draft.answers, &before, after);
        // Names of files are ids without characters that JSON escapes, so the text can be replaced directly.
        let quoted = |name: &str| ["\"", name, "\""].concat();
        changed.body = changed.body.replace(&quoted(&before), &quoted(after));
    }
    if file.is_lost() {
        changed.stage = Stage::NeedsYou(Reason::File {
            name: file.name.clone(),
        });
    }
    Ok(change(entry, changed))
}

/// Moves a request that a visitor sent to the outbox of the user who has signed in. The outcome `Changed` means that it
/// is already there.
#[must_use]
pub fn hand_on(mut entry: Entry, user: &str, now: Millis) -> Transaction {
    let own = |draft: &mut Draft| user.clone_into(&mut draft.user);
    if let Intent::Request(draft) = &mut entry.intent {
        own(draft);
    }
    entry.edits.iter_mut().for_each(own);
    user.clone_into(&mut entry.user);
    Transaction::strict(vec![new(&entry, now)])
}

/// Creates an entry without any attempts.
pub(crate) fn fresh(key: String, user: String, intent: Intent, body: String, now: Millis) -> Entry {
    Entry {
        key,
        user,
        intent,
        body,
        created_at: now,
        tried_at: None,
        attempts: 0,
        stage: Stage::Queued(Wait {
            until: now,
            asked: false,
        }),
        edits: Vec::new(),
        unlike: false,
    }
    .or_without_file()
}

/// Writes a new entry.
pub(crate) fn new(entry: &Entry, now: Millis) -> Write {
    create(entry_id(&entry.key), entry.to_json(), 0, now)
}

pub(crate) fn change(entry: &Record<Entry>, to: Entry) -> Transaction {
    Transaction::strict(vec![entry.replace(entry_id(&to.key), to.to_json(), 0)])
}

fn removal(entry: &Record<Entry>) -> Transaction {
    Transaction::strict(vec![entry.remove(entry_id(&entry.value.key))])
}
