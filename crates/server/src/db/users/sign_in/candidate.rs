//! The user to whom a new identity seems to belong.

use super::{LinkRefusal, SignIn};
use crate::db::StoreError;
use crate::db::users::{UserRecord, UserSource, issuers, rows};
use crate::email_address::{address_key, is_address};
use crate::identity::PROXY_ISSUER;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter};

/// The way in which a candidate was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoundBy {
    Person,
    Address,
    EarlierId,
}

/// A candidate, `None`, or the reason why the user cannot be determined.
type Lookup<T> = Result<Option<T>, LinkRefusal>;

/// The user to whom a new identity seems to belong.
pub(super) async fn candidate(
    db: &DatabaseTransaction,
    sign_in: &SignIn,
) -> Result<Lookup<(UserRecord, FoundBy)>, StoreError> {
    let users = || rows::user::Entity::find();
    let mut found: Vec<(UserRecord, FoundBy)> = Vec::new();
    if let Some(person) = &sign_in.person {
        let named = users().filter(rows::user::Column::Person.eq(person.as_str()));
        let named = named.all(db).await?.into_iter();
        found.extend(named.map(|row| (row.into(), FoundBy::Person)));
    }
    if let Some(address) = &sign_in.address {
        let theirs = users().filter(rows::user::Column::Address.eq(address.as_str()));
        let theirs = theirs.all(db).await?.into_iter();
        found.extend(theirs.map(|row| (row.into(), FoundBy::Address)));
    }
    let mut found = found.into_iter();
    if let Some(first) = found.next() {
        // The same user, found in two ways, is one candidate.
        let is_one = found.all(|(other, _)| other.id == first.0.id);
        return Ok(if is_one {
            Ok(Some(first))
        } else {
            Err(LinkRefusal::Ambiguous)
        });
    }
    let earlier: Vec<UserRecord> = users()
        .filter(rows::user::Column::Source.eq(UserSource::Earlier.as_str()))
        .filter(rows::user::Column::Person.is_null())
        .filter(
            Condition::any()
                .add(rows::user::Column::Id.is_in(sign_in.earlier_ids.iter().map(String::as_str)))
                .add(rows::user::Column::Id.contains("@")),
        )
        .all(db)
        .await?
        .into_iter()
        .map(UserRecord::from)
        .collect();
    match known_earlier(db, sign_in, &earlier).await? {
        Ok(None) => {}
        found => return Ok(found.map(|user| user.map(|user| (user, FoundBy::EarlierId)))),
    }
    if is_unproven(db, sign_in, &earlier).await? {
        return Ok(Err(LinkRefusal::Unproven));
    }
    Ok(Ok(None))
}

/// The user under whose ID a release without users stored data for this sign-in.
async fn known_earlier(
    db: &DatabaseTransaction,
    sign_in: &SignIn,
    earlier: &[UserRecord],
) -> Result<Lookup<UserRecord>, StoreError> {
    let by_proxy = sign_in.identity.is_of_proxy();
    // Proxies pass addresses on in any case, and that release stored them unchanged.
    let is_same =
        |id: &str| by_proxy && is_address(id) && address_key(id) == sign_in.identity.subject;
    let mut found = Vec::new();
    for user in earlier {
        let is_exact = sign_in.earlier_ids.contains(&user.id);
        if !is_exact && !is_same(&user.id) {
            continue;
        }
        // That release supported one issuer and one proxy, and did not distinguish them. An
        // identity from another issuer has the same subject by coincidence.
        let issuers = issuers(db, &user.id).await?;
        if issuers
            .iter()
            .any(|issuer| (issuer == PROXY_ISSUER) == by_proxy)
        {
            continue;
        }
        if is_exact {
            return Ok(Ok(Some(user.clone())));
        }
        found.push(user);
    }
    Ok(match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).clone())),
        _ => Err(LinkRefusal::Ambiguous),
    })
}

/// Whether they have an address of a known user, without proof that they are the same person. A
/// user who is created by mistake cannot be corrected; a refusal can.
async fn is_unproven(
    db: &DatabaseTransaction,
    sign_in: &SignIn,
    earlier: &[UserRecord],
) -> Result<bool, StoreError> {
    // Only the proxy that named an address knows the owner of an ID that was an address.
    let by_token = sign_in.address.as_ref();
    let by_token = by_token.filter(|_| !sign_in.identity.is_of_proxy());
    let is_earlier = |user: &UserRecord| {
        let key = address_key(&user.id);
        sign_in.unproven.contains(&key) || by_token == Some(&key)
    };
    if earlier.iter().any(is_earlier) {
        return Ok(true);
    }
    if sign_in.unproven.is_empty() {
        return Ok(false);
    }
    let addresses = sign_in.unproven.iter().map(String::as_str);
    let listed = rows::user::Entity::find()
        .filter(rows::user::Column::Listed.ne(0))
        .filter(rows::user::Column::Address.is_in(addresses));
    Ok(listed.one(db).await?.is_some())
}
