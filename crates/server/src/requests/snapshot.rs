//! Conversion between the contract's types and the store's types of a request's snapshot.

use crate::db::snapshot::{self, Hours, Per};
use portico_contract::{self as contract, PersonRef, ServiceRef};
use portico_domain::Person;
use serde_json::Value;

/// A service with its current name, in the language of that name.
pub(super) fn service(service: ServiceRef) -> snapshot::Service {
    snapshot::Service {
        id: service.id.to_string(),
        name: service.name,
        icon: service.icon,
    }
}

/// A stored service as a contract type.
pub(super) fn shown_service(service: &snapshot::Service) -> ServiceRef {
    ServiceRef {
        id: service.id.as_str().into(),
        name: service.name.clone(),
        icon: service.icon.clone(),
        language: None,
    }
}

/// A person with their current name.
pub(super) fn person(person: &PersonRef) -> Person {
    Person {
        id: person.id.as_str().into(),
        name: person.name.clone(),
    }
}

/// A target as a stored type.
pub(super) fn target(target: &contract::Target) -> snapshot::Target {
    snapshot::Target {
        duration: target.duration.clone(),
        hours: match target.hours {
            contract::Hours::Business => Hours::Business,
            contract::Hours::Always => Hours::Always,
        },
    }
}

/// A stored target as a contract type.
pub(super) fn shown_target(target: &snapshot::Target) -> contract::Target {
    contract::Target {
        duration: target.duration.clone(),
        hours: match target.hours {
            Hours::Business => contract::Hours::Business,
            Hours::Always => contract::Hours::Always,
        },
    }
}

/// A price as a stored type.
pub(super) fn price(price: contract::Price) -> snapshot::Price {
    snapshot::Price {
        amount: price.amount,
        currency: price.currency,
        per: match price.per {
            contract::Per::Once => Per::Once,
            contract::Per::Month => Per::Month,
            contract::Per::Year => Per::Year,
        },
    }
}

/// A stored price as a contract type.
pub(super) fn shown_price(price: &snapshot::Price) -> contract::Price {
    contract::Price {
        amount: price.amount.clone(),
        currency: price.currency.clone(),
        per: match price.per {
            Per::Once => contract::Per::Once,
            Per::Month => contract::Per::Month,
            Per::Year => contract::Per::Year,
        },
    }
}

/// A file as a stored type.
pub(super) fn file(upload: contract::Upload) -> snapshot::File {
    snapshot::File {
        id: upload.id.to_string(),
        name: upload.name,
        size: upload.size,
        media_type: upload.media_type,
        sha256: upload.sha256,
        complete: upload.complete,
        received: upload.received,
    }
}

fn shown_file(file: &snapshot::File) -> contract::Upload {
    contract::Upload {
        id: file.id.as_str().into(),
        name: file.name.clone(),
        size: file.size,
        media_type: file.media_type.clone(),
        sha256: file.sha256.clone(),
        complete: file.complete,
        received: file.received,
    }
}

/// A stored answer as a contract type. A secret is stored for the team that fulfils the request,
/// and is returned to no client.
pub(super) fn shown_answer(answer: &snapshot::SnapshotAnswer) -> contract::Answer {
    let (value, text) = if answer.secret {
        (Value::Null, Some("••••••••".to_owned()))
    } else {
        (answer.value.clone(), answer.text.clone())
    };
    contract::Answer {
        pointer: answer.pointer.clone(),
        label: answer.label.clone(),
        value,
        text,
        files: answer.files.iter().map(shown_file).collect(),
        currency: answer.currency.clone(),
        unit: answer.unit.clone(),
        quantity: answer.quantity,
        secret: answer.secret,
    }
}
