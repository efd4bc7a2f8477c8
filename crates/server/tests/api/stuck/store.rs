//! A database that hangs or panics.

use async_trait::async_trait;
use portico_server::db::{
    ApprovalQuery, DeadLetter, Demand, DemandStore, DraftListing, DraftOutcome, DraftRecord,
    DraftStore, EventPage, EventQuery, Identity, ImprovementStore, IndexStore, JobEffect, JobState,
    JobStore, KnownIndex, LastEntry, Lease, LinkRefusal, ListedPerson, LogEntry, Millis,
    NewRequestRecord, PeopleSync, Precondition, Progress, Quota, Readiness, Removal, RemovalStore,
    RequestCommand, RequestListing, RequestQuery, RequestReader, RequestRecord, RequestStore,
    RunOutcome, SearchedRequest, Session, SessionStore, SignIn, Store, StoreError, StoredResponse,
    UploadRecord, UploadStore, UserActivity, UserRecord, UserSource, UserStore, WaitingCounts,
    WorkQuery, ZeroResultSearch,
};
use std::future::pending;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Has one session, keeps uploads in memory, may have requests to search, and hangs or panics on any other
/// call.
#[derive(Default)]
pub(super) struct Stuck {
    pub(super) uploads: Mutex<Vec<UploadRecord>>,
    pub(super) searched: Vec<SearchedRequest>,
    /// The number of session look-ups.
    pub(super) sessions_asked: AtomicUsize,
    /// The number of user look-ups.
    pub(super) users_asked: AtomicUsize,
    /// Whether user look-ups fail.
    pub(super) is_away: AtomicBool,
}

impl Store for Stuck {}

#[async_trait]
impl RequestStore for Stuck {
    async fn record(&self, _: Arc<NewRequestRecord>) -> Result<StoredResponse, StoreError> {
        pending().await
    }

    async fn execute(&self, command: RequestCommand) -> Result<StoredResponse, StoreError> {
        let secret = "a secret that nobody may read".to_owned();
        Err(match &*command.key.key {
            "full" => StoreError::Full,
            "unavailable" => StoreError::Unavailable(secret.into()),
            "damaged" => StoreError::Damaged(secret.into()),
            _ => StoreError::Failed(secret.into()),
        })
    }

    async fn answered(
        &self,
        _: &str,
        _: &str,
    ) -> Result<Option<(String, StoredResponse)>, StoreError> {
        Ok(None)
    }

    async fn list(&self, _: RequestQuery) -> Result<Vec<RequestListing>, StoreError> {
        panic!("a secret that nobody may read")
    }

    async fn searched(&self, _: RequestQuery) -> Result<Vec<SearchedRequest>, StoreError> {
        match self.searched.as_slice() {
            [] => pending().await,
            searched => Ok(searched.to_vec()),
        }
    }

    async fn approvals(&self, _: ApprovalQuery) -> Result<Vec<RequestListing>, StoreError> {
        pending().await
    }

    async fn work(&self, _: WorkQuery) -> Result<Vec<RequestListing>, StoreError> {
        pending().await
    }

    async fn waiting(&self, _: &RequestReader, _: u64) -> Result<WaitingCounts, StoreError> {
        Ok(WaitingCounts::default())
    }

    async fn get(&self, _: &RequestReader, _: &str) -> Result<Option<RequestRecord>, StoreError> {
        pending().await
    }

    async fn events(&self, _: EventQuery) -> Result<Option<EventPage>, StoreError> {
        pending().await
    }

    async fn last_id(&self) -> Result<Option<String>, StoreError> {
        Ok(None)
    }
}

#[async_trait]
impl DraftStore for Stuck {
    async fn drafts(&self, _: &str, _: Millis) -> Result<Vec<DraftListing>, StoreError> {
        pending().await
    }

    async fn draft(&self, _: &str, _: &str, _: Millis) -> Result<Option<DraftRecord>, StoreError> {
        pending().await
    }

    async fn keep(
        &self,
        _: DraftRecord,
        _: Precondition,
        _: u64,
    ) -> Result<DraftOutcome, StoreError> {
        pending().await
    }

    async fn discard(&self, _: &str, _: &str, _: Precondition) -> Result<DraftOutcome, StoreError> {
        pending().await
    }
}

#[async_trait]
impl UploadStore for Stuck {
    async fn begin(&self, upload: UploadRecord, _: Quota) -> Result<(), StoreError> {
        self.uploads.lock().unwrap().push(upload);
        Ok(())
    }

    async fn claim(&self, id: &str) -> Result<UploadRecord, StoreError> {
        let mut uploads = self.uploads.lock().unwrap();
        let found = uploads.iter_mut().find(|upload| upload.id == id);
        let found = found.ok_or(StoreError::NotFound)?;
        found.epoch += 1;
        Ok(found.clone())
    }

    async fn advance(&self, of: &UploadRecord, to: Progress, _: Millis) -> Result<(), StoreError> {
        let mut uploads = self.uploads.lock().unwrap();
        let found = uploads.iter_mut().find(|upload| upload.id == of.id);
        let found = found.ok_or(StoreError::NotFound)?;
        (found.progress, found.written_epoch) = (to, of.epoch);
        Ok(())
    }

    async fn withdraw(&self, id: &str, _: Option<i64>) -> Result<(), StoreError> {
        self.uploads
            .lock()
            .unwrap()
            .retain(|upload| upload.id != id);
        Ok(())
    }

