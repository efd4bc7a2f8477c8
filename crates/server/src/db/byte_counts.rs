//! Conversion of byte counts for the database, which has no unsigned integers.

use super::StoreError;

pub(super) fn signed(bytes: u64) -> Result<i64, StoreError> {
    i64::try_from(bytes)
        .map_err(|_| StoreError::Failed(format!("the size {bytes} is too large").into()))
}

pub(super) fn unsigned(bytes: i64) -> Result<u64, StoreError> {
    u64::try_from(bytes)
        .map_err(|_| StoreError::Failed(format!("the stored size {bytes} is negative").into()))
}
