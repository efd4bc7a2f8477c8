//! The user attributes that the content distinguishes, so that a response can be shared by all
//! users for whom it is the same.

use crate::auth::user::User;
use crate::content::{Audience, Content};
use portico_domain::Group;
use std::collections::BTreeSet;

/// All groups in audiences of services and articles.
pub(crate) struct Audiences(BTreeSet<Group>);

/// The groups of a user that any audience names: users with the same key may see and order the same
/// services.
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

    /// The key of a user, or of signed-out visitors.
    pub(crate) fn key(&self, user: Option<&User>) -> AudienceKey {
        AudienceKey(user.map(|user| user.membership.among(&self.0)))
    }
}
