//! Discovery and the current user, across tokens and visits, so that users never see or send each other's data.

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
    /// The user according to the last discovery; `None` if another user is expected.
    person: StoredValue<Option<Option<PersonId>>>,
    /// The last signed-in user, whose data may still be on the screen after their sign-in expired.
    signed_in: StoredValue<Option<PersonId>>,
}

impl Session {
    /// Called under the reactive owner of the portal. Runs discovery.
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

    /// The discovery resource, for a screen that displays it.
    pub(crate) fn portal(self) -> Resource<Portal> {
        self.inner().portal
    }

    /// The state of discovery.
    pub(crate) fn state(self) -> Load<Portal> {
        self.portal().state()
    }

    /// The same, without tracking changes.
    pub(crate) fn state_untracked(self) -> Load<Portal> {
        self.portal().state_untracked()
    }

    /// The discovery document, once it is loaded.
    pub(crate) fn discovered<T>(self, read: impl FnOnce(&Portal) -> T) -> Option<T> {
        match self.state() {
            Load::Ready(portal) => Some(read(&portal)),
            _ => None,
        }
    }

    /// Runs discovery again; `None` if the portal is removed.
    pub(crate) fn refresh(self) {
        if let Some(inner) = self.inner.try_get_value() {
            inner.portal.retry();
        }
    }

    /// Runs discovery again if it has failed, because the rest of the screen depends on it.
    pub(crate) fn rediscover(self) {
        if matches!(self.state_untracked(), Load::Failed(_)) {
            self.refresh();
        }
    }

    /// Whether this user can sign in.
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

    /// If discovery returns another user than before, everything is loaded again.
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
            // An expired sign-in takes nothing away from the user.
            if let Some(before) = before
                && now.is_some()
                && before != now
            {
                client.next_person(last.is_some() && last != now);
            }
        });
    }

    /// A user has signed in or out, and unsent input stays theirs: everything is loaded again.
    pub(crate) fn change_person(self) {
        self.inner().comments.clear();
        self.expect_person();
    }

    /// A user has signed in or out, or is about to be identified.
    pub(crate) fn expect_person(self) {
        let inner = self.inner();
        inner.person.set_value(None);
        let last = inner.signed_in.try_update_value(Option::take).flatten();
        inner.client.renew_session(last.is_some());
        inner.portal.retry();
    }
}
