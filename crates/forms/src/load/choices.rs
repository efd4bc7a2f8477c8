//! The options of a field, and what restricts them.

use super::branches::is_value;
use super::field_context::FieldContext;
use super::object_reader::{ObjectReader, type_of};
use super::shape::Shape;
use super::{LayoutContext, Loader};
use crate::choice::{key_of, named};
use crate::number::{TOO_PRECISE, lost};
use crate::price::FixedPoint;
use crate::schema::Listed;
use crate::{Choice, DependsOn};
use serde_json::Value;

impl<'a> Loader<'_, 'a> {
    /// The options of a schema: an `enum`, or a `oneOf` or `anyOf` of constants. `None` if it allows other values.
    pub(super) fn choices(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        shape: &Shape<'a>,
        place: &LayoutContext<'a>,
    ) -> Option<Vec<Choice>> {
        let mut choices = self.values(shape, place)?;
        self.price(asked, &mut choices);
        Some(choices)
    }

    /// The option `prices`.
    fn price(&mut self, asked: &FieldContext<'_, 'a>, choices: &mut [Choice]) {
        let prices = asked.portico.inner("prices", &mut self.errors);
        if prices.names().next().is_none() {
            return;
        }
        let listed = Listed::new(choices.iter().map(|choice| &choice.value));
        let mut found = Vec::new();
        for name in prices.names() {
            let amount = prices.text(name, &mut self.errors);
            let named = named(name).into_iter();
            let choice = named.filter_map(|value| listed.find(&value)).min();
            match (choice, amount) {
                (None, _) => self.error(
                    prices.at(name),
                    format!("{name:?} is not one of the choices"),
                ),
                (Some(choice), Some(amount)) if FixedPoint::parse(amount).is_some() => {
                    found.push((choice, amount));
                }
                (Some(_), Some(amount)) => {
                    self.error(
                        prices.at(name),
                        format!("{amount:?} is not an amount such as \"12.50\""),
                    );
                }
                (Some(_), None) => {}
            }
        }
        for (choice, amount) in found {
            if let Some(choice) = choices.get_mut(choice) {
                choice.price = Some(amount.to_owned());
            }
        }
    }

    /// The valid values, if they can be enumerated.
    fn values(&mut self, shape: &Shape<'a>, place: &LayoutContext<'a>) -> Option<Vec<Choice>> {
        let nameless = Shape::default();
        // A constant yes or no is a checkbox.
        if let Some(value) = shape.get("const").filter(|value| !value.is_boolean()) {
            self.kept(value, || shape.at_of("const"));
            return Some(vec![self.choice(value, &nameless, place)]);
        }
        if let Some(values) = shape.listed() {
            return Some(self.each(&values, shape, &nameless, place));
        }
        let schemas = self.schemas;
        let lists = ["oneOf", "anyOf"].into_iter();
        lists
            .filter_map(|keyword| schemas.each(shape, keyword))
            .map(|list| {
                list.into_iter()
                    .filter(|one| !one.is_null())
                    .collect::<Vec<_>>()
            })
            .find(|list| !list.is_empty() && list.iter().all(is_value))
            .map(|list| {
                let mut choices = Vec::new();
                for one in &list {
                    if let Some(value) = one.get("const").filter(|value| !value.is_null()) {
                        self.kept(value, || one.at_of("const"));
                        choices.push(self.choice(value, one, place));
                    } else if let Some(values) = one.listed() {
                        choices.extend(self.each(&values, one, &nameless, place));
                    }
                }
                choices
            })
    }

    /// The values of an `enum`, which may be one of these schemas, as options. Null counts as no answer.
    fn each(
        &mut self,
        values: &[(usize, &'a Value)],
        listed_by: &Shape<'a>,
        of: &Shape<'a>,
        place: &LayoutContext<'a>,
    ) -> Vec<Choice> {
        let real = values.iter().filter(|(_, value)| !value.is_null());
        real.map(|(index, value)| {
            self.kept(value, || format!("{}/{index}", listed_by.at_of("enum")));
            self.choice(value, of, place)
        })
        .collect()
    }

    /// Reports a value with a number that answers cannot have, because it could never be sent.
    pub(super) fn kept(&mut self, value: &Value, at: impl FnOnce() -> String) {
        if let Some(lost) = lost(value) {
            let reason = format!("no answer can be {value}: {TOO_PRECISE}");
            self.error(at() + &lost, reason);
        }
    }

    fn choice(&self, value: &Value, of: &Shape<'a>, place: &LayoutContext<'a>) -> Choice {
        let key = key_of(value).unwrap_or_else(|| value.to_string());
        let title = of.text("title");
        let (label, help) = match of.text("i18n") {
            Some(own) => (self.words.find(own), self.words.get(own, "description")),
            None => self.words_of_choice(&place.path, &[Some(&key), title]),
        };
        let help = help.or_else(|| of.text("description"));
        Choice {
            label: label.or(title).map_or(key, str::to_owned),
            value: value.clone(),
            help: help.map(str::to_owned),
            price: None,
        }
    }

    /// The label and the description of an option, by the first of these names for which there are texts.
    pub(super) fn words_of_choice(
        &self,
        path: &str,
        names: &[Option<&str>],
    ) -> (Option<&'a str>, Option<&'a str>) {
        let find = |key: &dyn Fn(&str) -> String| {
            let mut names = names.iter().flatten();
            names.find_map(|name| self.words.get(path, &key(name)))
        };
        let label = find(&|name| name.to_owned());
        (label, find(&|name| format!("{name}.description")))
    }

    /// The option `choicesBy`.
    pub(super) fn narrowed(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        choices: &[Choice],
        place: &LayoutContext<'a>,
    ) -> Option<DependsOn> {
        let by = asked.portico.get("choicesBy")?;
        let at = asked.portico.at("choicesBy");
        let object = ObjectReader::new(Some(by), at.clone(), &mut self.errors);
        object.only(&["scope", "choices"], &mut self.errors);
        let scope = self.scope_of(by, &at, &place.shape);
        let table = object.inner("choices", &mut self.errors);
        if object.get("choices").is_none() {
            self.error(
                &at,
                "choicesBy needs choices: for each value of the other answer, a list of choices",
            );
        }
        let listed = Listed::new(choices.iter().map(|choice| &choice.value));
        let mut rows = Vec::new();
        for name in table.names() {
            let at = table.at(name);
            let Some(values) = table.get(name).and_then(Value::as_array) else {
                let given = table.get(name).map_or("nothing", type_of);
                self.error(at, format!("must be a list of choices, not {given}"));
                continue;
            };
            for (index, value) in values.iter().enumerate() {
                if listed.find(value).is_none() {
                    self.error(
                        format!("{at}/{index}"),
                        format!("{value} is not one of the choices"),
                    );
                }
            }
            rows.push((name.to_owned(), values.clone()));
        }
        Some(DependsOn {
            scope: scope?,
            choices: rows,
        })
    }
}