    async fn uploads(&self, ids: &[String]) -> Result<Vec<UploadRecord>, StoreError> {
        let uploads = self.uploads.lock().unwrap();
        let known = uploads.iter().filter(|upload| ids.contains(&upload.id));
        Ok(known.cloned().collect())
    }

    async fn count(&self) -> Result<u64, StoreError> {
        Ok(0)
    }

    fn installation(&self) -> &str {
        "stuck"
    }

    fn is_shared(&self) -> bool {
        false
    }
}

#[async_trait]
impl RemovalStore for Stuck {
    async fn watch(&self, _: Millis) -> Result<(), StoreError> {
        Ok(())
    }

    async fn removals(&self) -> Result<Vec<Removal>, StoreError> {
        Ok(Vec::new())
    }

    async fn condemn(&self, _: Vec<String>) -> Result<(), StoreError> {
        Ok(())
    }

    async fn settle(&self, _: Vec<String>) -> Result<(), StoreError> {
        Ok(())
    }
}

#[async_trait]
impl IndexStore for Stuck {
    async fn index(&self, _: &str) -> Result<Option<KnownIndex>, StoreError> {
        Err(StoreError::Failed("the disk is full".into()))
    }

    async fn remember(&self, _: KnownIndex, _: u64) -> Result<(), StoreError> {
        Err(StoreError::Failed("the disk is full".into()))
    }
}

#[async_trait]
impl ImprovementStore for Stuck {
    async fn count(&self, _: ZeroResultSearch, _: u64) -> Result<(), StoreError> {
        Err(StoreError::Failed("the disk is full".into()))
    }
}

#[async_trait]
impl JobStore for Stuck {
    async fn job(&self, _: &str) -> Result<JobState, StoreError> {
        pending().await
    }

    async fn take(&self, _: JobState, _: &str, _: bool) -> Result<Option<Lease>, StoreError> {
        pending().await
    }

    async fn renew(&self, _: &Lease) -> Result<(), StoreError> {
        pending().await
    }

    async fn apply(&self, _: &Lease, _: JobEffect) -> Result<(), StoreError> {
        pending().await
    }

    async fn settle(&self, _: &Lease, _: RunOutcome) -> Result<(), StoreError> {
        pending().await
    }

    async fn give_back(&self, _: &Lease) -> Result<(), StoreError> {
        pending().await
    }

    async fn entries(&self, _: i64, _: u64) -> Result<Vec<LogEntry>, StoreError> {
        pending().await
    }

    async fn last_entry(&self, _: i64) -> Result<LastEntry, StoreError> {
        pending().await
    }

    async fn dead_letters(&self, _: &str) -> Result<Vec<DeadLetter>, StoreError> {
        pending().await
    }

    async fn look_at_clock(&self, _: Millis) -> Result<Millis, StoreError> {
        pending().await
    }

    fn appended(&self) -> watch::Receiver<()> {
        watch::channel(()).1
    }

    fn is_sole(&self) -> bool {
        true
    }
}

#[async_trait]
impl DemandStore for Stuck {
    async fn demand(&self, _: RangeInclusive<i64>) -> Result<Demand, StoreError> {
        Ok(Demand::default())
    }
}

#[async_trait]
impl Readiness for Stuck {
    async fn ready(&self) -> Result<(), StoreError> {
        Err(StoreError::Full)
    }
}

#[async_trait]
impl SessionStore for Stuck {
    async fn open(&self, _: String, _: Session) -> Result<(), StoreError> {
        Ok(())
    }

    async fn find(&self, hash: &str) -> Result<Option<Session>, StoreError> {
        if hash.is_empty() {
            return Err(StoreError::Failed("the disk is full".into()));
        }
        self.sessions_asked.fetch_add(1, Ordering::Relaxed);
        let seen_at = jiff::Timestamp::now().as_millisecond();
        Ok(Some(Session {
            user: "p-anna".to_owned(),
            seen_at,
        }))
    }

    async fn touch(&self, _: String, _: Millis) -> Result<(), StoreError> {
        Ok(())
    }

    async fn close(&self, _: String) -> Result<(), StoreError> {
        Ok(())
    }
}

#[async_trait]
impl UserStore for Stuck {
    async fn sync_people(&self, _: &[ListedPerson], _: Millis) -> Result<PeopleSync, StoreError> {
        Ok(PeopleSync::default())
    }

    async fn user(&self, id: &str) -> Result<Option<UserRecord>, StoreError> {
        self.users_asked.fetch_add(1, Ordering::Relaxed);
        if self.is_away.load(Ordering::Relaxed) {
            return Err(StoreError::Unavailable("away".into()));
        }
        Ok(Some(UserRecord {
            id: id.to_owned(),
            person: Some(id.to_owned()),
            listed: true,
            name: id.to_owned(),
            email: None,
            address: None,
            source: UserSource::People,
            active: true,
            created_at: 0,
            seen_at: None,
        }))
    }

    async fn user_of(
        &self,
        _: &Identity,
    ) -> Result<Option<Result<UserRecord, LinkRefusal>>, StoreError> {
        Ok(None)
    }

    async fn sign_in(&self, _: SignIn) -> Result<Result<UserRecord, LinkRefusal>, StoreError> {
        Err(StoreError::Full)
    }

    async fn see(&self, _: UserActivity) -> Result<(), StoreError> {
        Err(StoreError::Full)
    }
}
