//! An administrator's view and changes of users, while a server runs.

use super::apply::{Write, WriteResult};
use super::connect::{Access, connect};
use super::users::admin::list;
use super::users::{UserDone, UserWrite, unanswered};
use super::writer::{ReadinessOptions, Writer};
use super::{Identity, Linked, Location, Millis, StoreError, UserWithIdentities, migrate};
use crate::failure::chain;

/// The users of a database; works while a server runs.
pub struct UserAdmin {
    at: Location,
}

impl UserAdmin {
    /// Opens the data.
    ///
    /// # Errors
    /// One sentence that says why the data cannot be used.
    pub async fn open(at: impl Into<Location>) -> Result<Self, String> {
        let at = at.into();
        at.exists()?;
        let checked = async {
            let db = connect(&at, Access::Read(1)).await?;
            let current = migrate::is_current(&db).await;
            db.close().await?;
            current
        };
        checked.await.map_err(failed)?;
        Ok(Self { at })
    }

    /// All users, in the order of their IDs.
    ///
    /// # Errors
    /// One sentence that says why they cannot be read.
    pub async fn list(&self) -> Result<Vec<UserWithIdentities>, String> {
        let listed = async {
            let db = connect(&self.at, Access::Read(1)).await?;
            let users = list(&db).await;
            db.close().await?;
            users
        };
        listed.await.map_err(failed)
    }

    /// Assigns an identity to a user, whoever had it before.
    ///
    /// # Errors
    /// One sentence that says why this failed.
    pub async fn link(
        &self,
        identity: Identity,
        user: String,
        at: Millis,
    ) -> Result<Linked, String> {
        let missing = format!("There is no user {user:?}.");
        self.write(UserWrite::Link { identity, user, at }, missing)
            .await
    }

    /// Removes an identity from its user.
    ///
    /// # Errors
    /// One sentence that says why this failed.
    pub async fn unlink(&self, identity: Identity) -> Result<Linked, String> {
        let missing = format!("Nobody has the identity {identity}.");
        self.write(UserWrite::Unlink(identity), missing).await
    }

    /// Sets whether a user may sign in.
    ///
    /// # Errors
    /// One sentence that says why this failed.
    pub async fn activate(&self, user: String, active: bool) -> Result<Linked, String> {
        let missing = format!("There is no user {user:?}.");
        self.write(UserWrite::Activate { user, active }, missing)
            .await
    }

    async fn write(&self, write: UserWrite, missing: String) -> Result<Linked, String> {
        let writer = Writer::<Write>::start(self.at.clone(), ReadinessOptions::default());
        let writer = writer.map_err(|error| error.to_string())?;
        match writer.write(Write::User(Box::new(write))).await {
            Ok(WriteResult::User(done)) => match *done {
                UserDone::Linked(linked) => Ok(linked),
                _ => Err(unanswered().to_string()),
            },
            Ok(_) => Err(unanswered().to_string()),
            Err(StoreError::NotFound) => Err(missing),
            Err(error) => Err(failed(error)),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err gives")]
fn failed(error: StoreError) -> String {
    format!("The data cannot be used: {}.", chain(&error))
}
