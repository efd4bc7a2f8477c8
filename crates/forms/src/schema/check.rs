//! A check of one value. Nodes check other nodes, and results are cached where they may be needed again.
//!
//! Validation and reporting use the same traversal, so that they cannot differ. Only a report continues after the first
//! violation, and alternatives are tried without a report.

use serde_json::Value;

use super::{
    AlternativeSelector, Violation,
    assertion::{broken, cost},
    checked_value::CheckedValue,
    node::{Compiled, Keyword, Node, NodeId, ResultCache},
    path::Path,
    rule::Rule,
    scope::DynamicScopes,
};

/// The maximum depth of nested checks. Each uses stack space, which is scarce in browsers.
pub(super) const MAX_DEPTH: usize = 300;
/// The maximum number of steps of one check; a step takes about a tenth of a microsecond.
const MAX_WORK: usize = 4_000_000;
/// The maximum size of all pointers in one report, in bytes. Further violations are not reported.
const MAX_REPORT: usize = 1 << 20;

/// The question that a node answers about a value.
#[derive(Clone, Copy)]
pub(super) enum CheckPurpose {
    /// Whether the value is valid.
    Verdict,
    /// Whether the node evaluates the value, a part of the value of the parent node.
    Describes,
}

pub(super) struct Check<'s> {
    pub(super) schema: &'s Compiled,
    root: NodeId,
    pruned: Option<&'s dyn Fn(&str) -> bool>,
    pub(super) chosen: Option<AlternativeSelector<'s>>,
    /// Cached results by value, node, and a number for the rest of the question.
    answers: ResultCache,
    pub(super) scopes: DynamicScopes,
    pub(super) depth: usize,
    work: usize,
    violations: Vec<Violation>,
    room: usize,
}

impl<'s> Check<'s> {
    pub(super) fn new(
        schema: &'s Compiled,
        root: NodeId,
        pruned: Option<&'s dyn Fn(&str) -> bool>,
        chosen: Option<AlternativeSelector<'s>>,
    ) -> Self {
        Self {
            schema,
            root,
            pruned,
            chosen,
            answers: ResultCache::new(),
            scopes: DynamicScopes::default(),
            depth: 0,
            work: 0,
            violations: Vec::new(),
            room: MAX_REPORT,
        }
    }

    pub(super) fn holds(mut self, value: &Value) -> bool {
        self.start(value, &[], false) && !self.is_exhausted()
    }

    /// The same with a work budget, `left`, for more than one check.
    pub(super) fn holds_within(mut self, value: &Value, left: &mut usize) -> bool {
        let holds = self.start(value, &[], false) && !self.is_exhausted();
        *left = left.saturating_sub(self.work);
        holds
    }

    /// Whether the root node is for another kind of value; see [`Self::is_far`]. Uses the same budget.
    pub(super) fn far_within(mut self, value: &Value, left: &mut usize) -> bool {
        let is_far = self.is_far(self.root, value);
        *left = left.saturating_sub(self.work);
        is_far
    }

    pub(super) fn report(mut self, value: &Value, focus: &[String]) -> Vec<Violation> {
        self.start(value, focus, true);
        if self.is_exhausted() {
            return vec![Violation {
                pointer: String::new(),
                rule: Rule::TooComplex,
            }];
        }
        self.violations
    }

    fn start(&mut self, value: &Value, focus: &[String], report: bool) -> bool {
        let at = CheckedValue {
            value,
            path: &Path::Root,
            focus,
            scope: 0,
            lenient: self.pruned.is_some(),
            report,
        };
        self.check(self.root, at)
    }

    /// Whether the value is valid against a node.
    pub(super) fn check(&mut self, id: NodeId, at: CheckedValue<'_>) -> bool {
        self.ask(id, at, CheckPurpose::Verdict, at.value, |run, node, at| {
            let mut holds = true;
            for keyword in &node.keywords {
                holds &= run.keyword(keyword, node, at);
                if !holds && !at.report {
                    break;
                }
            }
            holds
        })
    }

    /// Checks a node within the limits, and only once per value where that matters.
    pub(super) fn ask(
        &mut self,
        id: NodeId,
        at: CheckedValue<'_>,
        question: CheckPurpose,
        value: &Value,
        answer: impl Fn(&mut Self, &'s Node, CheckedValue<'_>) -> bool,
    ) -> bool {
        let Some(node) = self.schema.nodes.get(id) else {
            return true;
        };
        self.spend(1);
        if self.depth >= MAX_DEPTH {
            self.work = MAX_WORK;
        }
        if self.is_exhausted() {
            return false;
        }
        let scope = match node.scope {
            Some(resource) => {
                self.spend(self.scopes.len() / 8);
                self.scopes.enter(at.scope, resource)
            }
            None => at.scope,
        };
        let rest = match (question, at.report, at.lenient) {
            (CheckPurpose::Verdict, false, false) => 0,
            (CheckPurpose::Verdict, false, true) => 1,
            (CheckPurpose::Verdict, true, _) => 2,
            (CheckPurpose::Describes, _, false) => 3,
            (CheckPurpose::Describes, _, true) => 4,
        };
        let key = [std::ptr::from_ref(value).addr(), id, scope * 5 + rest];
        if node.keep
            && let Some(known) = self.answers.get(&key)
        {
            return *known != 0;
        }
        self.depth += 1;
        let holds = answer(self, node, CheckedValue { scope, ..at });
        self.depth -= 1;
        if node.keep {
            self.answers.insert(key, usize::from(holds));
        }
        holds
    }

