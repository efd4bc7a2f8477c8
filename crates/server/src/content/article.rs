//! articles/<id>.md and articles/<id>.<language>.md: front matter, then Markdown.

use super::audience::{Audience, Readers};
use super::field_type::{Definitions, NonEmptyText, Percent, list_of};
use super::ids::Reference;
use super::notation::DATE;
use super::object::{Object, object, of};
use super::reader::{ContentKind, Cursor, Diagnostics, Located};
use super::yaml;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An article in all of its languages.
pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) category: Located<String>,
    pub(crate) owner: Located<String>,
    pub(crate) services: Vec<Located<String>>,
    pub(crate) related: Vec<Located<String>>,
    pub(crate) audience: Audience,
    pub(crate) popularity: u8,
    /// The text in the default language is always present.
    pub(crate) languages: BTreeMap<String, ArticleTexts>,
}

/// An article in one language.
pub(crate) struct ArticleTexts {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) keywords: Vec<String>,
    pub(crate) reviewed: Date,
    /// The Markdown body, and the line where it begins.
    pub(crate) body: Located<String>,
}

object! {
    /// The front matter of an article in the default language.
    struct Front {
        /// The page's heading.
        required title: String = NonEmptyText;
        /// One sentence: what the article does for the reader.
        required summary: String = NonEmptyText;
        /// A category of categories.yaml.
        required category: Located<String> = Reference(ContentKind::Category);
        /// Synonyms that users search for.
        optional keywords: Vec<String> = list_of(NonEmptyText);
        /// A person: accountable for the article.
        required owner: Located<String> = Reference(ContentKind::Person);
        /// The date of the last review.
        required reviewed: Date = &DATE;
        /// Related services.
        optional services: Vec<Located<String>> = list_of(Reference(ContentKind::Service));
        /// Related articles.
        optional related: Vec<Located<String>> = list_of(Reference(ContentKind::Article));
        /// The readers. If omitted: everyone who may read articles.
        optional audience: Audience = of::<Readers>();
        /// 0 to 100: the order of "popular".
        optional popularity: u8 = Percent;
    }
}

object! {
    /// The front matter of a translation. Everything else comes from the article itself.
    struct TranslationFront {
        /// The page's heading.
        required title: String = NonEmptyText;
        /// One sentence: what the article does for the reader.
        required summary: String = NonEmptyText;
        /// Synonyms that users search for.
        optional keywords: Vec<String> = list_of(NonEmptyText);
        /// The date of the last review.
        required reviewed: Date = &DATE;
    }
}

/// Reads an article in the default language.
pub(crate) fn read(id: &str, file: &str, text: &str, diagnostics: &Diagnostics) -> Option<Article> {
    let (front, body) = front_matter::<Front>(file, text, diagnostics)?;
    let words = ArticleTexts {
        title: front.title,
        summary: front.summary,
        keywords: front.keywords,
        reviewed: front.reviewed,
        body,
    };
    Some(Article {
        id: id.to_owned(),
        category: front.category,
        owner: front.owner,
        services: front.services,
        related: front.related,
        audience: front.audience,
        popularity: front.popularity,
        languages: BTreeMap::from([(diagnostics.default_language(), words)]),
    })
}

/// Reads an article's translation.
pub(crate) fn read_translation(
    file: &str,
    text: &str,
    diagnostics: &Diagnostics,
) -> Option<ArticleTexts> {
    let (front, body) = front_matter::<TranslationFront>(file, text, diagnostics)?;
    let TranslationFront {
        title,
        summary,
        keywords,
        reviewed,
    } = front;
    Some(ArticleTexts {
        title,
        summary,
        keywords,
        reviewed,
        body,
    })
}

/// Reads the front matter; records the body for a later check.
fn front_matter<T: Object>(
    file: &str,
    text: &str,
    diagnostics: &Diagnostics,
) -> Option<(T, Located<String>)> {
    let (front, body) = split(file, text, diagnostics)?;
    diagnostics.markdown(file, &body);
    let front = T::read(Cursor {
        diagnostics,
        file,
        node: &front,
    })?;
    Some((front, body))
}

/// The schema of the front matter: a translation has none of the keys that belong only to the
/// article itself.
pub(super) fn schema(definitions: &mut Definitions) -> Value {
    let article = Front::schema(definitions);
    let translation = TranslationFront::schema(definitions);
    let keys = |schema: &Value| {
        let properties = schema.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flat_map(|own| own.keys().cloned())
            .collect::<Vec<_>>()
    };
    let shared = keys(&translation);
    let own = keys(&article)
        .into_iter()
        .filter(|key| !shared.contains(key));
    let own: Vec<_> = own.map(|key| json!({ "required": [key] })).collect();
    json!({ "type": "object", "if": { "anyOf": own }, "then": article, "else": translation })
}

/// Splits a file into its front matter and its body.
fn split(
    file: &str,
    text: &str,
    diagnostics: &Diagnostics,
) -> Option<(yaml::Node, Located<String>)> {
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line));
    let front: String = lines.by_ref().take_while(|line| !is_fence(line)).collect();
    let front_lines = front.lines().count();
    let line = front_lines + 3;
    let is_closed = text.lines().nth(line - 2).is_some_and(is_fence);
    if first.is_none() || !is_closed {
        let reason = "the file must start with front matter between two lines of ---";
        diagnostics.fault(file, 1, reason);
        return None;
    }
    let body = lines.collect();
    match yaml::parse(&front, 1) {
        Ok(node) => Some((node, Located { value: body, line })),
        Err(broken) => {
            diagnostics.fault(file, broken.line, broken.reason);
            None
        }
    }
}
