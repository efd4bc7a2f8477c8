//! The content as one language's readers see it, prepared once when the server starts; what depends on the popularity of
//! services is prepared anew when that changes.
//!
//! What depends on the person who asks (who may see, who may order, who approves) is filled in for each answer.

mod article;
mod index;
mod lookup;
mod portal;
mod ranking;
mod search;
mod service;

pub(crate) use article::ArticleView;
pub(crate) use index::{Indexed, searched};
pub(crate) use lookup::LookupView;
pub(crate) use search::Finder;
pub(crate) use service::ServiceView;

use crate::content::{self, Content, text};
use crate::http::ApiError;
use crate::messages::Messages;
use crate::popularity::Popularity;
use crate::richtext;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use portico_contract::{Category, Document, PersonRef, Portal, Service, ServiceRef};
use ranking::Ranking;
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

/// The content in one language; texts that it lacks are in the default language.
pub(crate) struct LocalizedContent {
    pub(crate) language: String,
    pub(crate) words: Messages,
    /// Without the person, the ways to sign in and the announcements; `anything_else` may be what not everybody sees.
    pub(crate) portal: Portal,
    pub(crate) announcements: Vec<portal::AnnouncementView>,
    /// Without the number of services.
    pub(crate) categories: Vec<Category>,
    /// In the order of their names.
    pub(crate) services: Vec<ServiceView>,
    /// In the order of their titles.
    pub(crate) articles: Vec<ArticleView>,
    pub(crate) article_search: Finder,
    ranking: RwLock<Arc<Ranking>>,
    /// By the names of their sources.
    pub(crate) lookups: BTreeMap<String, LookupView>,
}

impl LocalizedContent {
    fn new(content: &Content, language: &str, popularity: &Popularity) -> Self {
        let maker = ContentBuilder {
            content,
            language,
            default: content.default_language(),
            popularity,
        };
        let mut services: Vec<_> = content
            .services
            .values()
            .map(|s| maker.service(s))
            .collect();
        services.sort_by_cached_key(|service| service.service.name.to_lowercase());
        let mut articles: Vec<_> = content
            .articles
            .values()
            .map(|a| maker.article(a))
            .collect();
        articles.sort_by_cached_key(|article| article.article.title.to_lowercase());
        Self {
            language: language.to_owned(),
            words: Messages::of(language),
            portal: maker.portal(),
            announcements: maker.announcements(),
            categories: maker.categories(),
            services,
            articles,
            article_search: maker.article_search(),
            ranking: RwLock::new(Arc::new(Ranking::new(&maker, 0))),
            lookups: maker.lookups(),
        }
    }

    /// Who will see what is sent to a service, in words; its approvals are those of the caller.
    pub(crate) fn seen_by(&self, service: &Service) -> String {
        let names: Vec<_> = service
            .approvals
            .iter()
            .map(|approval| match &approval.person {
                Some(person) => person.name.clone(),
                None => self.words.your_manager(),
            })
            .collect();
        let owner = service
            .owner
            .as_ref()
            .map_or("", |owner| owner.name.as_str());
        self.words.seen_by(
            &names,
            owner,
            service.provider.as_deref().unwrap_or_default(),
        )
    }

    /// The service with this id.
    pub(crate) fn service(&self, id: &str) -> Option<&ServiceView> {
        self.services
            .iter()
            .find(|service| service.service.id.as_str() == id)
    }

    /// The article with this id.
    pub(crate) fn article(&self, id: &str) -> Option<&ArticleView> {
        self.articles
            .iter()
            .find(|article| article.article.id.as_str() == id)
    }

    /// The category with this id.
    pub(crate) fn category(&self, id: &str) -> Option<&Category> {
        self.categories
            .iter()
            .find(|category| category.id.as_str() == id)
    }
}

/// The views of all languages.
pub(crate) struct LocalizedContents {
    content: Arc<Content>,
    views: BTreeMap<String, LocalizedContent>,
    default: String,
}

