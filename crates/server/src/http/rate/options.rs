//! How much is allowed, as whoever runs the server says it.

use super::RateClass;
use std::collections::BTreeMap;
use std::str::FromStr;

/// How many a minute of each class; what is not named is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateLimits(BTreeMap<RateClass, u32>);

impl RateLimits {
    /// What is far more than a person needs and far less than a machine can do.
    #[must_use]
    pub fn usual() -> Self {
        let usual = |class| match class {
            RateClass::Writes => 1200,
            RateClass::SignIn | RateClass::Improvements => 60,
            RateClass::Lookups | RateClass::Search => 600,
        };
        Self(RateClass::ALL.map(|class| (class, usual(class))).into())
    }

    /// These limits, changed as they are named.
    #[must_use]
    pub fn changed(mut self, changes: &[RateOverride]) -> Self {
        for change in changes {
            for class in RateClass::ALL {
                if change.class.is_none_or(|changed| changed == class) {
                    match change.per_minute {
                        Some(limit) => self.0.insert(class, limit),
                        None => self.0.remove(&class),
                    };
                }
            }
        }
        self
    }

    /// The limit of a class, if it has one.
    pub(super) fn get(&self, class: RateClass) -> Option<u32> {
        self.0.get(&class).copied()
    }
}

/// A limit that is given by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateOverride {
    /// Of one class, or of all.
    class: Option<RateClass>,
    /// `None`: no limit.
    per_minute: Option<u32>,
}

impl FromStr for RateOverride {
    type Err = String;

    /// Reads `writes=600`, `search=off` or `off`.
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self {
                class: None,
                per_minute: None,
            });
        }
        let wrong = || {
            let names = RateClass::ALL.map(RateClass::name).join(", ");
            format!("expected a limit such as writes=600 or writes=off ({names}), or off for all")
        };
        let (name, limit) = text.split_once('=').ok_or_else(wrong)?;
        let class = RateClass::ALL
            .into_iter()
            .find(|class| class.name() == name);
        let per_minute = match limit {
            "off" => None,
            limit => {
                let limit = limit
                    .parse()
                    .ok()
                    .filter(|limit| (1..=1_000_000).contains(limit));
                Some(limit.ok_or_else(wrong)?)
            }
        };
        Ok(Self {
            class: Some(class.ok_or_else(wrong)?),
            per_minute,
        })
    }
}
