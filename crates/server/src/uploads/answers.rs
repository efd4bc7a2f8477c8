//! Files in answers: whether a user may refer to them in a request.

use super::Uploads;
use crate::db::UploadRecord;
use crate::db_error::UPLOAD_GONE;
use crate::http::ApiError;
use portico_contract::Upload;

/// A field's requirements for its files.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted<'a> {
    /// Media types, which may include `image/*`; empty: all accepted types.
    pub(crate) types: &'a [String],
    /// The maximum number of files.
    pub(crate) max_files: Option<u32>,
    /// The maximum size of a file, in bytes.
    pub(crate) max_bytes: Option<u64>,
}

/// The reason why a file cannot be part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileFault {
    /// The user has no such file, or no longer.
    Gone,
    /// Some of its bytes are missing.
    Incomplete,
    /// It is part of another request.
    Used,
    /// It is listed twice.
    Twice,
    /// The field accepts only other types.
    Type,
    /// It is larger than the field accepts.
    TooLarge,
    /// The field accepts fewer files.
    TooMany,
}

impl FileFault {
    /// A stable, short code for a problem's `errors`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Gone => UPLOAD_GONE.0,
            Self::Incomplete => "upload.incomplete",
            Self::Used => "upload.used",
            Self::Twice => "uniqueItems",
            Self::Type => "upload.type",
            Self::TooLarge => "upload.maxBytes",
            Self::TooMany => "upload.maxFiles",
        }
    }

    /// A message for users.
    pub(crate) fn detail(self) -> &'static str {
        match self {
            Self::Gone => UPLOAD_GONE.1,
            Self::Incomplete => "This file didn’t arrive completely. Upload it again.",
            Self::Used => "This file is part of another request. Upload it again.",
            Self::Twice => "This file is listed twice.",
            Self::Type => "This file type isn’t accepted here.",
            Self::TooLarge => "This file is too large for this field.",
            Self::TooMany => "Too many files.",
        }
    }
}

impl Uploads {
    /// Whether these files can answer a field: returns the files in this order, or the fault of
    /// each unusable file. Conditions that can change are checked again when the request is stored.
    pub(crate) async fn check(
        &self,
        user: &str,
        ids: &[String],
        wanted: Wanted<'_>,
    ) -> Result<Result<Vec<Upload>, Vec<(usize, FileFault)>>, ApiError> {
        let known = self.rows.uploads(ids).await?;
        let mut good = Vec::new();
        let mut faults = Vec::new();
        for (place, id) in ids.iter().enumerate() {
            let found = known
                .iter()
                .find(|file| file.id == *id && file.user == user);
            let twice = ids.iter().take(place).any(|before| before == id);
            let most = usize::try_from(wanted.max_files.unwrap_or(u32::MAX)).unwrap_or(usize::MAX);
            match fault(found, wanted) {
                _ if twice => faults.push((place, FileFault::Twice)),
                _ if place >= most => faults.push((place, FileFault::TooMany)),
                // A request never uses a file whose bytes were lost.
                Ok(file) if !self.hold(file, file.size).await? => {
                    self.files.confirm().await?;
                    faults.push((place, FileFault::Gone));
                }
                Ok(file) => good.push(super::shown(file)),
                Err(fault) => faults.push((place, fault)),
            }
        }
        Ok(if faults.is_empty() {
            Ok(good)
        } else {
            Err(faults)
        })
    }
}

fn fault<'a>(
    file: Option<&'a UploadRecord>,
    wanted: Wanted<'_>,
) -> Result<&'a UploadRecord, FileFault> {
    let file = file.ok_or(FileFault::Gone)?;
    if file.request.is_some() {
        Err(FileFault::Used)
    } else if !file.is_complete() {
        Err(FileFault::Incomplete)
    } else if !portico_contract::takes(wanted.types, &file.media_type) {
        Err(FileFault::Type)
    } else if wanted.max_bytes.is_some_and(|most| file.size > most) {
        Err(FileFault::TooLarge)
    } else {
        Ok(file)
    }
}
