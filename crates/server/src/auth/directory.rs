//! Who is who: the user behind an identity or a session, remembered so that reading needs neither a look nor a write.

use super::display::display_name;
use super::refusals::{deactivated, not_linked};
use super::user::{User, entry};
use crate::content::{Content, Person};
use crate::db::{
    Identity, LinkRefusal, ListedIdentity, ListedPerson, SignIn, StoreError, UserRecord,
    UserSource, UserStore,
};
use crate::email_address::address_key;
use crate::http::ApiError;
use hashlink::LruCache;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// How long what the store said of somebody is believed: so much later at most, an administrator's word counts.
const BELIEVED_FOR: Duration = Duration::from_secs(10);
/// How often it is noted that somebody is still here.
const NOTED_EVERY: Duration = Duration::from_secs(60 * 60);
/// The most identities and users that are remembered; the one that was not used for longest goes first.
const REMEMBERED: usize = 10_000;

/// What a sign-in says of somebody. Its texts are bounded and clean.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    /// Who it is to the issuer.
    pub(super) identity: Identity,
    /// The way of signing in.
    pub(super) source: UserSource,
    /// The name to show.
    pub(super) name: Option<String>,
    /// The e-mail address to show.
    pub(super) email: Option<String>,
    /// Whether the address is known to be theirs.
    pub(super) is_verified: bool,
    /// The ids that a release without users has given them if it knew them.
    pub(super) earlier_ids: Vec<String>,
    /// The addresses that may be theirs although nothing shows it.
    pub(super) unproven: Vec<String>,
    /// The groups that the issuer puts them into.
    pub(super) groups: Vec<String>,
}

/// Users, and what was looked up of them a moment ago.
pub(crate) struct Directory {
    store: Arc<dyn UserStore>,
    remembered: Mutex<LruCache<Key, Remembered>>,
    /// The roles that anybody in people.yaml has: audiences can name no others.
    roles: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Identity(Identity),
    User(String),
}

#[derive(Clone)]
struct Remembered {
    found: Found,
    /// When the store said so.
    at: Instant,
    /// When it was last noted, or tried to be, that somebody is here.
    noted: Option<Instant>,
}

/// A user, or why an identity is nobody's.
type Found = Result<UserRecord, LinkRefusal>;

impl Directory {
    /// Brings users in line with people.yaml, and notes in the content which user everybody is.
    ///
    /// # Errors
    /// What in people.yaml does not fit the users that there are, a line each; or why the store cannot be used.
    pub(crate) async fn open(
        content: &mut Content,
        store: Arc<dyn UserStore>,
    ) -> Result<Self, String> {
        let people: Vec<_> = content.people.values().map(listed).collect();
        let now = Timestamp::now().as_millisecond();
        let synced = store.sync_people(&people, now).await;
        let synced = synced.map_err(|error| format!("The data cannot be used: {error}."))?;
        if !synced.faults.is_empty() {
            let lines = synced.faults.iter();
            let lines = lines.map(|fault| format!("people.yaml:{}: {}", fault.line, fault.reason));
            return Err(lines.collect::<Vec<_>>().join("\n"));
        }
        for (person, user) in synced.users {
            if let Some(person) = content.people.get_mut(&person) {
                person.user_id = user;
            }
        }
        let roles = content.people.values().flat_map(|person| &person.roles);
        Ok(Self {
            store,
            remembered: Mutex::new(LruCache::new(REMEMBERED)),
            roles: roles.cloned().collect(),
        })
    }

    /// Whoever signs in.
    ///
    /// # Errors
    /// Why they may not, or why nobody can tell.
    pub(super) async fn sign_in(
        &self,
        credentials: Credentials,
        content: &Content,
    ) -> Result<User, ApiError> {
        let key = Key::Identity(credentials.identity.clone());
        let groups = credentials.groups.iter();
        let groups = groups.filter(|group| self.roles.contains(*group));
        let groups: Vec<_> = groups.cloned().collect();
        let sign_in = sign_in(credentials, content);
        let found = self.recall_or(&key, self.find(&sign_in)).await?;
        let found = found.ok_or_else(ApiError::sign_in)?;
        let record = found.map_err(not_linked)?;
        if !record.active {
            return Err(deactivated());
        }
        self.note(&key, &record, &sign_in);
        Ok(User::of(&record, content, groups))
    }

