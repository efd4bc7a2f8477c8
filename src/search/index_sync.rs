//! The source of the index: this browser's storage, the backend's own index, or the lists that every backend has.

use super::engine::{Engine, LocalResults};
use super::index_builder::{lists, make_index, record};
use super::result::Hit;
use super::search_history::SearchHistory;
use super::{Audience, Handles, Search};
use crate::api::{Failure, Index, TaggedIndex, parse_json, to_json};
use crate::clock::now;
use crate::i18n::I18n;
use crate::reactive::spawn_local;
use crate::screens::{FINDABLE, Findable};
use crate::session::Session;
use leptos::prelude::*;
use portico_contract::IndexRecords;
use portico_search::Record;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

/// How long an index that was built here from the backend's lists is valid, in milliseconds.
const OWN_FOR: u64 = 60 * 60 * 1000;

/// The search state of one portal: the index and the search history of the current user.
#[derive(Default)]
pub(super) struct SearchState {
    engine: RefCell<Option<Engine>>,
    /// The portal's own screens, in the language of the screen.
    places: RefCell<Option<Engine>>,
    state: RefCell<State>,
    pub(super) history: RefCell<SearchHistory>,
    /// Whether it contains the history of earlier visits.
    remembers: Cell<bool>,
    /// The words for which the backend is known to have no results.
    pub(super) missing: RefCell<HashSet<String>>,
    /// The user and language that all of this is for.
    audience: RefCell<Option<Audience>>,
    busy: Cell<bool>,
    again: Cell<bool>,
}

/// The version of the index.
#[derive(Clone, Default, Serialize, Deserialize)]
struct State {
    /// The tag of the index's bytes, if the backend has one.
    tag: Option<String>,
    /// The newer records, with their tag.
    changes: Option<(String, IndexRecords)>,
    /// When it was built.
    at: u64,
}

impl SearchState {
    /// The portal's search state; `None` if the portal is removed.
    pub(super) fn of(search: Search) -> Option<Rc<Self>> {
        let Search { work, .. } = search;
        let kept = work.try_get_value()?;
        if let Some(kept) = kept.and_then(|work| work.downcast().ok()) {
            return Some(kept);
        }
        let new = Rc::new(Self::default());
        work.set_value(Some(new.clone()));
        Some(new)
    }

    /// The results for some words, if there is an index.
    pub(super) fn find(&self, words: &str, limit: usize) -> Option<LocalResults> {
        let mut engine = self.engine.borrow_mut();
        let opened = &self.history.borrow().opened;
        Some(engine.as_mut()?.find(words, limit, opened))
    }

    /// The portal's own screens that match some words.
    pub(super) fn places(&self, words: &str) -> LocalResults {
        let mut places = self.places.borrow_mut();
        let found = places
            .as_mut()
            .map(|places| places.find(words, 2, &Default::default()));
        found.unwrap_or_default()
    }

    /// The most requested services.
    pub(super) fn popular(&self, limit: usize) -> Vec<Hit> {
        let engine = self.engine.borrow();
        engine
            .as_ref()
            .map(|engine| engine.popular(limit))
            .unwrap_or_default()
    }

    /// The words of the index that are closest to the typed ones.
    pub(super) fn closest(&self, words: &str) -> Vec<String> {
        let engine = self.engine.borrow();
        engine
            .as_ref()
            .map(|engine| engine.closest(words))
            .unwrap_or_default()
    }

    fn is_for(&self, audience: &Audience) -> bool {
        self.audience.borrow().as_ref() == Some(audience)
    }

    /// Updates the index once.
    async fn refresh(&self, search: Search) {
        let Some(audience) = self.audience.borrow().clone() else {
            return;
        };
        let name = ["index/", &audience.language].concat();
        if let Some(person) = &audience.person
            && self.engine.borrow().is_none()
        {
            let history = SearchHistory::read(search.delivery, person).await;
            let kept = search.delivery.bytes(person, &name).await;
            if !self.is_for(&audience) {
                return;
            }
            if !self.remembers.replace(true) {
                self.remember(search, history);
            }
            if let Some((state, engine)) = kept.and_then(|kept| unpack(&kept)) {
                let changes = state.changes.clone();
                self.install(search, engine, state);
                if let Some((tag, changes)) = changes {
                    self.overlay(search, &audience, tag, changes).await;
                }
            }
        }
        let changed = if audience.index {
            self.fetch(search, &audience).await
        } else {
            self.make(search, &audience).await
        };
        if let Some(person) = audience.person.as_ref().filter(|_| changed)
            && let Some(packed) = self.pack().filter(|_| self.is_for(&audience))
        {
            search.delivery.set_bytes(person, &name, &packed).await;
        }
    }

    /// The signed-in user.
    pub(super) fn person(&self) -> Option<String> {
        self.audience.borrow().as_ref()?.person.clone()
    }

    /// Appends the stored history to the searches that were made before it was loaded.
    fn remember(&self, search: Search, earlier: SearchHistory) {
        let quick = self.history.take();
        let is_new = quick != SearchHistory::default();
        self.history.replace(quick.after(earlier));
        search.history_version.try_update(|count| *count += 1);
        if is_new {
            self.keep_history(search);
        }
    }

    /// Stores the search history of the signed-in user.
    pub(super) fn keep_history(&self, search: Search) {
        let Some(person) = self.person() else {
            return;
        };
        let history = self.history.borrow().clone();
        spawn_local(async move { history.keep(search.delivery, &person).await });
    }

    fn install(&self, search: Search, engine: Engine, state: State) {
        self.engine.replace(Some(engine));
        self.state.replace(state);
        search.version.try_update(|version| *version += 1);
    }

