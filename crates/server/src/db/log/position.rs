//! An entry of the log, recorded in a place where nobody with access to the database can change it.

use std::fmt;
use std::str::FromStr;

/// The number of an entry and its hash, such as `12:9f86d0…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPosition {
    /// The number.
    pub seq: i64,
    /// The hash: 64 hexadecimal digits in lower case.
    pub hash: String,
}

impl fmt::Display for LogPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for LogPosition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.trim().split_once(':');
        let parts = parts.and_then(|(seq, hash)| Some((seq.parse().ok()?, hash)));
        let is_hash = |hash: &str| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        match parts {
            Some((seq, hash)) if seq > 0 && is_hash(hash) => Ok(Self {
                seq,
                hash: hash.to_ascii_lowercase(),
            }),
            _ => {
                let expected = "expected the number of an entry, a colon and its hash of 64 hexadecimal digits";
                Err(expected.to_owned())
            }
        }
    }
}
