//! The names of the server's own files and objects.

use uuid::Uuid;

/// The name of the marker.
pub(crate) const MARKER: &str = "portico-uploads.json";
/// The size of a chunk, in bytes. Each upload in progress has one chunk in memory.
pub(crate) const CHUNK: u64 = 1024 * 1024;

/// Whether a name is the ID of an upload: a UUID of version 7 as the server writes it.
pub(crate) fn is_upload(name: &str) -> bool {
    Uuid::try_parse(name)
        .is_ok_and(|id| id.get_version_num() == 7 && id.hyphenated().to_string() == name)
}

/// A file with bytes of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// The number of the chunk, from 0.
    pub(crate) number: u64,
    /// The epoch of the transfer that stored it, until it is in its place.
    pub(crate) epoch: Option<i64>,
    /// Whether it was still being written.
    pub(crate) is_staged: bool,
}

/// The chunk with this name: six digits; a full stop and an epoch until it is in its place; and `#`
/// and a number while it is being written.
pub(crate) fn chunk_of(name: &str) -> Option<Chunk> {
    let (name, is_staged) = match name.split_once('#') {
        Some((name, draft)) => (name, decimal(draft).map(|_| true)?),
        None => (name, false),
    };
    let (number, epoch) = match name.split_once('.') {
        Some((number, epoch)) => (number, Some(i64::try_from(decimal(epoch)?).ok()?)),
        None => (name, None),
    };
    let number = decimal(number).filter(|_| number.len() == 6)?;
    Some(Chunk {
        number,
        epoch,
        is_staged,
    })
}

fn decimal(digits: &str) -> Option<u64> {
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| all)
}

/// The name of a chunk in its place.
pub(crate) fn placed(number: u64) -> String {
    format!("{number:06}")
}

/// The name of a chunk that the transfer of this epoch has stored, until it is in its place.
pub(crate) fn pending(number: u64, epoch: i64) -> String {
    format!("{number:06}.{epoch}")
}

/// The name of the object with a chunk that the transfer of this epoch has stored.
pub(crate) fn object_name(id: &str, number: u64, epoch: i64) -> String {
    format!("{id}/{}", pending(number, epoch))
}

/// The number and the epoch in an object's name, if it is a name that [`pending`] makes.
pub(crate) fn object(name: &str) -> Option<(u64, i64)> {
    let Chunk { number, epoch, .. } = chunk_of(name)?;
    let epoch = epoch?;
    (pending(number, epoch) == name).then_some((number, epoch))
}