    /// Sets the newer records on top of the index.
    async fn overlay(
        &self,
        search: Search,
        audience: &Audience,
        tag: String,
        changes: IndexRecords,
    ) {
        let newer = make_index(changes.records.iter().cloned().map(record)).await;
        if search.is_gone() || !self.is_for(audience) {
            return;
        }
        let mut engine = self.engine.borrow_mut();
        let is_newer = engine
            .as_mut()
            .is_some_and(|engine| engine.update(newer, &changes.removed));
        drop(engine);
        if is_newer {
            self.state.borrow_mut().changes = Some((tag, changes));
            search.version.try_update(|version| *version += 1);
        }
    }

    /// Uses the backend's index. Returns whether anything is new.
    async fn fetch(&self, search: Search, audience: &Audience) -> bool {
        // The browser's store may have responded after the portal was removed.
        let Some(client) = search.client() else {
            return false;
        };
        let state = self.state.borrow().clone();
        let since = state.tag.as_deref();
        let known = state.changes.as_ref().map(|(tag, _)| tag.as_str());
        let asked = client.index(since, known.or(since), audience.person.is_some());
        let answer = asked.await;
        if search.is_gone() || !self.is_for(audience) {
            return false;
        }
        let TaggedIndex { tag, index } = match answer {
            Ok(Some(answer)) => answer,
            Ok(None) => return false,
            // Its lists would fail as well.
            Err(Failure::Unreachable | Failure::TimedOut | Failure::Busy { .. }) => return false,
            // The promised index does not exist; the lists contain the same records.
            Err(_) => return self.make(search, audience).await,
        };
        let at = now();
        let bytes = match index {
            Index::Bytes(bytes) => bytes,
            Index::Records(changes) if changes.since.is_some() => {
                if changes.since == state.tag {
                    let tag = tag.unwrap_or_default();
                    self.overlay(search, audience, tag, changes).await;
                }
                return true;
            }
            Index::Records(all) => make_index(all.records.into_iter().map(record)).await,
        };
        let Some(engine) = Engine::open(bytes) else {
            return self.make(search, audience).await;
        };
        if search.is_gone() || !self.is_for(audience) {
            return false;
        }
        let changes = None;
        self.install(search, engine, State { tag, changes, at });
        true
    }

    /// Builds an index from the lists. Returns whether there is a new one.
    async fn make(&self, search: Search, audience: &Audience) -> bool {
        let Some(client) = search.client() else {
            return false;
        };
        let age = now().saturating_sub(self.state.borrow().at);
        if self.engine.borrow().is_some() && age < OWN_FOR {
            return false;
        }
        let Some(records) = lists(client, audience.articles).await else {
            return false;
        };
        let bytes = make_index(records.into_iter()).await;
        let Some(engine) =
            Engine::open(bytes).filter(|_| !search.is_gone() && self.is_for(audience))
        else {
            return false;
        };
        let state = State {
            at: now(),
            ..State::default()
        };
        self.install(search, engine, state);
        true
    }

    /// The index and its state as one file: the length of the state, the state as JSON, the index.
    fn pack(&self) -> Option<Vec<u8>> {
        let head = to_json(&*self.state.borrow()).ok()?;
        let engine = self.engine.borrow();
        let bytes = engine.as_ref()?.bytes();
        let length = u32::try_from(head.len()).ok()?;
        Some([&length.to_le_bytes(), head.as_bytes(), bytes].concat())
    }
}

fn unpack(file: &[u8]) -> Option<(State, Engine)> {
    let (length, rest) = file.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (head, bytes) = rest.split_at_checked(length)?;
    let head = parse_json(std::str::from_utf8(head).ok()?).ok()?;
    let state = serde_json::from_value(head).ok()?;
    Some((state, Engine::open(bytes.to_vec())?))
}

/// Builds or updates the index of everything that the user may see.
pub(crate) fn supply(search: Search, audience: Audience) {
    let Handles { i18n, session, .. } = search.handles();
    let Some(work) = SearchState::of(search) else {
        return;
    };
    let before = work.audience.replace(Some(audience.clone()));
    let other = |differs: fn(&Audience, &Audience) -> bool| {
        let before = before.as_ref();
        before.is_some_and(|before| differs(before, &audience))
    };
    if other(|before, now| before.person != now.person || before.language != now.language) {
        // A user must not find what only another user may see.
        work.engine.replace(None);
        work.state.replace(State::default());
        search.version.try_update(|version| *version += 1);
    }
    if other(|before, now| before.person != now.person) {
        work.history.replace(SearchHistory::default());
        work.remembers.set(false);
        search.history_version.try_update(|count| *count += 1);
    }
    if audience.person.is_some() {
        search.delivery.want();
        if !audience.kept {
            // Repeated as soon as the contents of this browser are known.
            return;
        }
    }
    work.again.set(true);
    if work.busy.replace(true) {
        return;
    }
    spawn_local(async move {
        work.name_places(i18n, session).await;
        while work.again.replace(false) && !search.is_gone() {
            work.refresh(search).await;
        }
        work.busy.set(false);
    });
}

impl SearchState {
    /// Makes the portal's own screens searchable.
    async fn name_places(&self, i18n: I18n, session: Session) {
        let is_there = |screen: &&Findable| session.discovered(screen.is_there) == Some(true);
        let there = untrack(|| FINDABLE.iter().filter(is_there).collect::<Vec<_>>());
        let places = there.into_iter().map(|screen| Record {
            id: ["place/", screen.path].concat(),
            title: (screen.title)(i18n),
            keywords: (screen.words)(i18n),
            ..Record::default()
        });
        let bytes = make_index(places).await;
        self.places.replace(Engine::open(bytes));
    }
}
