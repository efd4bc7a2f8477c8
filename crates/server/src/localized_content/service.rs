//! A service in one language.

use super::ContentBuilder;
use crate::content;
use portico_contract::{ArticleRef, FormDocument, Ordering, Service, ServiceRef, ServiceSummary};
use std::sync::Arc;

/// A service in one language, without the parts that depend on the user.
pub(crate) struct ServiceView {
    /// Without ordering and approvals; `articles` and `related` still contain objects that some
    /// users may not see.
    pub(crate) service: Service,
    pub(crate) keywords: Vec<String>,
    pub(crate) form: FormDocument,
    pub(crate) loaded: Arc<portico_forms::Form>,
}

impl ServiceView {
    /// The service as a list item.
    pub(crate) fn summary(&self, ordering: Ordering) -> ServiceSummary {
        let service = &self.service;
        ServiceSummary {
            id: service.id.clone(),
            name: service.name.clone(),
            summary: service.summary.clone(),
            category: service
                .category
                .as_ref()
                .map(|category| category.id.clone()),
            icon: service.icon.clone(),
            price: service.price.clone(),
            target: service.target.clone(),
            ordering,
            keywords: self.keywords.clone(),
            language: service.language.clone(),
        }
    }

    /// The service as a reference.
    pub(crate) fn reference(&self) -> ServiceRef {
        let service = &self.service;
        ServiceRef {
            id: service.id.clone(),
            name: service.name.clone(),
            icon: service.icon.clone(),
            language: service.language.clone(),
        }
    }
}

impl ContentBuilder<'_> {
    pub(super) fn service(&self, source: &content::Service) -> ServiceView {
        let organisation = &self.content.organisation;
        let language = Some(self.tag_of(&source.name));
        let service = Service {
            id: source.id.as_str().into(),
            name: self.text(&source.name),
            summary: self.text(&source.summary),
            category: self
                .filed(&source.category.value)
                .map(|category| self.category(category)),
            icon: Some(source.icon.clone()),
            description: Some(self.markdown(&self.text(&source.description))),
            included: self.texts(&source.included),
            price: source.price.clone(),
            target: Some(source.target.clone()),
            approvals: Vec::new(),
            steps: self.texts(&source.steps),
            owner: self.person(&source.owner.value),
            provider: organisation
                .teams
                .get(&source.provider.value)
                .map(|name| self.text(name)),
            ordering: Ordering::default(),
            seen_by: None,
            due_at: None,
            articles: source
                .articles
                .iter()
                .filter_map(|id| self.article_ref(&id.value))
                .collect(),
            related: source
                .related
                .iter()
                .filter_map(|id| self.service_ref(&id.value))
                .collect(),
            language,
        };
        let keywords = self.texts(&source.keywords);
        let (form, loaded) = self.form(source);
        ServiceView {
            service,
            keywords,
            form,
            loaded,
        }
    }

    fn form(&self, source: &content::Service) -> (FormDocument, Arc<portico_forms::Form>) {
        let form = &source.form;
        let translated = form.others.get(self.language);
        let document = FormDocument {
            id: source.id.clone(),
            version: form.version.clone(),
            schema: form.schema.clone(),
            uischema: form.uischema.clone(),
            texts: translated.map(|words| words.texts.clone()),
            defaults: form.defaults.clone(),
            submit: None,
            language: Some(self.language_of(translated.is_some())),
        };
        let loaded = translated.map_or(&form.loaded, |words| &words.loaded);
        (document, Arc::clone(loaded))
    }

    fn article_ref(&self, id: &str) -> Option<ArticleRef> {
        let article = self.content.articles.get(id)?;
        let own = article.languages.get(self.language);
        let words = own.or_else(|| article.languages.get(self.default))?;
        Some(ArticleRef {
            id: id.into(),
            title: words.title.clone(),
            language: Some(self.language_of(own.is_some())),
        })
    }

    pub(super) fn article_refs(&self, ids: &[String]) -> Vec<ArticleRef> {
        ids.iter().filter_map(|id| self.article_ref(id)).collect()
    }
}
