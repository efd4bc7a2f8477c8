//! Untrusted addresses: from a backend's responses, an element's attributes, and forms. An address that this module has
//! not parsed into one of its types never becomes a link.
//!
//! Browsers are lenient: they remove control characters and spaces around an address, tabs and line ends within it, and
//! treat a backslash as a slash (WHATWG URL, "basic URL parser"). So an address is first normalised in the same way,
//! and then accepted only if it has a single interpretation. Places in the portal are [`crate::route::Route`]s.

/// An external address for a link: it cannot act in this page, and shows its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLink {
    href: String,
    scheme: Scheme,
}

/// The schemes allowed in links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Https,
    Http,
    Mail,
    Phone,
}

impl OutsideLink {
    /// Parses an absolute address: `https:` or `http:` with a host and without credentials, `mailto:` or `tel:`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let href = normalised(text);
        if href.chars().any(is_odd) {
            return None;
        }
        let (scheme, rest) = href.split_once(':')?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            "mailto" => Scheme::Mail,
            "tel" => Scheme::Phone,
            _ => return None,
        };
        let is_whole = match scheme {
            Scheme::Https | Scheme::Http => rest.strip_prefix("//").is_some_and(has_host),
            Scheme::Mail | Scheme::Phone => !rest.is_empty() && !rest.starts_with('/'),
        };
        is_whole.then_some(Self { href, scheme })
    }

    /// The value for a link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.href
    }

    /// Whether it leads to a web page instead of a mail or phone program.
    #[must_use]
    pub fn is_web(&self) -> bool {
        matches!(self.scheme, Scheme::Https | Scheme::Http)
    }
}

/// The address for signing in: a path on the API's own origin, or an HTTPS page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOn(String);

impl SignOn {
    /// Parses a backend's value. A path is relative to `origin`, the origin of the backend's API, whatever the origin
    /// of the page.
    #[must_use]
    pub fn parse(text: &str, origin: &str) -> Option<Self> {
        match OutsideLink::parse(text) {
            Some(link) if link.scheme == Scheme::Https => Some(Self(link.href)),
            Some(_) => None,
            None => own_path(text).map(|path| Self([origin, &path].concat())),
        }
    }

    /// Adds a parameter before any fragment; `value` is already percent-encoded.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> String {
        let (page, fragment) = match self.0.split_once('#') {
            Some((page, fragment)) => (page, ["#", fragment].concat()),
            None => (self.0.as_str(), String::new()),
        };
        let join = match page.split_once('?') {
            None => "?",
            Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
            Some(_) => "&",
        };
        [page, join, name, "=", value, &fragment].concat()
    }
}

/// The origin of an absolute web address, such as `https://help.example:8443`.
#[must_use]
pub fn origin_of(address: &str) -> Option<&str> {
    let host = address.find("://")? + 3;
    let rest = address.get(host..)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    address.get(..host + end)
}

/// A path on this page's own origin, as browsers interpret it: one slash, no other after it, and no parent segment.
#[must_use]
pub fn own_path(text: &str) -> Option<String> {
    let path = normalised(text);
    let is_own = path.starts_with('/') && !path.starts_with("//");
    (is_own && !path.chars().any(is_odd) && stays_within(&path)).then_some(path)
}

/// Whether a path below the API's address stays there: browsers interpret `.` and `..` as segments even if they are
/// encoded, and no encoding of an ID avoids that.
#[must_use]
pub fn stays_within(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let steps = |segment: &str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    path.starts_with('/') && !path.chars().any(is_odd) && !path.split('/').any(steps)
}

/// The characters that a browser removes before it parses an address.
fn normalised(text: &str) -> String {
    let around = |c: char| c <= ' ';
    let within = |c: &char| !matches!(c, '\t' | '\n' | '\r');
    text.trim_matches(around).chars().filter(within).collect()
}

/// Characters that make an address ambiguous: backslashes, white space, invisible characters.
fn is_odd(c: char) -> bool {
    // Direction and zero-width marks display another address than the one that is followed.
    let unseen = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}');
    c == '\\' || c.is_control() || c.is_whitespace() || unseen
}

/// Whether the text after `//` begins with a host, optionally with a port, and with nothing before it.
fn has_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let is_port = port.is_empty() || (port.len() < 6 && port.bytes().all(|b| b.is_ascii_digit()));
    let is_ipv6 = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|inner| {
            inner.contains(':')
                && inner
                    .chars()
                    .all(|c| c.is_ascii_hexdigit() || c == ':' || c == '.')
        });
    // WHATWG URL's forbidden domain code points; they include `%` and `@`, so credentials are not a host.
    let forbidden = |c: char| "#%/:<>?@[]^|\"`{}".contains(c);
    is_port && (is_ipv6 || !host.trim_matches('.').is_empty() && !host.contains(forbidden))
}
