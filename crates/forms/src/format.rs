//! The formats of JSON Schema 2020-12, each as defined by its own standard.

mod email;
mod host;
mod punycode;
mod template;
mod time;
mod uri;

use crate::pattern;

/// A format that this crate asserts. Any other name is an annotation and rejects nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A calendar date such as `2026-11-22`: `full-date` of RFC 3339.
    Date,
    /// A time of day with an offset such as `09:30:00+01:00`: `full-time` of RFC 3339, with leap seconds where UTC can
    /// have them.
    Time,
    /// A date and a time separated by `T`: `date-time` of RFC 3339.
    DateTime,
    /// A duration such as `P1DT12H`: appendix A of RFC 3339.
    Duration,
    /// An email address such as `mara@brightwater.example`: `Mailbox` of RFC 5321.
    Email,
    /// An email address in any script: RFC 6531.
    IdnEmail,
    /// A host name of RFC 1123. Labels with the prefix `xn--` are checked like those of [`Format::IdnHostname`].
    Hostname,
    /// A host name in any script: RFC 5890. See `host.rs` for simplifications.
    IdnHostname,
    /// An IPv4 address in dotted decimal notation: RFC 2673.
    Ipv4,
    /// An IPv6 address without a zone: RFC 4291.
    Ipv6,
    /// An absolute URI: `URI` of RFC 3986.
    Uri,
    /// An absolute or relative reference: `URI-reference` of RFC 3986.
    UriReference,
    /// An absolute IRI in any script: RFC 3987.
    Iri,
    /// An absolute or relative reference in any script: RFC 3987.
    IriReference,
    /// A URI template of any level: RFC 6570.
    UriTemplate,
    /// A UUID of any version and variant: RFC 4122.
    Uuid,
    /// A JSON Pointer as a string, not as a fragment: RFC 6901.
    JsonPointer,
    /// A relative JSON Pointer, as defined by its draft.
    RelativeJsonPointer,
    /// A regular expression of ECMA-262, including those that [`pattern::Pattern`] does not support.
    Regex,
}

impl Format {
    /// The format with this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "date" => Self::Date,
            "time" => Self::Time,
            "date-time" => Self::DateTime,
            "duration" => Self::Duration,
            "email" => Self::Email,
            "idn-email" => Self::IdnEmail,
            "hostname" => Self::Hostname,
            "idn-hostname" => Self::IdnHostname,
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "uri" => Self::Uri,
            "uri-reference" => Self::UriReference,
            "iri" => Self::Iri,
            "iri-reference" => Self::IriReference,
            "uri-template" => Self::UriTemplate,
            "uuid" => Self::Uuid,
            "json-pointer" => Self::JsonPointer,
            "relative-json-pointer" => Self::RelativeJsonPointer,
            "regex" => Self::Regex,
            _ => return None,
        })
    }

    /// Whether a text conforms to this format.
    #[must_use]
    pub fn holds(self, text: &str) -> bool {
        match self {
            Self::Date => time::is_date(text.as_bytes()),
            Self::Time => time::is_time(text.as_bytes()),
            Self::DateTime => time::is_date_time(text.as_bytes()),
            Self::Duration => time::is_duration(text),
            Self::Email => email::is_email(text, false),
            Self::IdnEmail => email::is_email(text, true),
            Self::Hostname => text.is_ascii() && host::is_hostname(text),
            Self::IdnHostname => host::is_hostname(text),
            Self::Ipv4 => is_ipv4(text),
            Self::Ipv6 => is_ipv6(text),
            Self::Uri => uri::is_reference(text, true, false),
            Self::UriReference => uri::is_reference(text, false, false),
            Self::Iri => uri::is_reference(text, true, true),
            Self::IriReference => uri::is_reference(text, false, true),
            Self::UriTemplate => template::is_template(text),
            Self::Uuid => is_uuid(text),
            Self::JsonPointer => is_json_pointer(text),
            Self::RelativeJsonPointer => is_relative_json_pointer(text),
            Self::Regex => pattern::is_syntax(text),
        }
    }
}

/// The local time `HH:MM:SS` of a `time` with an offset, on a clock that is `ahead` minutes ahead of UTC. `None` for
/// any other text.
#[must_use]
pub fn on_clock(time: &str, ahead: i32) -> Option<String> {
    time::on_clock(time, ahead)
}

/// Whether a text is a local time without an offset: `14:30` or `14:30:00`.
pub(crate) fn is_wall_time(text: &str) -> bool {
    ["Z", ":00Z"]
        .iter()
        .any(|rest| Format::Time.holds(&format!("{text}{rest}")))
}

/// Four numbers up to 255, without leading zeros.
fn is_ipv4(text: &str) -> bool {
    let mut parts = 0;
    let all = text.split('.').all(|part| {
        parts += 1;
        let value = part.bytes().try_fold(0_u32, |value, byte| {
            let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
            Some(value.saturating_mul(10).saturating_add(digit))
        });
        let one_way_to_write = part.len() == 1 || !part.starts_with('0');
        !part.is_empty() && one_way_to_write && value.is_some_and(|value| value <= 255)
    });
    all && parts == 4
}

/// Eight groups, or fewer with one `::`. The last two groups may be an IPv4 address.
fn is_ipv6(text: &str) -> bool {
    let (before, after) = match text.split_once("::") {
        None => (text, None),
        Some((before, after)) => (before, Some(after)),
    };
    match after {
        None => groups(before, true) == Some(8),
        Some(after) => {
            matches!((groups(before, false), groups(after, true)), (Some(a), Some(b)) if a + b < 8)
        }
    }
}

/// The number of 16-bit groups; `None` if one is invalid.
fn groups(text: &str, may_end_in_ipv4: bool) -> Option<usize> {
    let mut rest = text;
    let mut count = 0;
    while !text.is_empty() {
        let (group, after) = match rest.split_once(':') {
            None => (rest, None),
            Some((group, after)) => (group, Some(after)),
        };
        count += 1;
        if after.is_none() && may_end_in_ipv4 && is_ipv4(group) {
            count += 1;
        } else if !(1..=4).contains(&group.len()) || !group.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        match after {
            None => break,
            Some(after) => rest = after,
        }
    }
    Some(count)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_json_pointer(text: &str) -> bool {
    let mut escaped = text.split('~');
    let begins_right = text.is_empty() || text.starts_with('/');
    escaped.next();
    begins_right && escaped.all(|rest| rest.starts_with(['0', '1']))
}

fn is_relative_json_pointer(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let one_way_to_write = digits == 1 || !text.starts_with('0');
    digits > 0 && one_way_to_write && (rest == "#" || is_json_pointer(rest))
}
