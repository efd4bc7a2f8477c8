//! Who is here and what the backend has for them, as discovery says: followed from token to token and from visit to visit,
//! so that nobody sees or sends what is another's.

use crate::address::SignOn;
use crate::api::{Client, Load, Resource, endpoints};
use crate::comments::Comments;
use crate::reactive::{StoredValue, effect};
use portico_contract::{PersonId, Portal, SignInMethod};

/// A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    inner: StoredValue<Inner>,
}

#[derive(Clone, Copy)]
struct Inner {
    client: Client,
    comments: Comments,
    /// Discovery.
    portal: Resource<Portal>,
    /// Who was here when discovery said so last; nothing where somebody else is expected.
    person: StoredValue<Option<Option<PersonId>>>,
    /// Who was signed in last, and may have left what they saw on the screen when their sign-in expired.
    signed_in: StoredValue<Option<PersonId>>,
}

impl Session {
    /// Called under the reactive owner of the portal. Asks for discovery.
    pub(crate) fn new(client: Client, comments: Comments) -> Self {
        Self {
            inner: StoredValue::new(Inner {
                client,
                comments,
                portal: Resource::discovery(client, endpoints::portal),
                person: StoredValue::new(None),
                signed_in: StoredValue::new(None),
            }),
        }
    }

    fn inner(self) -> Inner {
        self.inner.get_value()
    }

    /// Discovery, for a screen that shows it.
    pub(crate) fn portal(self) -> Resource<Portal> {
        self.inner().portal
    }

    /// Where discovery's answer is now.
    pub(crate) fn state(self) -> Load<Portal> {
        self.portal().state()
    }

    /// The same, without being told of changes.
    pub(crate) fn state_untracked(self) -> Load<Portal> {
        self.portal().state_untracked()
    }

    /// Discovery's answer, once it is there.
    pub(crate) fn discovered<T>(self, read: impl FnOnce(&Portal) -> T) -> Option<T> {
        match self.state() {
            Load::Ready(portal) => Some(read(&portal)),
            _ => None,
        }
    }

    /// Asks once more who is here; nothing where the portal is gone.
    pub(crate) fn refresh(self) {
        if let Some(inner) = self.inner.try_get_value() {
            inner.portal.retry();
        }
    }

    /// Asks who this backend is once more, if it could not say: the rest of the screen depends on it.
    pub(crate) fn rediscover(self) {
        if matches!(self.state_untracked(), Load::Failed(_)) {
            self.refresh();
        }
    }

    /// Whether there is a way for this reader to sign in.
    pub(crate) fn can_sign_in(self) -> bool {
        let client = self.inner().client;
        let is_usable = |method: &SignInMethod| match method {
            SignInMethod::Persona { personas } => !personas.is_empty(),
            SignInMethod::Redirect { url, .. } => SignOn::parse(url, &client.origin()).is_some(),
            SignInMethod::Bearer => client.has_token_source(),
            SignInMethod::Proxy => true,
            SignInMethod::Unknown => false,
        };
        self.discovered(|portal| portal.sign_in.methods.iter().any(is_usable))
            .unwrap_or_default()
    }

    pub(crate) fn is_signed_in(self) -> bool {
        self.discovered(|portal| portal.sign_in.user.is_some())
            .unwrap_or_default()
    }

    /// Where discovery names another person than before, everything is read anew.
    pub(crate) fn follow_person(self) {
        let Inner {
            client,
            comments,
            portal,
            person,
            signed_in,
        } = self.inner();
        effect(move || {
            let Load::Ready(portal) = portal.state() else {
                return;
            };
            let now = portal.sign_in.user.map(|me| me.id);
            let before = person.get_value();
            person.set_value(Some(now.clone()));
            let last = signed_in.get_value();
            if let Some(me) = &now {
                comments.enter(me);
                signed_in.set_value(now.clone());
            }
            // A sign-in that has expired takes nothing away from whoever sits here.
            if let Some(before) = before
                && now.is_some()
                && before != now
            {
                client.next_person(last.is_some() && last != now);
            }
        });
    }

    /// Somebody signed in or out, and what they were writing is nobody else's: everything is read anew.
    pub(crate) fn change_person(self) {
        self.inner().comments.clear();
        self.expect_person();
    }

    /// Somebody signed in or out, or is about to be known.
    pub(crate) fn expect_person(self) {
        let inner = self.inner();
        inner.person.set_value(None);
        let last = inner.signed_in.try_update_value(Option::take).flatten();
        inner.client.renew_session(last.is_some());
        inner.portal.retry();
    }
}
