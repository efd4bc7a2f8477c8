//! The store in an SQL database, SQLite or PostgreSQL.

mod drafts;
mod improvements;
mod indexes;
mod jobs;
mod removals;
mod request_counts;
mod uploads;
mod users;

use super::apply::{Write, WriteResult};
use super::connect::{Access, connect};
use super::entity::{idempotency, session};
use super::notifications::Notifications;
use super::writer::{ReadinessOptions, WriteOperation, Writer};
use super::{
    ApprovalQuery, EventPage, EventQuery, Location, Millis, NewRequestRecord, Postgres, Readiness,
    RequestCommand, RequestListing, RequestQuery, RequestReader, RequestRecord, RequestStore,
    SearchedRequest, Session, SessionStore, Store, StoreError, StoredResponse, WaitingCounts,
    WorkQuery, opening, requests, team_lists, timeline,
};
use crate::failure::Failure;
use async_trait::async_trait;
use sea_orm::{DatabaseConnection, DbBackend, EntityTrait};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// The number of concurrent reads of a file.
const READERS: u32 = 4;

/// The time limit for a read by the server itself.
const READ_WITHIN: Duration = Duration::from_secs(30);

/// The store in an SQL database.
pub struct SqlStore {
    readers: DatabaseConnection,
    writer: Writer<Write>,
    /// Notified when an entry is appended to the log.
    appended: watch::Sender<()>,
    /// The database that other servers may write to, and their notifications.
    shared: Option<(Postgres, Notifications)>,
    installation: String,
}

impl SqlStore {
    /// Opens a database, creates the file if it does not exist, and migrates the tables.
    ///
    /// # Errors
    /// The reason why the database cannot be used.
    pub async fn open(at: impl Into<Location>) -> Result<Self, StoreError> {
        let at = at.into();
        let installation = opening::prepare(&at).await?;
        let (readers, shared) = match &at {
            Location::File(_) => (READERS, None),
            Location::Postgres(postgres) => {
                let shared = (postgres.clone(), Notifications::default());
                (postgres.readers, Some(shared))
            }
        };
        Ok(Self {
            installation,
            appended: watch::Sender::new(()),
            shared,
            readers: connect(&at, Access::Read(readers)).await?,
            writer: Writer::start(at, ReadinessOptions::default()).map_err(|error| {
                StoreError::Unavailable(Failure::caused_by("the writer cannot be started", error))
            })?,
        })
    }

    /// Closes the connections for reading; the writer's connection exists only after a write.
    pub(crate) async fn close(self) -> Result<(), StoreError> {
        Ok(self.readers.close().await?)
    }

    fn installation_id(&self) -> &str {
        &self.installation
    }

    /// The connections for reading.
    fn readers(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Reads with a time limit, for callers without one of their own, because the connection to a
    /// remote database may be dead.
    async fn read_in_time<T>(
        &self,
        read: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        if self.readers.get_database_backend() != DbBackend::Postgres {
            return read.await;
        }
        let late = |_| StoreError::Unavailable("the database does not answer".into());
        timeout(READ_WITHIN, read).await.map_err(late)?
    }

    async fn write(&self, write: Write) -> Result<WriteResult, StoreError> {
        let appends = write.appends();
        let done = self.writer.write(write).await;
        if appends && done.is_ok() {
            self.appended.send_replace(());
        }
        done
    }

    /// Told whenever something was appended to the log, here or by another server.
    fn watch_log(&self) -> watch::Receiver<()> {
        if let Some((at, notifications)) = &self.shared {
            notifications.listen(at, &self.appended);
        }
        self.appended.subscribe()
    }

    async fn answer(&self, write: Write) -> Result<StoredResponse, StoreError> {
        match self.write(write).await? {
            WriteResult::Answer(answer) => Ok(answer),
            _ => Err(StoreError::Failed("the write has no answer".into())),
        }
    }
}

impl Store for SqlStore {}

#[async_trait]
impl RequestStore for SqlStore {
    async fn record(&self, recording: Arc<NewRequestRecord>) -> Result<StoredResponse, StoreError> {
        self.answer(Write::Record(recording)).await
    }

    async fn execute(&self, command: RequestCommand) -> Result<StoredResponse, StoreError> {
        self.answer(Write::Execute(Box::new(command))).await
    }

    async fn answered(
        &self,
        user: &str,
        key: &str,
    ) -> Result<Option<(String, StoredResponse)>, StoreError> {
        let id = (user.to_owned(), key.to_owned());
        Ok(idempotency::Entity::find_by_id(id)
            .one(&self.readers)
            .await?
            .map(Into::into))
    }

    async fn list(&self, listing: RequestQuery) -> Result<Vec<RequestListing>, StoreError> {
        requests::list(&self.readers, listing).await
    }

    async fn searched(&self, listing: RequestQuery) -> Result<Vec<SearchedRequest>, StoreError> {
        requests::searched(&self.readers, listing).await
    }

    async fn approvals(&self, query: ApprovalQuery) -> Result<Vec<RequestListing>, StoreError> {
        team_lists::approvals(&self.readers, query).await
    }

    async fn work(&self, query: WorkQuery) -> Result<Vec<RequestListing>, StoreError> {
        team_lists::work(&self.readers, query).await
    }

    async fn waiting(
        &self,
        reader: &RequestReader,
        most: u64,
    ) -> Result<WaitingCounts, StoreError> {
        team_lists::waiting(&self.readers, reader, most).await
    }

    async fn get(
        &self,
        reader: &RequestReader,
        id: &str,
    ) -> Result<Option<RequestRecord>, StoreError> {
        requests::get(&self.readers, reader, id).await
    }

    async fn events(&self, query: EventQuery) -> Result<Option<EventPage>, StoreError> {
        timeline::events(&self.readers, query).await
    }

    async fn last_id(&self) -> Result<Option<String>, StoreError> {
        requests::last_id(&self.readers).await
    }
}

#[async_trait]
impl Readiness for SqlStore {
    async fn ready(&self) -> Result<(), StoreError> {
        self.writer.ready(Write::Probe).await
    }
}

#[async_trait]
impl SessionStore for SqlStore {
    async fn open(&self, hash: String, session: Session) -> Result<(), StoreError> {
        self.write(Write::OpenSession { hash, session })
            .await
            .map(|_| ())
    }

    async fn find(&self, hash: &str) -> Result<Option<Session>, StoreError> {
        let row = session::Entity::find_by_id(hash.to_owned())
            .one(&self.readers)
            .await?;
        Ok(row.map(|row| Session {
            user: row.user_id,
            seen_at: row.seen_at,
        }))
    }

    async fn touch(&self, hash: String, at: Millis) -> Result<(), StoreError> {
        self.write(Write::TouchSession { hash, at })
            .await
            .map(|_| ())
    }

    async fn close(&self, hash: String) -> Result<(), StoreError> {
        self.write(Write::CloseSession { hash }).await.map(|_| ())
    }
}
