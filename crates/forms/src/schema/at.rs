//! A value, and how it is looked at.

use serde_json::Value;

use super::{path::Path, scope::ScopeId};

/// What a node is asked about.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    pub(super) value: &'p Value,
    pub(super) path: &'p Path<'p>,
    /// The way that is left to the value that the report is about.
    pub(super) focus: &'p [String],
    pub(super) scope: ScopeId,
    /// Whether members that were pruned need not be there.
    pub(super) lenient: bool,
    pub(super) report: bool,
}

impl<'p> At<'p> {
    pub(super) fn below(self, value: &'p Value, path: &'p Path<'p>) -> Self {
        let focus = self.focus.get(1..).unwrap_or_default();
        Self {
            value,
            path,
            focus,
            ..self
        }
    }

    /// The same without a report: whether it holds.
    pub(super) fn probe(self) -> Self {
        Self {
            focus: &[],
            report: false,
            ..self
        }
    }

    /// The same as a question about what is there, whatever was pruned.
    pub(super) fn condition(self) -> Self {
        Self {
            lenient: false,
            ..self.probe()
        }
    }

    /// Whether only something below is of interest, so that what this value itself breaks is not.
    pub(super) fn passes_by(self) -> bool {
        self.report && !self.focus.is_empty()
    }
}
