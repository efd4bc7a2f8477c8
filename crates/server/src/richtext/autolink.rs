//! Detection of URLs and e-mail addresses in plain text.

use super::link::{self, MAX_URL};
use linkify::{LinkFinder, LinkKind};
use portico_contract::{Inline, LinkTarget};
use std::ops::Range;

/// Turns the addresses in a line into links, with at most `room` additional nodes, and returns the
/// number of added nodes.
///
/// Recognises `http://`, `https://`, `www.` and e-mail addresses. Punctuation that ends a sentence,
/// or that closes a bracket or quotation opened before the address, is not part of it.
pub(super) fn link_addresses(content: Vec<Inline>, room: usize) -> (Vec<Inline>, usize) {
    let mut linked = Vec::with_capacity(content.len());
    let mut added = 0;
    for inline in content {
        let Inline::Text { text } = inline else {
            linked.push(inline);
            continue;
        };
        let before = linked.len();
        let mut done = 0;
        for (range, target) in addresses(&text) {
            // The link, the text before it, and the text after it.
            if added + linked.len() - before + 4 > room {
                break;
            }
            push_text(&mut linked, text.get(done..range.start));
            done = range.end;
            let mut words = Vec::new();
            push_text(&mut words, text.get(range));
            added += words.len();
            linked.push(Inline::Link {
                target,
                content: words,
            });
        }
        match done {
            0 => linked.push(Inline::Text { text }),
            done => push_text(&mut linked, text.get(done..)),
        }
        added += linked.len() - before - 1;
    }
    (linked, added)
}

fn push_text(content: &mut Vec<Inline>, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        let text = text.to_owned();
        content.push(Inline::Text { text });
    }
}

/// The addresses in a text, from the first to the last, each with its range in bytes.
fn addresses(text: &str) -> impl Iterator<Item = (Range<usize>, LinkTarget)> + '_ {
    let mut next = 0;
    text.split_inclusive(ends_address).flat_map(move |piece| {
        let start = next;
        next += piece.len();
        let piece = piece.trim_end_matches(ends_address);
        // Longer addresses are never kept.
        let found = match piece.len() {
            0..=MAX_URL => in_piece(piece),
            _ => Vec::new(),
        };
        let place = move |range: Range<usize>| start + range.start..start + range.end;
        found
            .into_iter()
            .map(move |(range, target)| (place(range), target))
    })
}

fn in_piece(piece: &str) -> Vec<(Range<usize>, LinkTarget)> {
    let full = piece.contains("://") || piece.contains('@');
    if !full && !lower_case(piece).contains("www.") {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(full);
    let scanned = scannable(piece);
    let found = finder.links(&scanned).filter_map(|found| {
        let mut range = found.start()..found.end();
        let address = piece.get(range.clone())?;
        let url = match found.kind() {
            // In `git@host:team/repository` it is not a mailbox.
            LinkKind::Email if is_remote(piece.get(range.end..)?) => return None,
            LinkKind::Email => {
                if lower_case(piece.get(..range.start)?).ends_with("mailto:") {
                    range.start -= "mailto:".len();
                }
                format!("mailto:{address}")
            }
            LinkKind::Url if full => {
                // In "see.https://...", a space is missing; the scheme does not begin with "see.".
                let scheme = address.split("://").next()?;
                let start = scheme.rfind(['.', '+', '-']).map_or(0, |before| before + 1);
                range.start += start;
                address.get(start..)?.to_owned()
            }
            // As in GitHub's Markdown; a server that requires HTTPS redirects.
            _ if lower_case(address).starts_with("www.") => format!("http://{address}"),
            _ => return None,
        };
        Some((range, link::place(&url)?))
    });
    found.collect()
}

/// A piece of the same length that the finder parses correctly: the finder accepts a fragment only
/// after a path, and no host with an underscore, as names of Windows machines have.
fn scannable(piece: &str) -> String {
    let host = piece.find("://").unwrap_or(piece.len());
    let readable = |(at, letter)| match letter {
        '#' => '?',
        // Any letter is suitable.
        '_' if at > host => 'x',
        letter => letter,
    };
    piece.char_indices().map(readable).collect()
}

/// Whether a path follows, as after the host of a remote repository.
fn is_remote(rest: &str) -> bool {
    rest.strip_prefix(':')
        .is_some_and(|path| path.starts_with(|c: char| c.is_alphanumeric() || "/~".contains(c)))
}

fn lower_case(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// Whether a character is never part of an address. The finder handles ASCII characters itself.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '¡' | '§' | '«' | '¶' | '»' | '¿'
            // Arabic and Devanagari full stops and commas.
            | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}'
            // Invisible characters, long dashes, quotation marks, bullets, ellipses.
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2014}'..='\u{205e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            // Chinese, Japanese and Korean punctuation, half-width and full-width.
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
            | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}
