//! The marker of a bucket's prefix, an object that is written only on conditions, so that two
//! installations cannot both take the prefix over.

use super::UploadBucket;
use crate::db::UploadStore;
use crate::uploads::layout::MARKER;
use crate::uploads::marker::{Marker, Marking, next, read, text};
use crate::uploads::ownership::{Claim, Contents, belongs_to_another, is_not_free, judge};
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};

/// An object that no server writes; its deletion shows whether objects may be deleted.
const ABSENT: &str = "portico-uploads.json.absent";
/// The maximum number of attempts while other servers mark the same prefix.
const ATTEMPTS: usize = 5;

impl UploadBucket {
    /// Checks the access, and marks the prefix if necessary.
    ///
    /// # Errors
    /// The reason why the bucket is refused, and what to do.
    pub(super) async fn mark(
        &self,
        rows: &dyn UploadStore,
        claim: Claim<'_>,
    ) -> Result<(), String> {
        let location = self.uploads_location();
        let unusable = |error: Error| self.unusable(&error);
        let found = self.survey().await.map_err(unusable)?;
        let marking = judge(&location, &found, rows, claim).await?;
        for _ in 0..ATTEMPTS {
            let written = self.write_next(rows.installation(), marking).await;
            match written.map_err(unusable)? {
                Written::Done => return self.check_access(rows.installation()).await,
                Written::BelongsToAnother => return Err(belongs_to_another(&location)),
                Written::Changed => {}
            }
        }
        Err(format!(
            "Other servers keep changing the marker of the uploads bucket {}; start again.",
            self.location
        ))
    }

    /// Marks an empty prefix, or one of this installation, as the installation's.
    ///
    /// # Errors
    /// The sentence that says why the prefix is refused.
    pub(crate) async fn claim(&self, installation: &str) -> Result<(), String> {
        let unusable = |error: Error| self.unusable(&error);
        match self.survey().await.map_err(unusable)? {
            Contents::Nothing => {}
            Contents::Marked(marker) if marker == Marker::of(installation) => {}
            _ => return Err(is_not_free(&self.uploads_location())),
        }
        let written = self.write_next(installation, Marking::Create).await;
        match written.map_err(unusable)? {
            Written::Done => self.check_access(installation).await,
            _ => Err(is_not_free(&self.uploads_location())),
        }
    }

    /// The marker with its version, if there is one; without contents if this release cannot read
    /// it.
    pub(super) async fn read_marker(
        &self,
    ) -> Result<Option<(Option<Marker>, UpdateVersion)>, Error> {
        let found = match self.objects.get(&Path::from(MARKER)).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let version = UpdateVersion {
            e_tag: found.meta.e_tag.clone(),
            version: None,
        };
        let bytes = found.bytes().await?;
        let marker = read(&String::from_utf8_lossy(&bytes));
        Ok(Some((marker, version)))
    }

    /// The marker, if there is one that this release can read.
    pub(crate) async fn marker(&self) -> Result<Option<Marker>, Error> {
        Ok(self.read_marker().await?.and_then(|(marker, _)| marker))
    }

    /// Writes the marker that follows from the present one, unless another server was faster.
    async fn write_next(&self, installation: &str, marking: Marking<'_>) -> Result<Written, Error> {
        let (found, mode) = match self.read_marker().await? {
            Some((found, version)) => (found, PutMode::Update(version)),
            None => (None, PutMode::Create),
        };
        match next(found, installation, marking) {
            Ok(Some(marker)) => self.put_marker(&marker, mode).await,
            Ok(None) => Ok(Written::Done),
            Err(_) => Ok(Written::BelongsToAnother),
        }
    }

    async fn put_marker(&self, marker: &Marker, mode: PutMode) -> Result<Written, Error> {
        let text = text(marker).map_err(|error| Error::Generic {
            store: "S3",
            source: Box::new(error),
        })?;
        let options = PutOptions::from(mode);
        let path = Path::from(MARKER);
        let put = self.objects.put_opts(&path, text.into(), options);
        match put.await {
            Ok(_) => Ok(Written::Done),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(Written::Changed),
            Err(error) => Err(error),
        }
    }

    /// Checks that objects may be written and deleted, and that conditions are observed: the marker
    /// cannot be created again.
    async fn check_access(&self, installation: &str) -> Result<(), String> {
        let unusable = |error: Error| self.unusable(&error);
        let again = self
            .put_marker(&Marker::of(installation), PutMode::Create)
            .await;
        if again.map_err(unusable)? != Written::Changed {
            return Err(format!(
                "The uploads bucket {} cannot be used: its object store ignores the condition \
                 If-None-Match of a PUT request, which keeps two installations apart.",
                self.location
            ));
        }
        let deleted = self.objects.delete(&Path::from(ABSENT)).await;
        super::unless_gone(deleted).map_err(unusable)
    }

    /// Marks the prefix as belonging to one installation, either the announced one or the previous
    /// one.
    pub(crate) async fn settle(&self, installation: &str) -> Result<(), Error> {
        let marker = Marker::of(installation);
        self.put_marker(&marker, PutMode::Overwrite)
            .await
            .map(|_| ())
    }

    /// Withdraws the announcement of a successor: the prefix stays with its installation.
    pub(crate) async fn withdraw(&self) -> Result<(), Error> {
        match self.marker().await? {
            Some(marker) if marker.successor.is_some() => self.settle(&marker.installation).await,
            _ => Ok(()),
        }
    }
}

/// The outcome of writing the marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Done,
    /// The present marker is another one than expected.
    Changed,
    BelongsToAnother,
}
