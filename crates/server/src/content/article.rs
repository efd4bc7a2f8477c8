//! articles/<id>.md and articles/<id>.<language>.md: front matter, then Markdown.

use super::reader::{Cursor, Diagnostics, Located, What};
use super::service::{Audience, audience};
use super::yaml;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An article in every language it exists in.
pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) category: Located<String>,
    pub(crate) owner: Located<String>,
    pub(crate) services: Vec<Located<String>>,
    pub(crate) related: Vec<Located<String>>,
    pub(crate) audience: Audience,
    pub(crate) popularity: u8,
    /// The default language's text is always there.
    pub(crate) languages: BTreeMap<String, Words>,
}

/// An article in one language.
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) keywords: Vec<String>,
    pub(crate) reviewed: Date,
    /// Markdown, and the line it starts on.
    pub(crate) body: Located<String>,
}

/// Reads an article in the default language.
pub(crate) fn read(id: &str, file: &str, text: &str, desk: &Diagnostics) -> Option<Article> {
    let (front, body) = split(file, text, desk)?;
    let at = Cursor {
        desk,
        file,
        node: &front,
    };
    let map = at.map()?;
    let words = words(&map, body);
    let category = map.need("category").and_then(|at| at.refer(What::Category));
    let owner = map.need("owner").and_then(|at| at.refer(What::Person));
    let services = map
        .may("services")
        .map(|at| at.refer_all(What::Service))
        .unwrap_or_default();
    let related = map
        .may("related")
        .map(|at| at.refer_all(What::Article))
        .unwrap_or_default();
    let audience = map
        .may("audience")
        .map(|at| audience(at, false))
        .unwrap_or_default();
    let popularity = map
        .may("popularity")
        .and_then(Cursor::percent)
        .unwrap_or_default();
    map.finish();
    Some(Article {
        id: id.to_owned(),
        category: category?,
        owner: owner?,
        services,
        related,
        audience,
        popularity,
        languages: BTreeMap::from([(desk.default_language(), words?)]),
    })
}

/// Reads an article's translation.
pub(crate) fn read_translation(file: &str, text: &str, desk: &Diagnostics) -> Option<Words> {
    let (front, body) = split(file, text, desk)?;
    let map = Cursor {
        desk,
        file,
        node: &front,
    }
    .map()?;
    let words = words(&map, body);
    map.finish();
    words
}

/// What the front matter says in every language; the body is noted to be checked.
fn words(map: &super::reader::Members<'_>, body: Located<String>) -> Option<Words> {
    map.at.desk.markdown(map.at.file, &body);
    let title = map.need("title").and_then(Cursor::string);
    let summary = map.need("summary").and_then(Cursor::string);
    let keywords = map.may("keywords").map(Cursor::strings).unwrap_or_default();
    let reviewed = map.need("reviewed").and_then(Cursor::date);
    Some(Words {
        title: title?,
        summary: summary?,
        keywords: keywords.into_iter().map(|word| word.value).collect(),
        reviewed: reviewed?,
        body,
    })
}

/// Parts a file into its front matter and its body.
fn split(file: &str, text: &str, desk: &Diagnostics) -> Option<(yaml::Node, Located<String>)> {
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line));
    let front: String = lines.by_ref().take_while(|line| !is_fence(line)).collect();
    let front_lines = front.lines().count();
    let line = front_lines + 3;
    let is_closed = text.lines().nth(line - 2).is_some_and(is_fence);
    if first.is_none() || !is_closed {
        let reason = "the file must start with front matter between two lines of ---";
        desk.fault(file, 1, reason);
        return None;
    }
    let body = lines.collect();
    match yaml::parse(&front, 1) {
        Ok(node) => Some((node, Located { value: body, line })),
        Err(broken) => {
            desk.fault(file, broken.line, broken.reason);
            None
        }
    }
}
