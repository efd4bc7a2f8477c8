//! The content in each language, prepared once at startup; parts that depend on the popularity of
//! services are updated when it changes.
//!
//! Parts that depend on the user (visibility, ordering, approvals) are filled in for each response.

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
pub(crate) use search::TextSearch;
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

/// The content in one language; untranslated texts are in the default language.
pub(crate) struct LocalizedContent {
    pub(crate) language: String,
    pub(crate) words: Messages,
    /// Without the user, the sign-in methods and the announcements; `anything_else` may be hidden
    /// from some users.
    pub(crate) portal: Portal,
    pub(crate) announcements: Vec<portal::AnnouncementView>,
    /// The categories, without the number of services.
    pub(crate) categories: Vec<Category>,
    /// The services in the order of their names.
    pub(crate) services: Vec<ServiceView>,
    /// The articles in the order of their titles.
    pub(crate) articles: Vec<ArticleView>,
    pub(crate) article_search: TextSearch,
    ranking: RwLock<Arc<Ranking>>,
    /// The look-up sources by name.
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
        let services = content.services.values().map(|s| maker.service(s));
        let articles = content.articles.values().map(|a| maker.article(a));
        Self {
            language: language.to_owned(),
            words: Messages::of(language),
            portal: maker.portal(),
            announcements: maker.announcements(),
            categories: maker.categories(),
            services: by_name(services, |service| &service.service.name),
            articles: by_name(articles, |article| &article.article.title),
            article_search: maker.article_search(),
            ranking: RwLock::new(Arc::new(Ranking::new(&maker, 0))),
            lookups: maker.lookups(),
        }
    }

    /// A text that says who will see a submission to a service; its approvals are those of the
    /// caller.
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

    pub(crate) fn service(&self, id: &str) -> Option<&ServiceView> {
        self.services
            .iter()
            .find(|service| service.service.id.as_str() == id)
    }

    pub(crate) fn article(&self, id: &str) -> Option<&ArticleView> {
        self.articles
            .iter()
            .find(|article| article.article.id.as_str() == id)
    }

    pub(crate) fn category(&self, id: &str) -> Option<&Category> {
        self.categories
            .iter()
            .find(|category| category.id.as_str() == id)
    }
}

/// Sorts objects by their names.
fn by_name<T>(objects: impl Iterator<Item = T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    let mut objects: Vec<_> = objects.collect();
    objects.sort_by_cached_key(|object| name(object).to_lowercase());
    objects
}

/// The content in all languages.
pub(crate) struct LocalizedContents {
    content: Arc<Content>,
    views: BTreeMap<String, LocalizedContent>,
    default: String,
}

impl LocalizedContents {
    /// Prepares the content in all languages.
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

    /// The content that the views were made from.
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    /// The content in the best language for a request, by its `Accept-Language` header.
    pub(crate) fn view(&self, headers: &HeaderMap) -> Result<&LocalizedContent, ApiError> {
        preferred(headers, |tag| self.matching(tag))
            .or_else(|| self.views.get(&self.default))
            .ok_or_else(|| ApiError::internal("there is no language"))
    }

    /// The content in a language: for the tag itself, or for its prefix (`de-AT` finds `de`).
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

/// The best match for a request's `Accept-Language` header (RFC 9110, 12.5.4), by lookup (RFC 4647,
/// 3.4).
pub(crate) fn preferred<'a, T>(
    headers: &'a HeaderMap,
    find: impl Fn(&'a str) -> Option<T>,
) -> Option<T> {
    let accept = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
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

/// Builds the parts of a view.
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

    /// The language of an object's texts: the requested one if the object's name is translated.
    fn language_of(&self, has: bool) -> String {
        if has { self.language } else { self.default }.to_owned()
    }

    /// The language of a text.
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

    fn filed(&self, id: &str) -> Option<&content::Category> {
        let mut categories = self.content.categories.iter();
        categories.find(|category| category.id.value == id)
    }
}
