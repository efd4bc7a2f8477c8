//! Files as answers: whether somebody may name them in a request.

use super::Uploads;
use crate::db::UploadRecord;
use crate::db_error::UPLOAD_GONE;
use crate::http::ApiError;
use portico_contract::Upload;

/// What a field says of its files.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted<'a> {
    /// Media types, `image/*` among them; empty: all that the server takes.
    pub(crate) types: &'a [String],
    /// The most files.
    pub(crate) max_files: Option<u32>,
    /// The largest file, in bytes.
    pub(crate) max_bytes: Option<u64>,
}

/// Why a file cannot be an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileFault {
    /// There is no such file of this person, or no more.
    Gone,
    /// Bytes of it are missing.
    Incomplete,
    /// It is part of another request.
    Used,
    /// It is named twice.
    Twice,
    /// The field takes other types.
    Type,
    /// It is larger than the field takes.
    TooLarge,
    /// The field takes fewer files.
    TooMany,
}

impl FileFault {
    /// Stable and short, for a problem's `errors`.
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

    /// For people.
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
    /// Whether these files can answer a field: the files in this order, or what is wrong with each that is not good.
    /// The same is asked again, for what can change, when the request is written.
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
                // A request never takes a file whose bytes were lost.
                Ok(file) if !self.hold(file, file.size).await? => {
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
