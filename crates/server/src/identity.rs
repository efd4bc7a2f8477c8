//! Identities of users at the systems that sign them in.

use crate::email_address::{address_key, is_address};
use std::fmt;

/// The issuer of names from a trusted proxy.
pub(crate) const PROXY_ISSUER: &str = "proxy";

/// The maximum length of a subject, in bytes, as in OpenID Connect.
pub(crate) const LONGEST_SUBJECT: usize = 255;

/// An identity: a person's identifier at an issuer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The issuer of tokens, or `proxy` for names from a trusted proxy.
    pub issuer: String,
    /// The issuer's identifier of the person. It is compared byte by byte, and never with an e-mail
    /// address.
    pub subject: String,
}

impl Identity {
    /// The identity with this subject, or with this name from a proxy.
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

    /// Whether the identity comes from a trusted proxy.
    pub(crate) fn is_of_proxy(&self) -> bool {
        self.issuer == PROXY_ISSUER
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {:?}", self.subject, self.issuer)
    }
}

/// Whether a text is a valid subject.
pub(crate) fn is_subject(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST_SUBJECT && !text.contains(char::is_control)
}
