//! What answers mean beyond the form: for whom a request is, who else may read it, and how many of it.

use crate::{Form, Role};
use serde_json::Value;

/// The answers of the fields that have a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The id of the person whom the request is for, if it is not the one who sends it.
    pub on_behalf_of: Option<String>,
    /// The ids of people who may read the request.
    pub watchers: Vec<String>,
    /// How many; none where the form does not ask.
    pub quantity: Option<u64>,
}

impl Form {
    /// Reads the roles out of pruned answers.
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
