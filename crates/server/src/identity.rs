//! Who somebody is to whoever signs them in.

use crate::email_address::{address_key, is_address};
use std::fmt;

/// The issuer of the names that a trusted proxy gives.
pub(crate) const PROXY_ISSUER: &str = "proxy";

/// The longest subject, in bytes. OpenID Connect allows no longer one.
pub(crate) const LONGEST_SUBJECT: usize = 255;

/// Who somebody is to an issuer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The issuer of tokens, or `proxy` for the names that a trusted proxy gives.
    pub issuer: String,
    /// What the issuer calls them. It is compared byte by byte, and never with an e-mail address.
    pub subject: String,
}

impl Identity {
    /// The identity of this subject, or of this name that a proxy gives.
    pub(crate) fn new(issuer: String, subject: String) -> Self {
        // Proxies pass addresses on in any case.
        let is_address = issuer == PROXY_ISSUER && is_address(&subject);
        let subject = if is_address {
            address_key(&subject)
        } else {
            subject
        };
        Self { issuer, subject }
    }

    /// Whether it is a name that a trusted proxy has given.
    pub(crate) fn is_of_proxy(&self) -> bool {
        self.issuer == PROXY_ISSUER
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {:?}", self.subject, self.issuer)
    }
}

/// Whether the text can be a subject.
pub(crate) fn is_subject(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST_SUBJECT && !text.contains(char::is_control)
}
