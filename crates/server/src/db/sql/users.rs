//! Users and their identities in the SQL database.

use super::SqlStore;
use crate::db::apply::{Write, WriteResult};
use crate::db::users::people::plan;
use crate::db::users::sign_in::known;
use crate::db::users::{self, UserDone, UserWrite, unanswered};
use crate::db::{
    Identity, LinkRefusal, ListedPerson, Millis, PeopleSync, SignIn, StoreError, UserActivity,
    UserRecord, UserStore,
};
use async_trait::async_trait;

impl SqlStore {
    async fn write_users(&self, write: UserWrite) -> Result<UserDone, StoreError> {
        match self.write(Write::User(Box::new(write))).await? {
            WriteResult::User(done) => Ok(*done),
            _ => Err(unanswered()),
        }
    }
}

#[async_trait]
impl UserStore for SqlStore {
    async fn sync_people(
        &self,
        people: &[ListedPerson],
        at: Millis,
    ) -> Result<PeopleSync, StoreError> {
        // Usually nothing has changed, and the start needs no write.
        let plan = plan(self.readers(), people, at).await?;
        if plan.changes_nothing() {
            return Ok(plan.outcome());
        }
        let people = people.to_vec();
        match self
            .write_users(UserWrite::SyncPeople { people, at })
            .await?
        {
            UserDone::Synced(outcome) => Ok(outcome),
            _ => Err(unanswered()),
        }
    }

    async fn user(&self, id: &str) -> Result<Option<UserRecord>, StoreError> {
        users::user(self.readers(), id).await
    }

    async fn user_of(
        &self,
        identity: &Identity,
    ) -> Result<Option<Result<UserRecord, LinkRefusal>>, StoreError> {
        known(self.readers(), identity).await
    }

    async fn sign_in(
        &self,
        sign_in: SignIn,
    ) -> Result<Result<UserRecord, LinkRefusal>, StoreError> {
        match self.write_users(UserWrite::SignIn(sign_in)).await? {
            UserDone::SignedIn(outcome) => Ok(outcome),
            _ => Err(unanswered()),
        }
    }

    async fn see(&self, sighting: UserActivity) -> Result<(), StoreError> {
        self.write_users(UserWrite::See(sighting)).await.map(|_| ())
    }
}
