//! The fields of an object: one per property, a choice for alternatives, and conditional fields.

use super::branches::{Alternatives, BranchCondition, settled};
use super::field::NOTHING;
use super::scope::Scope;
use super::shape::Shape;
use super::{LayoutContext, Loader};
use crate::Element;
use crate::pointer;
use serde_json::Value;
use std::rc::Rc;

/// A field that only `then`, `else` or `dependentSchemas` describe.
struct Conditional<'a> {
    asked: ConditionalField<'a>,
    /// At least one of these lists of conditions has to hold.
    when: Vec<Vec<BranchCondition<'a>>>,
    /// All schemas that apply where it is described.
    shape: Rc<Shape<'a>>,
}

enum ConditionalField<'a> {
    /// A property with its schema.
    Member(&'a str, &'a Value),
    /// A choice between alternatives.
    Choice(Alternatives<'a>),
}

impl<'a> Loader<'_, 'a> {
    /// The fields of an object or of one of its alternatives.
    pub(super) fn members(&mut self, place: &LayoutContext<'a>) -> Vec<Element> {
        let told = place.told;
        let place = &LayoutContext {
            told: None,
            ..place.clone()
        };
        // A required member that cannot be answered is rejected like any other field that cannot be answered.
        for name in place.shape.impossible() {
            self.member(name, place, Vec::new());
        }
        let mut elements = Vec::new();
        elements.extend(told.and_then(|name| self.told_by(name, place)));
        let choosable = self.schemas.choosable(&place.shape);
        let is_told = |name: &str| {
            told == Some(name) || choosable.iter().any(|of| of.discriminator == Some(name))
        };
        let names = place.shape.names();
        let mut waiting = self.conditional(place);
        for name in &names {
            if self.is_over() {
                break;
            }
            if !is_told(name) && !place.shape.is_drawn_besides(name) {
                elements.extend(self.member(name, place, Vec::new()));
            }
            // A conditional field is placed directly after the field that it depends on.
            let (now, later) = waiting
                .into_iter()
                .partition(|one| self.comes_after(&one.when, place, &names) == Some(*name));
            waiting = later;
            self.draw(now, place, &mut elements);
        }
        for of in &choosable {
            elements.extend(self.chooser(of, place, &[]));
        }
        self.draw(waiting, place, &mut elements);
        elements
    }

    /// The fields that are described only while conditions hold. A member with the same description in several places
    /// is one field.
    fn conditional(&self, place: &LayoutContext<'a>) -> Vec<Conditional<'a>> {
        let mut found: Vec<Conditional<'a>> = Vec::new();
        for branch in self.schemas.branches(&place.shape) {
            let shape = Rc::new(branch.shape);
            for (name, schema) in shape.described() {
                if shape.is_drawn_besides(name) {
                    continue;
                }
                let when = branch.when.clone();
                let is_same = |one: &&mut Conditional<'a>| matches!(one.asked, ConditionalField::Member(own, of) if own == name && of == schema);
                match found.iter_mut().find(is_same) {
                    Some(one) => one.when.push(when),
                    None => found.push(Conditional {
                        asked: ConditionalField::Member(name, schema),
                        when: vec![when],
                        shape: shape.clone(),
                    }),
                }
            }
            let choices = self.schemas.choosable(&shape).into_iter();
            found.extend(choices.map(|of| Conditional {
                asked: ConditionalField::Choice(of),
                when: vec![branch.when.clone()],
                shape: shape.clone(),
            }));
        }
        for one in &mut found {
            one.when = settled(std::mem::take(&mut one.when));
        }
        found
    }

    /// The last of these members that the conditions read.
    fn comes_after<'n>(
        &self,
        when: &[Vec<BranchCondition<'a>>],
        place: &LayoutContext<'a>,
        names: &[&'n str],
    ) -> Option<&'n str> {
        let mut found = Vec::new();
        for one in when.iter().flatten() {
            self.read(one, "", place, &mut found);
        }
        let reads = |name: &&&str| {
            let member = pointer::child("", name);
            found.iter().any(|read| pointer::within(read, &member))
        };
        names.iter().rev().find(reads).copied()
    }

    fn draw(
        &mut self,
        all: Vec<Conditional<'a>>,
        place: &LayoutContext<'a>,
        elements: &mut Vec<Element>,
    ) {
        for one in all {
            if self.is_over() {
                return;
            }
            let inside = LayoutContext {
                shape: one.shape,
                ..place.clone()
            };
            elements.extend(match one.asked {
                ConditionalField::Member(name, _) => self.member(name, &inside, one.when),
                ConditionalField::Choice(of) => self.chooser(&of, &inside, &one.when),
            });
        }
    }

    fn member(
        &mut self,
        name: &str,
        place: &LayoutContext<'a>,
        when: Vec<Vec<BranchCondition<'a>>>,
    ) -> Option<Element> {
        let member = self.schemas.member(&place.shape, name)?;
        let at = member.shape.at().to_owned();
        let pointer = pointer::child("", name);
        let mut scope = Scope::new(pointer, name, member.shape, member.required);
        scope.when = when;
        self.field(&NOTHING, &at, place, scope, false)
    }
}
