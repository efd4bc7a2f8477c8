//! Visibility of services, articles and links to a reader.

pub(crate) mod audiences;

use crate::auth::AuthContext;
use crate::auth::user::User;
use crate::content::{Content, Service};
use crate::http::ApiError;
use crate::localized_content::{LocalizedContent, ServiceView};
use crate::richtext::retain_links;
use portico_contract::{Document, LinkTarget, PublicRead};

/// A reader, signed in or not.
pub(crate) struct Reader<'a> {
    content: &'a Content,
    user: Option<&'a User>,
    catalogue: bool,
    articles: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(content: &'a Content, caller: &'a AuthContext) -> Self {
        let may = |part| caller.may_read(content, part).is_ok();
        Self {
            content,
            user: caller.user.as_ref(),
            catalogue: may(PublicRead::Catalogue),
            articles: may(PublicRead::Articles),
        }
    }

    pub(crate) fn sees_service(&self, id: &str) -> bool {
        self.catalogue && sees_service(self.content, self.user, id)
    }

    pub(crate) fn sees_article(&self, id: &str) -> bool {
        self.articles && sees_article(self.content, self.user, id)
    }

    /// Whether a link may be shown; links that do not lead to a service or an article always may.
    pub(crate) fn sees_target(&self, target: &LinkTarget) -> bool {
        match target {
            LinkTarget::Service { id } => self.sees_service(id.as_str()),
            LinkTarget::Article { id, .. } => self.sees_article(id.as_str()),
            LinkTarget::Heading { .. }
            | LinkTarget::File { .. }
            | LinkTarget::Url { .. }
            | LinkTarget::Unknown => true,
        }
    }

    /// Removes links whose target the reader may not see.
    pub(crate) fn retain_links(&self, document: &mut Document) {
        retain_links(document, &|target| self.sees_target(target));
    }
}

/// A service that the user may see; for other users it does not exist.
pub(crate) fn find_service<'a>(
    content: &'a Content,
    view: &'a LocalizedContent,
    user: Option<&User>,
    id: &str,
) -> Result<(&'a Service, &'a ServiceView), ApiError> {
    let source = content
        .services
        .get(id)
        .filter(|service| service.audience.sees(user));
    source.zip(view.service(id)).ok_or_else(ApiError::not_found)
}

/// Whether a user may see a service.
pub(crate) fn sees_service(content: &Content, user: Option<&User>, id: &str) -> bool {
    content
        .services
        .get(id)
        .is_some_and(|service| service.audience.sees(user))
}

/// Whether a user may read an article.
pub(crate) fn sees_article(content: &Content, user: Option<&User>, id: &str) -> bool {
    content
        .articles
        .get(id)
        .is_some_and(|article| article.audience.sees(user))
}
