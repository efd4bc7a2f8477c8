//! The context of a check.

use serde_json::Value;

use super::{path::Path, scope::ScopeId};

/// The value that a node checks, and how.
#[derive(Clone, Copy)]
pub(super) struct CheckedValue<'p> {
    pub(super) value: &'p Value,
    pub(super) path: &'p Path<'p>,
    /// The remaining path to the value that the report is about.
    pub(super) focus: &'p [String],
    pub(super) scope: ScopeId,
    /// Whether pruned members may be missing.
    pub(super) lenient: bool,
    pub(super) report: bool,
}

impl<'p> CheckedValue<'p> {
    pub(super) fn below(self, value: &'p Value, path: &'p Path<'p>) -> Self {
        let focus = self.focus.get(1..).unwrap_or_default();
        Self {
            value,
            path,
            focus,
            ..self
        }
    }

    /// The same without a report, to find out whether it is valid.
    pub(super) fn probe(self) -> Self {
        Self {
            focus: &[],
            report: false,
            ..self
        }
    }

    /// The same as a condition on the present members, regardless of pruning.
    pub(super) fn condition(self) -> Self {
        Self {
            lenient: false,
            ..self.probe()
        }
    }

    /// Whether the report is only about a value below, so that violations of this value itself are ignored.
    pub(super) fn passes_by(self) -> bool {
        self.report && !self.focus.is_empty()
    }
}
