//! Email addresses: `Mailbox` of RFC 5321, and of RFC 6531 for any script.
//!
//! Address literals are IPv4 or IPv6 addresses; no other kind has been registered.

use super::{host, is_ipv4, is_ipv6};

pub(super) fn is_email(text: &str, any_script: bool) -> bool {
    // Only a quoted local part can contain another @.
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    local.len() <= 64 && is_local(local, any_script) && is_domain(domain, any_script)
}

fn is_local(local: &str, any_script: bool) -> bool {
    let quoted = local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let Some(quoted) = quoted else {
        return local.split('.').all(|atom| {
            !atom.is_empty() && atom.chars().all(|c| {
                c.is_ascii_alphanumeric()
                    || matches!(
                        c,
                        '!' | '#'..='\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^'..='`' | '{'..='~'
                    )
                    || (any_script && !c.is_ascii())
            })
        });
    };
    let mut escaped = false;
    let all = quoted.chars().all(|c| {
        let plain = matches!(c, ' '..='~') && (escaped || c != '"');
        escaped = c == '\\' && !escaped;
        plain || (any_script && !c.is_ascii() && !escaped)
    });
    all && !escaped
}

fn is_domain(domain: &str, any_script: bool) -> bool {
    let literal = domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match literal {
        Some(literal) => match literal.strip_prefix("IPv6:") {
            Some(address) => is_ipv6(address),
            None => is_ipv4(literal),
        },
        None => {
            domain.len() <= 255
                && domain
                    .split('.')
                    .all(|label| host::is_label(label, any_script))
        }
    }
}
