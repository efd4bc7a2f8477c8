//! The meaning of answers beyond the form: the person that a request is for, its watchers, and the quantity.

use crate::{Form, Role};
use serde_json::Value;

/// The answers of the fields with a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The id of the person that the request is for, if that is not the requester.
    pub on_behalf_of: Option<String>,
    /// The ids of people who may read the request.
    pub watchers: Vec<String>,
    /// The quantity; `None` if the form does not ask for it.
    pub quantity: Option<u64>,
}

impl Form {
    /// Reads the roles from pruned answers.
    #[must_use]
    pub fn roles(&self, pruned: &Value) -> Roles {
        let mut roles = Roles::default();
        for answer in self.answered(pruned) {
            match answer.control.role {
                Some(Role::OnBehalfOf) => {
                    roles.on_behalf_of = answer.value.as_str().map(str::to_owned);
                }
                Some(Role::Watchers) => {
                    let ids = answer.value.as_array().into_iter().flatten();
                    roles.watchers = ids.filter_map(Value::as_str).map(str::to_owned).collect();
                }
                Some(Role::Quantity) => roles.quantity = answer.value.as_u64(),
                None => {}
            }
        }
        roles
    }
}
