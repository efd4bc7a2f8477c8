//! services/<id>.yaml: one service a file.

use super::form::{self, Form};
use super::people::icon;
use super::reader::{Cursor, Located, Members, Text, Texts, What};
use crate::due;
use portico_contract::{Hours, Per, Price, Target};
use portico_domain::Group;

/// A service as its file tells it.
pub(crate) struct Service {
    pub(crate) id: String,
    pub(crate) category: Located<String>,
    pub(crate) icon: String,
    pub(crate) name: Text,
    pub(crate) summary: Text,
    pub(crate) description: Text,
    pub(crate) included: Texts,
    pub(crate) keywords: Texts,
    pub(crate) owner: Located<String>,
    pub(crate) provider: Located<String>,
    pub(crate) price: Option<Price>,
    pub(crate) target: Target,
    pub(crate) approvals: Vec<Approver>,
    pub(crate) steps: Texts,
    pub(crate) audience: Audience,
    pub(crate) articles: Vec<Located<String>>,
    pub(crate) related: Vec<Located<String>>,
    pub(crate) popularity: u8,
    pub(crate) form: Form,
}

/// Who has to agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Approver {
    /// The requester's manager.
    Manager,
    /// The service's owner.
    Owner,
    /// Somebody named.
    Person(String),
}

/// Who may see a thing and who may order it.
#[derive(Default)]
pub(crate) struct Audience {
    /// `None`: everybody.
    pub(crate) order: Option<Vec<Group>>,
    /// `None`: everybody.
    pub(crate) see: Option<Vec<Group>>,
    pub(crate) why: Option<Text>,
    pub(crate) ask: Option<Text>,
}

/// Reads the file.
pub(crate) fn read(id: &str, at: Cursor<'_>) -> Option<Service> {
    let map = at.map()?;
    let category = map.need("category").and_then(|at| at.refer(What::Category));
    let icon = map.need("icon").and_then(icon);
    let name = map.need("name").and_then(Cursor::text);
    let summary = map.need("summary").and_then(Cursor::text);
    let description = map.need("description").and_then(Cursor::markdown);
    let included = map
        .may("included")
        .and_then(Cursor::texts)
        .unwrap_or_default();
    let keywords = map
        .may("keywords")
        .and_then(Cursor::texts)
        .unwrap_or_default();
    let owner = map.need("owner").and_then(|at| at.refer(What::Person));
    let provider = map.need("provider").and_then(|at| at.refer(What::Team));
    let price = map.may("price").map(price);
    let target = map.need("target").and_then(target);
    let approvals = map.may("approvals").map(approvals).unwrap_or_default();
    let steps = map.may("steps").and_then(Cursor::texts).unwrap_or_default();
    let audience = map
        .may("audience")
        .map(|at| audience(at, true))
        .unwrap_or_default();
    let articles = map
        .may("articles")
        .map(|at| at.refer_all(What::Article))
        .unwrap_or_default();
    let related = map
        .may("related")
        .map(|at| at.refer_all(What::Service))
        .unwrap_or_default();
    let popularity = map
        .may("popularity")
        .and_then(Cursor::percent)
        .unwrap_or_default();
    let form = map.need("form").and_then(form::read);
    map.finish();
    Some(Service {
        id: id.to_owned(),
        category: category?,
        icon: icon?,
        name: name?,
        summary: summary?,
        description: description?,
        included,
        keywords,
        owner: owner?,
        provider: provider?,
        price: price.flatten(),
        target: target?,
        approvals,
        steps,
        audience,
        articles,
        related,
        popularity,
        form: form?,
    })
}

fn price(at: Cursor<'_>) -> Option<Price> {
    let map = at.map()?;
    let amount = map.need("amount").and_then(|at| {
        at.parse("an amount such as \"12.50\"", |text| {
            is_amount(text).then(|| text.to_owned())
        })
    });
    let currency = map.need("currency").and_then(|at| {
        let fine = |text: &str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
        at.parse("a currency such as EUR", |text| {
            fine(text).then(|| text.to_owned())
        })
    });
    let per = map.need("per").and_then(|at| {
        at.parse("once, month or year", |text| match text {
            "once" => Some(Per::Once),
            "month" => Some(Per::Month),
            "year" => Some(Per::Year),
            _ => None,
        })
    });
    map.finish();
    Some(Price {
        amount: amount?,
        currency: currency?,
        per: per?,
    })
}

fn is_amount(text: &str) -> bool {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(cents) && cents.len() <= 4
}

fn target(at: Cursor<'_>) -> Option<Target> {
    let map = at.map()?;
    let duration = map.need("duration").and_then(|at| {
        at.parse(
            "a duration in weeks, days, hours or minutes such as P2D or PT4H",
            |text| due::Duration::parse(text).map(|_| text.to_owned()),
        )
    });
    let hours = map.need("hours").and_then(|at| {
        at.parse("business or always", |text| match text {
            "business" => Some(Hours::Business),
            "always" => Some(Hours::Always),
            _ => None,
        })
    });
    map.finish();
    Some(Target {
        duration: duration?,
        hours: hours?,
    })
}

fn approvals(at: Cursor<'_>) -> Vec<Approver> {
    let approver = |at: Cursor<'_>| {
        let id = at.id()?;
        Some(match id.value.as_str() {
            "manager" => Approver::Manager,
            "owner" => Approver::Owner,
            _ => {
                at.desk.refer(What::Person, at.file, &id);
                Approver::Person(id.value)
            }
        })
    };
    at.list().into_iter().filter_map(approver).collect()
}

/// Reads an audience; only services can be ordered.
pub(crate) fn audience(at: Cursor<'_>, orderable: bool) -> Audience {
    let Some(map) = at.map() else {
        return Audience::default();
    };
    let mut audience = Audience {
        see: groups(&map, "see"),
        ..Audience::default()
    };
    if orderable {
        audience.order = groups(&map, "order");
        audience.why = map.may("why").and_then(Cursor::text);
        audience.ask = map.may("ask").and_then(Cursor::text);
    }
    map.finish();
    audience
}

fn groups(map: &Members<'_>, key: &str) -> Option<Vec<Group>> {
    let what = "an audience such as role:employee, department:finance or person:p-mara-voss";
    let read = |at: Cursor<'_>| {
        let group = at.parse(what, group)?;
        let (kind, name) = match &group {
            Group::Role(role) => (What::Role, role),
            Group::Department(id) => (What::Department, id),
            Group::Person(id) => (What::Person, id),
        };
        let id = Located {
            value: name.clone(),
            line: at.node.line,
        };
        at.desk.refer(kind, at.file, &id);
        Some(group)
    };
    Some(map.may(key)?.list().into_iter().filter_map(read).collect())
}

fn group(text: &str) -> Option<Group> {
    let (kind, name) = text.split_once(':')?;
    let name = (!name.is_empty()).then(|| name.to_owned())?;
    match kind {
        "role" => Some(Group::Role(name)),
        "department" => Some(Group::Department(name)),
        "person" => Some(Group::Person(name)),
        _ => None,
    }
}
