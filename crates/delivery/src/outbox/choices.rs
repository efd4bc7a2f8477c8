//! What people may do with an entry: each makes a transaction, or says why not now.
//!
//! A transaction whose outcome is `Changed` came too late: show the entry as it is now.

use super::{Entry, Intent, Reason, Receipt, Stage};
use crate::Millis;
use crate::draft::{Draft, DraftVersions, put};
use crate::retry::Wait;
use crate::store::{Record, Transaction, Write, create, draft_id, entry_id};
use crate::upload::{self, Upload};

/// Why something cannot be done with an entry now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// It may have been received: it stays as it is until there is an answer.
    Frozen,
    /// It is not at the stage for this.
    OtherStage,
    /// What was typed since is still to be dealt with: [`comment`] or [`drop_edit`].
    EditLeft,
}

/// Queues something that is no draft, such as a comment.
#[must_use]
pub fn queue(key: String, user: String, intent: Intent, body: String, now: Millis) -> Transaction {
    Transaction::strict(vec![new(&fresh(key, user, intent, body, now), now)])
}

/// Takes an entry out of the outbox and makes a draft of it again, with the same key. What was typed in the same tab
/// after it was sent goes on from it and becomes the main version; texts of other tabs, and a draft that was begun for
/// the service since then, are kept as other versions.
///
/// # Errors
/// [`NotNow::Frozen`] once it may have been received, [`NotNow::OtherStage`] when it is no request.
pub fn edit(
    entry: &Record<Entry>,
    over: Option<&Record<DraftVersions>>,
    now: Millis,
) -> Result<Transaction, NotNow> {
    let Intent::Request(sent) = &entry.value.intent else {
        return Err(NotNow::OtherStage);
    };
    if !entry.value.is_free() {
        return Err(NotNow::Frozen);
    }
    let before = over.map(|over| &over.value);
    let (own, foreign): (Vec<_>, Vec<_>) = entry
        .value
        .edits
        .iter()
        .partition(|edit| edit.tab == sent.tab);
    // It keeps its number: what the tab has typed since then has a later one, wherever it is.
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

/// Puts a draft beside the entry of its key: an order is in one place. A page that was being closed writes its draft
/// without looking, so that the store may have both. Other versions of the draft stay a draft.
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

/// Gives an entry up, in its author's sight. Where [`Entry::may_have_arrived`], its author has been told.
///
/// # Errors
/// [`NotNow::Frozen`] once it may have been received.
pub fn cancel(entry: &Record<Entry>) -> Result<Transaction, NotNow> {
    if !entry.value.is_free() {
        return Err(NotNow::Frozen);
    }
    Ok(removal(entry))
}

/// Drops what was typed after an entry was sent, because its author said so.
///
/// # Errors
/// [`NotNow::OtherStage`] when there is none.
pub fn drop_edit(entry: &Record<Entry>) -> Result<Transaction, NotNow> {
    if entry.value.left().is_empty() {
        return Err(NotNow::OtherStage);
    }
    let mut without = entry.value.clone();
    without.edits = Vec::new();
    without.unlike = false;
    Ok(change(entry, without))
}

/// Makes a comment of what is left beside an acknowledged entry ([`Entry::left`]), and takes the entry out.
///
/// # Errors
/// [`NotNow::OtherStage`] when it is not acknowledged, or nothing is left.
pub fn comment(
    entry: &Record<Entry>,
    key: String,
    text: String,
    body: String,
    now: Millis,
) -> Result<Transaction, NotNow> {
    let Stage::Acknowledged(receipt) = &entry.value.stage else {
        return Err(NotNow::OtherStage);
    };
    if entry.value.left().is_empty() {
        return Err(NotNow::OtherStage);
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

/// Takes an acknowledged entry out after its author has seen it.
///
/// # Errors
/// [`NotNow::OtherStage`] before it is acknowledged, [`NotNow::EditLeft`] while other text is beside it.
pub fn forget(entry: &Record<Entry>) -> Result<Transaction, NotNow> {
    match &entry.value.stage {
        Stage::Acknowledged(_) if entry.value.left().is_empty() => Ok(removal(entry)),
        Stage::Acknowledged(_) => Err(NotNow::EditLeft),
        _ => Err(NotNow::OtherStage),
    }
}

/// Does not wait any longer: the same bytes at once.
///
/// # Errors
/// [`NotNow::OtherStage`] while it is being sent, after it was acknowledged, and where [`settle`] or [`send_as_new`]
/// is the question.
pub fn retry(entry: &Record<Entry>, now: Millis) -> Result<Transaction, NotNow> {
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
        _ => return Err(NotNow::OtherStage),
    };
    Ok(change(entry, entry.value.at(stage)))
}

/// "Yes, it is there": its author found it among their requests. Where the backend named the request that it has
/// instead, what they wrote is left to be offered as a comment, since that request may say something else.
///
/// # Errors
/// [`NotNow::OtherStage`] where that is not the question.
pub fn settle(entry: &Record<Entry>) -> Result<Transaction, NotNow> {
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
        _ => Err(NotNow::OtherStage),
    }
}

/// "No, it is not there": its author sends it as a new one, with a new key.
///
/// # Errors
/// [`NotNow::OtherStage`] where that is not the question.
pub fn send_as_new(entry: &Record<Entry>, key: String, now: Millis) -> Result<Transaction, NotNow> {
    if !matches!(
        entry.value.stage,
        Stage::NeedsYou(Reason::KeyReused { .. } | Reason::Stale)
    ) {
        return Err(NotNow::OtherStage);
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
    // They are versions of what is sent now.
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

/// Tells a queued entry how the upload of one of its files goes. When the file has arrived, its id takes its place in
/// the body; when it was refused, the entry needs its author.
///
/// # Errors
/// [`NotNow::OtherStage`] when the entry has no such file, or is not queued any more.
pub fn update_file(entry: &Record<Entry>, file: &Upload) -> Result<Transaction, NotNow> {
    let mut changed = entry.value.clone();
    let (Stage::Queued(_), Intent::Request(draft)) = (&changed.stage, &mut changed.intent) else {
        return Err(NotNow::OtherStage);
    };
    let Some(kept) = draft.files.iter_mut().find(|kept| kept.id == file.id) else {
        return Err(NotNow::OtherStage);
    };
    let before = kept.name_in_answers().to_owned();
    kept.clone_from(file);
    let after = kept.name_in_answers();
    if before != after {
        upload::rename(&mut draft.answers, &before, after);
        // Names of files are ids without a character that JSON escapes, so the text can be changed as it is.
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

/// Hands what a visitor has sent on to the person that they have signed in as, into the outbox of that person. `Changed`
/// says that it is there already.
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

/// An entry before its first attempt.
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

/// Writes an entry that was not there.
pub(crate) fn new(entry: &Entry, now: Millis) -> Write {
    create(entry_id(&entry.key), entry.to_json(), 0, now)
}

pub(crate) fn change(entry: &Record<Entry>, to: Entry) -> Transaction {
    Transaction::strict(vec![entry.replace(entry_id(&to.key), to.to_json(), 0)])
}

fn removal(entry: &Record<Entry>) -> Transaction {
    Transaction::strict(vec![entry.remove(entry_id(&entry.value.key))])
}
