//! The supported part of Markdown: paragraphs, lists, headings, quotes, code, emphasis and web links.
//!
//! A complete parser adds 55 kB to the module. Unsupported markup stays plain text, so nothing is lost.

use portico_contract::{Block, Document, Inline, LinkTarget, ListItem};
use std::iter::Peekable;
use std::str::Lines;

/// The maximum depth of nested emphasis.
const DEEPEST: u8 = 8;

pub(super) fn document(source: &str) -> Document {
    let mut blocks = Vec::new();
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        let text = line.trim();
        if text.is_empty() {
            continue;
        }
        if text.starts_with("```") {
            let code: Vec<&str> = lines
                .by_ref()
                .take_while(|line| line.trim() != "```")
                .collect();
            blocks.push(Block::Code {
                language: None,
                text: code.join("\n"),
            });
        } else if let Some((level, words)) = heading(text) {
            blocks.push(Block::Heading {
                level,
                id: None,
                content: inline(words, 0),
            });
        } else if let Some((ordered, first)) = item(text) {
            let more = |next| {
                let (also, words) = item(next)?;
                (also == ordered).then_some(words)
            };
            let items = following(&mut lines, first, &more)
                .into_iter()
                .map(|part| ListItem {
                    checked: None,
                    blocks: vec![paragraph(&[part])],
                });
            blocks.push(Block::List {
                ordered,
                start: None,
                items: items.collect(),
            });
        } else if let Some(first) = quoted(text) {
            let parts = following(&mut lines, first, &quoted);
            blocks.push(Block::Quote {
                blocks: vec![paragraph(&parts)],
            });
        } else {
            let goes_on = |next: &&str| {
                let ends = next.is_empty()
                    || heading(next).is_some()
                    || item(next).is_some()
                    || next.starts_with("```");
                !ends
            };
            let parts = following(&mut lines, text, &|next| Some(next).filter(goes_on));
            blocks.push(paragraph(&parts));
        }
    }
    Document { blocks }
}

/// Lines of one paragraph; line breaks are kept, as users expect of a field.
fn paragraph(lines: &[&str]) -> Block {
    let mut content = Vec::new();
    for line in lines {
        if !content.is_empty() {
            content.push(Inline::Break);
        }
        content.extend(inline(line, 0));
    }
    Block::Paragraph { content }
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let separators = u8::try_from(line.len() - words.len()).ok()?;
    let words = words.strip_prefix(' ')?;
    ((1..=4).contains(&separators)).then(|| (separators + 2, words.trim()))
}

/// A list item's text, and whether it is numbered.
fn item(line: &str) -> Option<(bool, &str)> {
    let bullet = ["- ", "* ", "+ "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark));
    if let Some(words) = bullet {
        return Some((false, words));
    }
    let (number, words) = line.split_once(". ")?;
    let numbered =
        !number.is_empty() && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit());
    numbered.then_some((true, words))
}

fn quoted(line: &str) -> Option<&str> {
    line.strip_prefix('>').map(str::trim_start)
}

/// The first line of a block and the following ones, as `more` returns them.
fn following<'a>(
    lines: &mut Peekable<Lines<'a>>,
    first: &'a str,
    more: &dyn Fn(&'a str) -> Option<&'a str>,
) -> Vec<&'a str> {
    let mut parts = vec![first];
    while let Some(next) = lines.peek().and_then(|line| more(line.trim())) {
        parts.push(next);
        lines.next();
    }
    parts
}

/// Strong, emphasised and deleted text, code and links within a line; unpaired delimiters stay as they are.
fn inline(text: &str, depth: u8) -> Vec<Inline> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if depth < DEEPEST
            && let Some((node, after)) = marked(rest, before(text, rest), depth)
        {
            if !plain.is_empty() {
                found.push(Inline::Text {
                    text: std::mem::take(&mut plain),
                });
            }
            found.push(node);
            rest = after;
        } else {
            plain.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    if !plain.is_empty() {
        found.push(Inline::Text { text: plain });
    }
    found
}

/// The character before the rest of a text.
fn before(text: &str, rest: &str) -> Option<char> {
    let read = text.get(..text.len().checked_sub(rest.len())?)?;
    read.chars().next_back()
}

/// A delimited span at the start of the text, and the rest. Underscores delimit whole words only, so that
/// `max_retry_count` stays a name.
fn marked(text: &str, before: Option<char>, depth: u8) -> Option<(Inline, &str)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (words, rest) = rest.split_once("](")?;
        let (url, after) = rest.split_once(')')?;
        let target = LinkTarget::Url {
            url: url.trim().to_owned(),
        };
        return (!words.contains('\n')).then(|| {
            (
                Inline::Link {
                    target,
                    content: inline(words, depth + 1),
                },
                after,
            )
        });
    }
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    for mark in ["`", "**", "~~", "*", "__", "_"] {
        let Some(rest) = text.strip_prefix(mark) else {
            continue;
        };
        let words = mark.starts_with('_');
        if words && (in_word(before) || before == Some('_')) {
            return None;
        }
        let ends = |at: &usize| {
            let after = rest.get(at + mark.len()..).unwrap_or_default();
            !words || !in_word(after.chars().next())
        };
        let end = rest.match_indices(mark).map(|(at, _)| at).find(ends)?;
        let (inside, after) = (rest.get(..end)?, rest.get(end + mark.len()..)?);
        if inside.trim().is_empty() || inside.starts_with(' ') {
            return None;
        }
        let content = || inline(inside, depth + 1);
        let node = match mark {
            "`" => Inline::Code {
                text: inside.to_owned(),
            },
            "**" | "__" => Inline::Strong { content: content() },
            "~~" => Inline::Strike { content: content() },
            _ => Inline::Emphasis { content: content() },
        };
        return Some((node, after));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with emphasised parts in angle brackets.
    fn marked(nodes: &[Inline]) -> String {
        let each = nodes.iter().map(|node| match node {
            Inline::Text { text } => text.clone(),
            Inline::Emphasis { content } => format!("<{}>", marked(content)),
            Inline::Strong { content } => format!("<<{}>>", marked(content)),
            Inline::Code { text } => format!("`{text}`"),
            _ => "?".to_owned(),
        });
        each.collect()
    }

    #[test]
    fn underscores_mark_whole_words_only() {
        for (source, expected) in [
            ("max_retry_count", "max_retry_count"),
            (
                "in net_drive_map.ini, a_b_c_d",
                "in net_drive_map.ini, a_b_c_d",
            ),
            ("größe_über_alles", "größe_über_alles"),
            ("_so_ and _so it is_.", "<so> and <so it is>."),
            ("(_so_)", "(<so>)"),
            ("_snake_case_", "<snake_case>"),
            ("_open and_more", "_open and_more"),
            ("__strong__ and __dunder__", "<<strong>> and <<dunder>>"),
            ("a__b__c", "a__b__c"),
            ("un*frigging*believable", "un<frigging>believable"),
            ("**bold** and `a_b_c`", "<<bold>> and `a_b_c`"),
        ] {
            assert_eq!(marked(&inline(source, 0)), expected, "{source}");
        }
    }
}