impl LocalizedContents {
    /// Prepares them all.
    pub(crate) fn new(content: Arc<Content>, popularity: &Popularity) -> Self {
        let languages = &content.organisation.languages;
        let views = languages
            .iter()
            .map(|tag| {
                (
                    tag.clone(),
                    LocalizedContent::new(&content, tag, popularity),
                )
            })
            .collect();
        Self {
            views,
            default: content.default_language().to_owned(),
            content,
        }
    }

    /// What the views were made of.
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    /// The content in the language that suits a request best, by its `Accept-Language` header.
    pub(crate) fn view(&self, headers: &HeaderMap) -> Result<&LocalizedContent, ApiError> {
        let accept = headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        accept
            .and_then(|accept| preferred(accept, |tag| self.matching(tag)))
            .or_else(|| self.views.get(&self.default))
            .ok_or_else(|| ApiError::internal("there is no language"))
    }

    /// The view of a language: the tag itself, or one that it is a kind of (`de-AT` finds `de`).
    fn matching(&self, tag: &str) -> Option<&LocalizedContent> {
        let mut tag = tag;
        loop {
            let found = self
                .views
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(tag));
            if let Some((_, view)) = found {
                return Some(view);
            }
            tag = tag.rsplit_once('-')?.0;
        }
    }
}

/// The best match of an `Accept-Language` header (RFC 9110, 12.5.4), looked up as RFC 4647, 3.4 says.
fn preferred<'a, T>(accept: &'a str, find: impl Fn(&'a str) -> Option<T>) -> Option<T> {
    let mut ranges: Vec<(&str, f32)> = accept
        .split(',')
        .take(32)
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next()?;
            let quality = parts.find_map(|part| part.strip_prefix("q="));
            let quality = quality.map_or(Some(1.0), |q| q.parse().ok())?;
            (quality > 0.0).then_some((tag, quality))
        })
        .collect();
    ranges.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranges.into_iter().find_map(|(tag, _)| find(tag))
}

/// Makes the parts of a view.
struct ContentBuilder<'a> {
    content: &'a Content,
    language: &'a str,
    default: &'a str,
    popularity: &'a Popularity,
}

impl ContentBuilder<'_> {
    fn text(&self, words: &content::Text) -> String {
        text(words, self.language, self.default).to_owned()
    }

    fn texts(&self, words: &content::Texts) -> Vec<String> {
        words
            .get(self.language)
            .or_else(|| words.get(self.default))
            .cloned()
            .unwrap_or_default()
    }

    fn markdown(&self, source: &str) -> Document {
        let cut = Messages::of(self.language).cut();
        richtext::render(source, &self.content.files, &cut).document
    }

    /// The language that a thing's texts are in: the one asked for if its name is.
    fn language_of(&self, has: bool) -> String {
        if has { self.language } else { self.default }.to_owned()
    }

    /// The language that these words are in.
    fn tag_of(&self, words: &content::Text) -> String {
        self.language_of(words.contains_key(self.language))
    }

    fn person(&self, id: &str) -> Option<PersonRef> {
        let person = self.content.people.get(id)?;
        Some(PersonRef {
            id: person.user_id.as_str().into(),
            name: person.name.clone(),
        })
    }

    fn service_ref(&self, id: &str) -> Option<ServiceRef> {
        let service = self.content.services.get(id)?;
        let icon = Some(service.icon.clone());
        Some(ServiceRef {
            id: id.into(),
            name: self.text(&service.name),
            icon,
            language: Some(self.tag_of(&service.name)),
        })
    }

    fn categories(&self) -> Vec<Category> {
        let categories = self.content.categories.iter();
        categories.map(|category| self.category(category)).collect()
    }

    fn category(&self, source: &content::Category) -> Category {
        Category {
            id: source.id.value.as_str().into(),
            name: self.text(&source.name),
            summary: source.summary.as_ref().map(|words| self.text(words)),
            icon: Some(source.icon.clone()),
            services: None,
            language: Some(self.tag_of(&source.name)),
        }
    }

    /// The category with this id.
    fn filed(&self, id: &str) -> Option<&content::Category> {
        let mut categories = self.content.categories.iter();
        categories.find(|category| category.id.value == id)
    }
}
