//! What the content can tell people apart by, so that an answer is made once for all for whom it is the same.

use crate::auth::user::User;
use crate::content::{Audience, Content};
use portico_domain::Group;
use std::collections::BTreeSet;

/// Everybody whom any audience of services and articles names.
pub(crate) struct Audiences(BTreeSet<Group>);

/// What those audiences know of somebody: people for whom it is the same may see and order the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AudienceKey(Option<BTreeSet<Group>>);

impl Audiences {
    pub(crate) fn new(content: &Content) -> Self {
        let services = content.services.values().map(|service| &service.audience);
        let articles = content.articles.values().map(|article| &article.audience);
        let named = |audience: &Audience| {
            let (see, order) = (audience.see.clone(), audience.order.clone());
            [see, order].into_iter().flatten().flatten()
        };
        let all = services.chain(articles).flat_map(named);
        Self(all.collect())
    }

    /// The key of somebody, or of whoever is not signed in.
    pub(crate) fn key(&self, user: Option<&User>) -> AudienceKey {
        AudienceKey(user.map(|user| user.membership.among(&self.0)))
    }
}
