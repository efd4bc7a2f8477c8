//! Rate limits as configured by the administrator.

use super::RateClass;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The requests per minute of each class; a class without a number is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateLimits(BTreeMap<RateClass, u32>);

impl RateLimits {
    /// The default limits, far above the needs of a person and far below the capacity of a machine.
    #[must_use]
    pub fn usual() -> Self {
        let usual = |class| match class {
            RateClass::Writes => 1200,
            RateClass::SignIn | RateClass::Improvements => 60,
            RateClass::Lookups | RateClass::Search => 600,
        };
        Self(RateClass::ALL.map(|class| (class, usual(class))).into())
    }

    /// These limits with the overrides applied.
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

/// An override of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateOverride {
    /// A class, or `None` for all.
    class: Option<RateClass>,
    /// `None`: no limit.
    per_minute: Option<u32>,
}

impl FromStr for RateOverride {
    type Err = String;

    /// Parses `writes=600`, `search=off` or `off`.
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
