//! The transfer from the open records to others: the files of a visitor and, if the records move, their outbox.

use super::super::Controller;
use super::super::browser::{MovedEntries, OpenRecords, SIGNED_OUT, VisitorRecords, copy_files};
use super::super::store::{UserStorage, VolatileReason};
use portico_delivery::store::entry_id;

/// A transfer from the records that were open until now.
pub(super) struct Transfer {
    pub from: Option<UserStorage>,
    /// Whether the records of the same user move to another place.
    pub moves: bool,
    /// The records of a visitor that have no name by which they could be found again.
    pub unnamed: Option<VisitorRecords>,
    moved: MovedEntries,
}

impl Transfer {
    pub(super) fn new(
        from: Option<UserStorage>,
        moves: bool,
        unnamed: Option<VisitorRecords>,
    ) -> Self {
        Self {
            from,
            moves,
            unnamed,
            moved: MovedEntries::default(),
        }
    }

    /// Copies files and outbox entries. The bytes are copied before any form looks for them. Returns whether all outbox
    /// entries were copied.
    pub(super) async fn copy(&mut self, to: &mut OpenRecords) -> bool {
        match (&self.from, to.visitor.as_mut().or(self.unnamed.as_mut())) {
            (Some(from), _) if self.moves => {
                copy_files(from, &to.storage).await;
                // Copying and moving take time: entries that are sent in the meantime are found by another round.
                let mut is_new = Some(true);
                while is_new == Some(true) {
                    is_new = self.moved.go_on(from, &to.storage).await;
                }
                is_new.is_some()
            }
            (_, Some(visitor)) => {
                visitor.copy_files(&to.storage).await;
                true
            }
            _ => true,
        }
    }

    /// Closes the previous records, from which nothing is sent any more.
    pub(super) async fn finish(
        &mut self,
        before: UserStorage,
        to: &OpenRecords,
        controller: Option<&dyn Controller>,
    ) {
        // The last entry may still have been in flight.
        if self.moves && self.moved.go_on(&before, &to.storage).await == Some(true) {
            // As if another tab had written it.
            if let Some(controller) = controller {
                controller.heard(&entry_id(""));
            }
        }
        if to.reason == Some(VolatileReason::Shared) {
            before.destroy().await;
            before.say(SIGNED_OUT);
        }
        before.close();
    }
}
