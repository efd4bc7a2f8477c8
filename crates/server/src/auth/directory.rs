//! The user behind an identity or a session, cached so that reads need neither a query nor a write.

use super::display::display_name;
use super::refusals::{deactivated, not_linked};
use super::user::{User, entry};
use crate::content::{Content, Person};
use crate::db::{
    Identity, LinkRefusal, ListedIdentity, ListedPerson, SignIn, StoreError, UserRecord,
    UserSource, UserStore,
};
use crate::email_address::address_key;
use crate::failure::chain;
use crate::http::ApiError;
use hashlink::LruCache;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// The lifetime of cached users: an administrator's change takes effect after this time at the
/// latest.
const BELIEVED_FOR: Duration = Duration::from_secs(10);
/// The interval at which a user's activity is recorded.
const NOTED_EVERY: Duration = Duration::from_secs(60 * 60);
/// The maximum number of cached identities and users; the least recently used entry is evicted
/// first.
const CACHE_SIZE: usize = 10_000;

/// The attributes of a person from a sign-in. The texts are length-limited and sanitised.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    /// The identity at the issuer.
    pub(super) identity: Identity,
    /// The sign-in method.
    pub(super) source: UserSource,
    /// The display name.
    pub(super) name: Option<String>,
    /// The displayed e-mail address.
    pub(super) email: Option<String>,
    /// Whether the address is verified.
    pub(super) is_verified: bool,
    /// The IDs under which a release without users may have stored data for this person.
    pub(super) earlier_ids: Vec<String>,
    /// Addresses that may belong to this person, without proof.
    pub(super) unproven: Vec<String>,
    /// The person's groups at the issuer.
    pub(super) groups: Vec<String>,
}

/// Users, with a cache of recent look-ups.
pub(crate) struct Directory {
    store: Arc<dyn UserStore>,
    cached: Mutex<LruCache<CacheKey, CachedUser>>,
    /// The roles of all people in people.yaml, which are the only roles in audiences.
    roles: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum CacheKey {
    Identity(Identity),
    User(String),
}

#[derive(Clone)]
struct CachedUser {
    found: LookupResult,
    /// The time of the look-up.
    at: Instant,
    /// The last time when the user's activity was recorded, or the attempt was made.
    noted: Option<Instant>,
}

/// A user, or the reason why an identity has none.
type LookupResult = Result<UserRecord, LinkRefusal>;

impl Directory {
    /// Synchronises users with people.yaml, and stores the user of every entry in the content.
    ///
    /// # Errors
    /// The contradictions between people.yaml and the existing users, one per line; or the reason
    /// why the store cannot be used.
    pub(crate) async fn open(
        content: &mut Content,
        store: Arc<dyn UserStore>,
    ) -> Result<Self, String> {
        let people: Vec<_> = content.people.values().map(listed).collect();
        let now = Timestamp::now().as_millisecond();
        let synced = store.sync_people(&people, now).await;
        let synced =
            synced.map_err(|error| format!("The data cannot be used: {}.", chain(&error)))?;
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
            cached: Mutex::new(LruCache::new(CACHE_SIZE)),
            roles: roles.cloned().collect(),
        })
    }

    /// The user who signs in.
    ///
    /// # Errors
    /// The reason why the user may not sign in, or why the server cannot determine it.
    pub(super) async fn sign_in(
        &self,
        credentials: Credentials,
        content: &Content,
    ) -> Result<User, ApiError> {
        let key = CacheKey::Identity(credentials.identity.clone());
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

    /// The user of a session; `None` if the user may no longer sign in.
    ///
    /// # Errors
    /// The reason why the server cannot determine the user.
    pub(super) async fn user(&self, id: &str, content: &Content) -> Result<Option<User>, ApiError> {
        let asked = async { Ok(self.store.user(id).await?.map(Ok)) };
        let found = self
            .recall_or(&CacheKey::User(id.to_owned()), asked)
            .await?;
        let record = found.and_then(Result::ok).filter(|record| record.active);
        // A user who is known only from people.yaml is signed out when their entry is removed. So
        // are users of unknown origin.
        let by_file = |source| matches!(source, UserSource::People | UserSource::Earlier);
        let record =
            record.filter(|record| !by_file(record.source) || entry(record, content).is_some());
        Ok(record.map(|record| User::of(&record, content, Vec::new())))
    }

    async fn find(&self, sign_in: &SignIn) -> Result<Option<LookupResult>, StoreError> {
        let found = match self.store.user_of(&sign_in.identity).await? {
            Some(found) => found,
            None => self.store.sign_in(sign_in.clone()).await?,
        };
        if let Err(refusal) = &found {
            tracing::warn!(identity = %sign_in.identity, %refusal, "a sign-in was refused");
        }
        Ok(Some(found))
    }

    /// The cached user, or else the store's. While the store fails, expired cache entries stay
    /// valid.
    async fn recall_or(
        &self,
        key: &CacheKey,
        ask: impl Future<Output = Result<Option<LookupResult>, StoreError>>,
    ) -> Result<Option<LookupResult>, ApiError> {
        let before = self.cached().get(key).cloned();
        if let Some(before) = &before
            && before.at.elapsed() < BELIEVED_FOR
        {
            return Ok(Some(before.found.clone()));
        }
        match (ask.await, before) {
            (Ok(Some(found)), before) => {
                let cached = CachedUser {
                    found: found.clone(),
                    at: Instant::now(),
                    noted: before.and_then(|before| before.noted),
                };
                self.cached().insert(key.clone(), cached);
                Ok(Some(found))
            }
            (Ok(None), _) => {
                self.cached().remove(key);
                Ok(None)
            }
            (Err(error), Some(before)) if error.is_outage() => {
                tracing::warn!(error = %chain(&error), "a user could not be looked up; the cached user is used");
                // Later requests should not wait for an unavailable store.
                let found = before.found.clone();
                let before = CachedUser {
                    at: Instant::now(),
                    ..before
                };
                self.cached().insert(key.clone(), before);
                Ok(Some(found))
            }
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Records the user's activity from time to time, in a separate task, because a read must
    /// neither wait for a write nor fail with it.
    fn note(&self, key: &CacheKey, record: &UserRecord, sign_in: &SignIn) {
        let every = i64::try_from(NOTED_EVERY.as_millis()).unwrap_or(i64::MAX);
        let is_due = |seen_at: i64| sign_in.at.saturating_sub(seen_at) >= every;
        if !record.seen_at.is_none_or(is_due) {
            return;
        }
        if let Some(cached) = self.cached().get_mut(key) {
            if cached
                .noted
                .is_some_and(|noted| noted.elapsed() < NOTED_EVERY)
            {
                return;
            }
            cached.noted = Some(Instant::now());
        }
        let (store, sighting) = (Arc::clone(&self.store), sign_in.sighting());
        tokio::spawn(async move {
            if let Err(error) = store.see(sighting).await {
                tracing::warn!(error = %chain(&error), "could not record that a user was here");
            }
        });
    }

    fn cached(&self) -> MutexGuard<'_, LruCache<CacheKey, CachedUser>> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An entry of people.yaml as the store's type.
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