    /// The user of a session; nobody where they may not sign in any more.
    ///
    /// # Errors
    /// Why nobody can tell.
    pub(super) async fn user(&self, id: &str, content: &Content) -> Result<Option<User>, ApiError> {
        let asked = async { Ok(self.store.user(id).await?.map(Ok)) };
        let found = self.recall_or(&Key::User(id.to_owned()), asked).await?;
        let record = found.and_then(Result::ok).filter(|record| record.active);
        // Somebody whom only people.yaml made known is signed out when they have left it. So are those of whom nobody can
        // tell how they became known.
        let by_file = |source| matches!(source, UserSource::People | UserSource::Earlier);
        let record =
            record.filter(|record| !by_file(record.source) || entry(record, content).is_some());
        Ok(record.map(|record| User::of(&record, content, Vec::new())))
    }

    async fn find(&self, sign_in: &SignIn) -> Result<Option<Found>, StoreError> {
        let found = match self.store.user_of(&sign_in.identity).await? {
            Some(found) => found,
            None => self.store.sign_in(sign_in.clone()).await?,
        };
        if let Err(refusal) = &found {
            tracing::warn!(identity = %sign_in.identity, %refusal, "a sign-in was refused");
        }
        Ok(Some(found))
    }

    /// What is remembered, or else what the store says. While the store fails, those who are remembered stay who they are.
    async fn recall_or(
        &self,
        key: &Key,
        ask: impl Future<Output = Result<Option<Found>, StoreError>>,
    ) -> Result<Option<Found>, ApiError> {
        let before = self.remembered().get(key).cloned();
        if let Some(before) = &before
            && before.at.elapsed() < BELIEVED_FOR
        {
            return Ok(Some(before.found.clone()));
        }
        match (ask.await, before) {
            (Ok(Some(found)), before) => {
                let remembered = Remembered {
                    found: found.clone(),
                    at: Instant::now(),
                    noted: before.and_then(|before| before.noted),
                };
                self.remembered().insert(key.clone(), remembered);
                Ok(Some(found))
            }
            (Ok(None), _) => {
                self.remembered().remove(key);
                Ok(None)
            }
            (Err(error), Some(before)) if error.is_outage() => {
                tracing::warn!(%error, "a user could not be looked up and counts as before");
                // Not every request is to wait for a store that is away.
                let found = before.found.clone();
                let before = Remembered {
                    at: Instant::now(),
                    ..before
                };
                self.remembered().insert(key.clone(), before);
                Ok(Some(found))
            }
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Notes once in a while that somebody is here. It is done aside: whoever reads must not wait for a write, nor fail
    /// with it.
    fn note(&self, key: &Key, record: &UserRecord, sign_in: &SignIn) {
        let every = i64::try_from(NOTED_EVERY.as_millis()).unwrap_or(i64::MAX);
        let is_due = |seen_at: i64| sign_in.at.saturating_sub(seen_at) >= every;
        if !record.seen_at.is_none_or(is_due) {
            return;
        }
        if let Some(remembered) = self.remembered().get_mut(key) {
            if remembered
                .noted
                .is_some_and(|noted| noted.elapsed() < NOTED_EVERY)
            {
                return;
            }
            remembered.noted = Some(Instant::now());
        }
        let (store, sighting) = (Arc::clone(&self.store), sign_in.sighting());
        tokio::spawn(async move {
            if let Err(error) = store.see(sighting).await {
                tracing::warn!(%error, "could not record that a user was here");
            }
        });
    }

    fn remembered(&self) -> MutexGuard<'_, LruCache<Key, Remembered>> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// An entry of people.yaml as the store needs it.
fn listed(person: &Person) -> ListedPerson {
    let identities = person.identities.iter().map(|listed| ListedIdentity {
        identity: listed.identity(),
        line: listed.subject.line,
    });
    ListedPerson {
        id: person.id.value.clone(),
        line: person.id.line,
        name: person.name.clone(),
        email: person.email.value.clone(),
        address: address_key(&person.email.value),
        identities: identities.collect(),
    }
}

fn sign_in(credentials: Credentials, content: &Content) -> SignIn {
    let Credentials {
        identity,
        source,
        name,
        email,
        is_verified,
        earlier_ids,
        unproven,
        groups: _,
    } = credentials;
    let entry = content.people.get(&identity.subject);
    let new_id = format!("u-{}", Uuid::now_v7().simple());
    SignIn {
        person: entry.map(|person| person.id.value.clone()),
        default_name: display_name(&identity.subject).unwrap_or_else(|| new_id.clone()),
        new_id,
        address: email.as_deref().filter(|_| is_verified).map(address_key),
        identity,
        source,
        name,
        email,
        earlier_ids,
        unproven: unproven.iter().map(|one| address_key(one)).collect(),
        at: Timestamp::now().as_millisecond(),
    }
}
