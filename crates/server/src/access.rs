//! What somebody may know of: in lists, in references, in links and in what they ask about.

pub(crate) mod audiences;

use crate::App;
use crate::auth::AuthContext;
use crate::auth::user::User;
use crate::catalogue::{sees_article, sees_service};
use crate::richtext::retain_links;
use portico_contract::{Document, LinkTarget, PublicRead};

/// Somebody who reads, signed in or not.
pub(crate) struct Reader<'a> {
    app: &'a App,
    user: Option<&'a User>,
    catalogue: bool,
    articles: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(app: &'a App, visitor: &'a AuthContext) -> Self {
        let may = |part| visitor.may_read(app, part).is_ok();
        Self {
            app,
            user: visitor.user.as_ref(),
            catalogue: may(PublicRead::Catalogue),
            articles: may(PublicRead::Articles),
        }
    }

    pub(crate) fn sees_service(&self, id: &str) -> bool {
        self.catalogue && sees_service(self.app, self.user, id)
    }

    pub(crate) fn sees_article(&self, id: &str) -> bool {
        self.articles && sees_article(self.app, self.user, id)
    }

    /// Whether a link may be shown; one that leads out of the catalogue and the articles always may.
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

    /// Takes away the links of a text that this reader may not know of.
    pub(crate) fn retain_links(&self, document: &mut Document) {
        retain_links(document, &|target| self.sees_target(target));
    }
}