    fn keyword(&mut self, keyword: &'s Keyword, owner: &'s Node, at: CheckedValue<'_>) -> bool {
        match keyword {
            Keyword::Ref(node) => self.check(*node, at),
            Keyword::DynamicRef { named, target } => {
                let node = self.schema.dynamic(named.clone(), &self.scopes, at.scope);
                self.check(node.unwrap_or(*target), at)
            }
            Keyword::AllOf(nodes) => self.all(nodes.iter().copied(), at),
            Keyword::AnyOf(nodes) => self.any_of(nodes, at),
            Keyword::OneOf(nodes) => self.one_of(nodes, at),
            Keyword::Not(node) => !self.check(*node, at.condition()) || self.fail(at, Rule::Not),
            Keyword::If(condition) => {
                let holds = self.check(condition.test, at.condition());
                let next = if holds {
                    condition.then
                } else {
                    condition.otherwise
                };
                next.is_none_or(|node| self.check(node, at))
            }
            Keyword::DependentSchemas(nodes) => {
                let is_there = |name: &str| at.value.get(name).is_some();
                let asked = nodes.iter().filter(|(name, _)| is_there(name));
                self.all(asked.map(|(_, node)| *node), at)
            }
            Keyword::Members(members) => self.members(members, at),
            Keyword::PropertyNames(node) => self.property_names(*node, at),
            Keyword::Required(names) => self.required(names, at, Rule::Required),
            Keyword::DependentRequired(names) => {
                let is_there = |name: &str| at.value.get(name).is_some();
                let mut holds = true;
                for (_, names) in names.iter().filter(|(name, _)| is_there(name)) {
                    holds &= self.required(names, at, Rule::DependentRequired);
                }
                holds
            }
            Keyword::MinProperties(least) => self.min_properties(*least, owner, at),
            Keyword::Items(items) => self.items(items, at),
            Keyword::Contains(contains) => self.contains(contains, at),
            Keyword::UnevaluatedProperties(node) => self.unevaluated_properties(*node, owner, at),
            Keyword::UnevaluatedItems(node) => self.unevaluated_items(*node, owner, at),
            // All other keywords are about this value only.
            _ if at.passes_by() => true,
            keyword => {
                self.spend(cost(keyword, at.value));
                !self.is_exhausted()
                    && broken(keyword, at.value).is_none_or(|rule| self.fail(at, rule))
            }
        }
    }

    fn all(&mut self, nodes: impl Iterator<Item = NodeId>, at: CheckedValue<'_>) -> bool {
        let mut holds = true;
        for node in nodes {
            holds &= self.check(node, at);
            if !holds && !at.report {
                break;
            }
        }
        holds
    }

    /// Reports a part that is only present to be rejected as a violation of the keyword that rejects it.
    pub(super) fn rest(&mut self, node: NodeId, at: CheckedValue<'_>, rule: Rule) -> bool {
        let keywords = self
            .schema
            .nodes
            .get(node)
            .map(|node| node.keywords.as_slice());
        match keywords {
            Some([Keyword::False]) => self.fail(at, rule),
            _ => self.check(node, at),
        }
    }

    /// Reports a violation, if there is a report. Always returns `false`.
    pub(super) fn fail(&mut self, at: CheckedValue<'_>, rule: Rule) -> bool {
        if at.report && at.focus.is_empty() {
            self.note(at.path, rule);
        }
        false
    }

    pub(super) fn note(&mut self, path: &Path<'_>, rule: Rule) {
        if self.room > 0 {
            let pointer = path.pointer();
            self.room = self.room.saturating_sub(pointer.len().max(16));
            self.violations.push(Violation { pointer, rule });
        }
    }

    pub(super) fn is_pruned(&self, at: CheckedValue<'_>, path: &Path<'_>) -> bool {
        at.lenient && self.pruned.is_some_and(|pruned| pruned(&path.pointer()))
    }

    /// Runs a check with an empty cache: for values that do not live as long as the current check.
    pub(super) fn apart(&mut self, check: impl FnOnce(&mut Self) -> bool) -> bool {
        let answers = std::mem::take(&mut self.answers);
        let holds = check(self);
        self.answers = answers;
        holds
    }

    pub(super) fn spend(&mut self, work: usize) {
        self.work = self.work.saturating_add(work);
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.work >= MAX_WORK
    }
}
