//! `Upload-Checksum`: the checksum of the body of one `PATCH` (tus 1.0, "Checksum").

use super::refusal;
use crate::http::ApiError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::Sha256;
use sha2::digest::DynDigest;

/// The algorithms, the best first. tus requires SHA-1, which protects only against accidents.
pub(super) const ALGORITHMS: &str = "sha256,sha1";

/// A checksum that is computed while bytes arrive, and the expected value.
pub(crate) struct Checksum {
    sum: Box<dyn DynDigest + Send>,
    expected: Vec<u8>,
}

impl Checksum {
    /// Parses the header: the name of an algorithm, a space, and the checksum in Base64.
    pub(crate) fn read(header: &str) -> Result<Self, ApiError> {
        let wrong = || {
            ApiError::bad_request("Upload-Checksum must be an algorithm and a checksum in Base64.")
        };
        let (algorithm, sum) = header.split_once(' ').ok_or_else(wrong)?;
        let expected = STANDARD.decode(sum.trim()).map_err(|_| wrong())?;
        let sum: Box<dyn DynDigest + Send> = match algorithm {
            "sha256" => Box::new(Sha256::default()),
            "sha1" => Box::new(Sha1::default()),
            _ => {
                let words = format!("Upload-Checksum supports {ALGORITHMS}.");
                return Err(ApiError::bad_request(words));
            }
        };
        Ok(Self { sum, expected })
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.sum.update(bytes);
    }

    pub(super) fn verify(self) -> Result<(), ApiError> {
        if *self.sum.finalize() == *self.expected {
            Ok(())
        } else {
            Err(refusal::checksum())
        }
    }
}
