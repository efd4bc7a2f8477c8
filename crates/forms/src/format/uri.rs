//! URI references (RFC 3986) and IRI references (RFC 3987).

use super::is_ipv6;

/// A reference; with `absolute`, it must have a scheme.
pub(super) fn is_reference(text: &str, absolute: bool, any_script: bool) -> bool {
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    // A colon in the first segment ends a scheme. The first segment of a relative path must not contain one.
    let first = rest.split('/').next().unwrap_or_default();
    let rest = match first.split_once(':') {
        Some((scheme, _)) if is_scheme(scheme) => rest.get(scheme.len() + 1..).unwrap_or_default(),
        None if !absolute => rest,
        _ => return false,
    };
    let (authority, path) = match rest.strip_prefix("//") {
        None => (None, rest),
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            (rest.get(..end), rest.get(end..).unwrap_or_default())
        }
    };
    let letter = |c: char| is_path(c) || (any_script && is_foreign(c));
    let after = |c: char| letter(c) || c == '?';
    let private = |c: char| {
        any_script
            && matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F_0000}'..='\u{F_FFFD}' | '\u{10_0000}'..='\u{10_FFFD}')
    };
    authority.is_none_or(|authority| is_authority(authority, any_script))
        && is_made_of(path, &letter)
        && is_made_of(query, &|c| after(c) || private(c))
        && is_made_of(fragment, &after)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

fn is_authority(text: &str, any_script: bool) -> bool {
    let name = |c: char| is_name(c) || (any_script && is_foreign(c));
    let (user, host) = text.split_once('@').unwrap_or(("", text));
    let (host_is_right, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((literal, rest)) => (is_literal(literal), rest),
        None => {
            let end = host.find(':').unwrap_or(host.len());
            let (host, rest) = host.split_at_checked(end).unwrap_or((host, ""));
            (is_made_of(host, &name), rest)
        }
    };
    let port_is_right = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()));
    host_is_right && port_is_right && is_made_of(user, &|c| name(c) || c == ':')
}

/// The contents of the brackets of a host.
fn is_literal(text: &str) -> bool {
    let Some(future) = text.strip_prefix(['v', 'V']) else {
        return is_ipv6(text);
    };
    future.split_once('.').is_some_and(|(version, address)| {
        !version.is_empty()
            && version.bytes().all(|b| b.is_ascii_hexdigit())
            && !address.is_empty()
            && address.chars().all(|c| is_name(c) || c == ':')
    })
}

/// `unreserved` and `sub-delims`.
fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '.' | '_' | '~' | '!' | '$' | '&'..=',' | ';' | '=')
}

/// `pchar` and the slash.
fn is_path(c: char) -> bool {
    is_name(c) || matches!(c, ':' | '@' | '/')
}

/// `ucschar` of RFC 3987.
pub(super) fn is_foreign(c: char) -> bool {
    match c {
        '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' => true,
        // Planes 1 to 14, without the last two code points of each and the tags of plane 14.
        '\u{1_0000}'..='\u{D_FFFF}' | '\u{E_1000}'..='\u{E_FFFF}' => u32::from(c) & 0xFFFF < 0xFFFE,
        _ => false,
    }
}

/// Whether a text consists of allowed characters and percent-encoded bytes.
pub(super) fn is_made_of(text: &str, allowed: &dyn Fn(char) -> bool) -> bool {
    let mut parts = text.split('%');
    let plain = |text: &str| text.chars().all(allowed);
    parts.next().is_none_or(&plain)
        && parts.all(|part| {
            part.split_at_checked(2).is_some_and(|(code, rest)| {
                code.bytes().all(|b| b.is_ascii_hexdigit()) && plain(rest)
            })
        })
}
