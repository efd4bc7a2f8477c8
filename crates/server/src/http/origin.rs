//! Web origins, compared as browsers compare them.

use std::str::FromStr;
use url::Url;

/// Scheme, host and port of a web page (RFC 6454), normalised as browsers send them: in lower case,
/// with names in ASCII, and without the scheme's default port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    text: String,
    scheme: String,
    host: String,
}

impl Origin {
    /// The value of the header `Origin`, such as `https://help.example.com`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `http` or `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The host name or address, without the port; an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            "expected an origin such as https://intranet.example, with an optional port and no path"
                .to_owned()
        };
        let url: Url = text.parse().map_err(|_| wrong())?;
        let is_web = matches!(url.scheme(), "http" | "https") && text.contains("://");
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_anonymous = url.username().is_empty() && url.password().is_none();
        let host = url.host_str().filter(|_| is_web && is_bare && is_anonymous);
        Ok(Self {
            host: host.ok_or_else(wrong)?.to_owned(),
            text: url.origin().ascii_serialization(),
            scheme: url.scheme().to_owned(),
        })
    }
}
