//! An article in one language.

use super::ContentBuilder;
use crate::content;
use portico_contract::{Article, ArticleSummary};

/// An article in one language, without the parts that depend on the user.
pub(crate) struct ArticleView {
    /// `services` and `related` still contain objects that some users may not see.
    pub(crate) article: Article,
    pub(crate) keywords: Vec<String>,
    pub(crate) popularity: u8,
}

impl ArticleView {
    /// The article as a list item.
    pub(crate) fn summary(&self) -> ArticleSummary {
        let article = &self.article;
        ArticleSummary {
            id: article.id.clone(),
            title: article.title.clone(),
            summary: article.summary.clone(),
            category: article.category.clone(),
            reviewed: article.reviewed.clone(),
            keywords: self.keywords.clone(),
            language: article.language.clone(),
        }
    }
}

impl ContentBuilder<'_> {
    pub(super) fn article(&self, source: &content::Article) -> ArticleView {
        let translated = source.languages.get(self.language);
        let language = self.language_of(translated.is_some());
        let words = translated.or_else(|| source.languages.get(self.default));
        let say = |part: fn(&content::ArticleTexts) -> &String| words.map(part).cloned();
        let related: Vec<_> = source.related.iter().map(|id| id.value.clone()).collect();
        let article = Article {
            id: source.id.as_str().into(),
            title: say(|words| &words.title).unwrap_or_default(),
            summary: say(|words| &words.summary).unwrap_or_default(),
            body: words
                .map(|words| self.markdown(&words.body.value))
                .unwrap_or_default(),
            category: Some(source.category.value.as_str().into()),
            owner: self.person(&source.owner.value),
            reviewed: words.map(|words| words.reviewed.to_string()),
            services: source
                .services
                .iter()
                .filter_map(|id| self.service_ref(&id.value))
                .collect(),
            related: self.article_refs(&related),
            language: Some(language),
            languages: source.languages.keys().cloned().collect(),
        };
        let keywords = words
            .map(|words| words.keywords.clone())
            .unwrap_or_default();
        ArticleView {
            article,
            keywords,
            popularity: source.popularity,
        }
    }
}
