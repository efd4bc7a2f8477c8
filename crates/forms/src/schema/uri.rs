//! Resolves references for `$id` and `$ref` according to RFC 3986, without fetching anything.

/// The five parts of an address. Each includes its delimiter, so that an empty part differs from a missing one.
#[derive(Clone, Copy)]
struct Parts<'a> {
    scheme: &'a str,
    authority: &'a str,
    path: &'a str,
    query: &'a str,
}

/// The address of `reference` relative to `base`, both without a fragment (RFC 3986, section 5.2.2).
pub(super) fn resolve(base: &str, reference: &str) -> String {
    let base = parts(base);
    let mut to = parts(reference);
    let mut path = String::new();
    if to.scheme.is_empty() {
        to.scheme = base.scheme;
        if to.authority.is_empty() {
            to.authority = base.authority;
            if to.path.is_empty() {
                to.path = base.path;
                if to.query.is_empty() {
                    to.query = base.query;
                }
            } else if !to.path.starts_with('/') {
                match base.path.rsplit_once('/') {
                    Some((folder, _)) => path = format!("{folder}/"),
                    None if !base.authority.is_empty() => path.push('/'),
                    None => {}
                }
            }
        }
    }
    path.push_str(to.path);
    let path = without_dots(&path);
    [to.scheme, to.authority, &path, to.query].concat()
}

fn parts(text: &str) -> Parts<'_> {
    let is_scheme = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    let scheme = match text.split_once(':') {
        Some((name, _)) if is_scheme(name) => name.len() + 1,
        _ => 0,
    };
    let (scheme, rest) = text.split_at_checked(scheme).unwrap_or(("", text));
    let (rest, query) = cut(rest, '?');
    let (authority, path) = match rest.strip_prefix("//") {
        Some(host) => {
            let end = host.find('/').map_or(rest.len(), |at| at + 2);
            rest.split_at_checked(end).unwrap_or((rest, ""))
        }
        None => ("", rest),
    };
    Parts {
        scheme,
        authority,
        path,
        query,
    }
}

/// The text before the delimiter, and the rest including it.
fn cut(text: &str, mark: char) -> (&str, &str) {
    text.find(mark)
        .and_then(|at| text.split_at_checked(at))
        .unwrap_or((text, ""))
}

/// Removes dot segments (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut names = path.split('/').peekable();
    while let Some(name) = names.next() {
        let last = names.peek().is_none();
        match name {
            "." | ".." => {
                // The empty segment before the first slash is kept.
                if name == ".." && (kept.len() > 1 || kept.first().is_some_and(|n| !n.is_empty())) {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            name => kept.push(name),
        }
    }
    kept.join("/")
}

/// Percent-decodes a text; `None` if the result is not UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve_as_rfc_3986_says() {
        let check = |base: &str, reference: &str, expected: &str| {
            assert_eq!(resolve(base, reference), expected, "{base} {reference}");
        };
        // The examples of section 5.4 without fragments.
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
        ] {
            check("http://a/b/c/d;p?q", reference, expected);
        }
        check("http://a", "g", "http://a/g");
        check("", "item.json", "item.json");
        check("item.json", "other.json", "other.json");
        check("urn:uuid:1", "urn:uuid:2", "urn:uuid:2");
    }

    #[test]
    fn percent_encoding_is_undone() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(decode(text).as_deref(), expected, "{text}");
        };
        check("/a%25b", Some("/a%b"));
        check("%C3%A9", Some("é"));
        check("%2", None);
        check("%zz", None);
        check("%C3", None);
    }
}
