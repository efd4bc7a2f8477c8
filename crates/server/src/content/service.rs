//! services/<id>.yaml: one service per file.

use super::audience::Audience;
use super::field_type::{Definitions, FieldType, OneOf, Percent, WithLine, list_of};
use super::form::{Form, RequestForm};
use super::ids::Reference;
use super::localized::{LocalizedList, LocalizedText, Markdown};
use super::notation::{AMOUNT, CURRENCY, DURATION, ID, Icon};
use super::object::{Object, object, of};
use super::reader::{ContentKind, Cursor, Located, Text, Texts};
use portico_contract::{Hours, Per, Price, Target};
use serde_json::{Value, json};

object! {
    /// One service of the catalogue: content/services/<id>.yaml. docs/CONTENT.md describes it.
    pub(crate) struct Service {
        /// A category of categories.yaml.
        required category: Located<String> = Reference(ContentKind::Category);
        /// An icon of the portal's sprite.
        required icon: String = Icon;
        /// The service's name.
        required name: Text = LocalizedText;
        /// One sentence that says what the service provides.
        required summary: Text = LocalizedText;
        /// The service, its users, and information before ordering. Markdown.
        required description: Text = Markdown;
        /// The included items, one per line.
        optional included: Texts = LocalizedList;
        /// Synonyms that users search for.
        optional keywords: Texts = LocalizedList;
        /// A person: accountable for the service.
        required owner: Located<String> = Reference(ContentKind::Person);
        /// A team: fulfils requests.
        required provider: Located<String> = Reference(ContentKind::Team);
        /// The price. If omitted: free.
        optional price: Option<Price> = of::<ServicePrice>();
        /// The target time for fulfilment.
        required target: Target = of::<ServiceTarget>();
        /// The approvers, in order: manager, owner, or a person's ID. An empty list: no approval.
        optional approvals: Vec<Approver> = list_of(ApproverName);
        /// The steps after submission, in order.
        optional steps: Texts = LocalizedList;
        /// The groups that may see and order the service. If omitted: everyone.
        optional audience: Audience = of::<Audience>();
        /// Related articles.
        optional articles: Vec<Located<String>> = list_of(Reference(ContentKind::Article));
        /// Related services.
        optional related: Vec<Located<String>> = list_of(Reference(ContentKind::Service));
        /// 0 to 100: the order of "popular".
        optional popularity: u8 = Percent;
        /// The request form. docs/FORMS.md describes it.
        required form: Form = RequestForm;
    }
    beside {
        /// The name of its file, without the extension.
        id: String;
    }
}

/// Reads the file.
pub(crate) fn read(id: &str, at: Cursor<'_>) -> Option<Service> {
    let id = id.to_owned();
    Service::read(at).map(|service| Service { id, ..service })
}

object! {
    /// The price of a service.
    struct ServicePrice {
        /// The amount. Quote it.
        required amount: String = &AMOUNT;
        /// ISO 4217.
        required currency: String = &CURRENCY;
        /// The billing period.
        required per: Per = OneOf {
            expected: "once, month or year",
            values: &[("once", Per::Once), ("month", Per::Month), ("year", Per::Year)],
        };
    }
}

impl From<ServicePrice> for Option<Price> {
    fn from(
        ServicePrice {
            amount,
            currency,
            per,
        }: ServicePrice,
    ) -> Self {
        Some(Price {
            amount,
            currency,
            per,
        })
    }
}

object! {
    /// The target time of a service.
    struct ServiceTarget {
        /// ISO 8601. With business hours P1D is one working day and PT4H four working hours.
        required duration: String = &DURATION;
        /// business counts working hours, always counts every hour.
        required hours: Hours = OneOf {
            expected: "business or always",
            values: &[("business", Hours::Business), ("always", Hours::Always)],
        };
    }
}

impl From<ServiceTarget> for Target {
    fn from(ServiceTarget { duration, hours }: ServiceTarget) -> Self {
        Self { duration, hours }
    }
}

/// An approver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Approver {
    /// The requester's manager.
    Manager,
    /// The service's owner.
    Owner,
    /// A named person.
    Person(String),
}

struct ApproverName;

impl FieldType for ApproverName {
    type Value = Approver;

    fn read(&self, at: Cursor<'_>) -> Option<Approver> {
        let id = WithLine(&ID).read(at)?;
        Some(match id.value.as_str() {
            "manager" => Approver::Manager,
            "owner" => Approver::Owner,
            _ => {
                at.diagnostics.refer(ContentKind::Person, at.file, &id);
                Approver::Person(id.value)
            }
        })
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        let id = (&ID).schema(definitions);
        json!({ "anyOf": [{ "enum": ["manager", "owner"] }, id] })
    }
}
