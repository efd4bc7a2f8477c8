//! Whose an identity is that signs in.
//!
//! An identity that is remembered is its user's. A new one is linked to somebody who is known already where nothing
//! speaks against it, and otherwise refused: whoever is wrongly let in reads another's requests.

use super::rows::{self, identity, insert_identity, insert_user, update_user};
use super::{Identity, Sighting, UserRecord, UserSource, issuers, user, user_of};
use crate::db::{Millis, StoreError};
use crate::identity::PROXY_ISSUER;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use std::fmt;

/// What is known of somebody who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Who they are to their issuer.
    pub identity: Identity,
    /// In which way they signed in.
    pub source: UserSource,
    /// The id that they get if they are new.
    pub new_id: String,
    /// Their name, as far as the issuer gives it.
    pub name: Option<String>,
    /// The name of somebody new where it gives none.
    pub default_name: String,
    /// Their e-mail address, verified or not.
    pub email: Option<String>,
    /// The same if it is verified, in the form in which addresses are compared.
    pub address: Option<String>,
    /// The entry of people.yaml that the subject names by its id.
    pub person: Option<String>,
    /// The ids that a release without users may have given them.
    pub earlier_ids: Vec<String>,
    /// When.
    pub at: Millis,
}

/// Why an identity is not linked to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkRefusal {
    /// The subject and the address are those of different people.
    Ambiguous,
    /// Whoever they seem to be signs in by another identity.
    InUse,
    /// The address is that of somebody whom people.yaml does not list any more.
    NoLongerListed,
    /// Whoever they seem to be may not sign in.
    Deactivated,
}

impl fmt::Display for LinkRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ambiguous => "the subject and the e-mail address belong to different people",
            Self::InUse => "the user with this e-mail address or ID signs in by another identity",
            Self::NoLongerListed => {
                "the e-mail address belongs to somebody whom people.yaml no longer lists"
            }
            Self::Deactivated => "the user is deactivated",
        })
    }
}

/// How a candidate was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FoundBy {
    Person,
    Address,
    EarlierId,
}

/// The user of an identity, who is found or made.
pub(super) async fn apply(
    db: &DatabaseTransaction,
    sign_in: &SignIn,
) -> Result<Result<UserRecord, LinkRefusal>, StoreError> {
    if let Some(known) = user_of(db, &sign_in.identity).await? {
        return Ok(Ok(known));
    }
    let (found, by) = match candidate(db, sign_in).await? {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(Ok(create(db, sign_in).await?)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !found.active {
        return Ok(Err(LinkRefusal::Deactivated));
    }
    let issuers = issuers(db, &found.id).await?;
    // A proxy names people by what people.yaml itself says of them: by their ID or their address.
    let is_named = found.listed && sign_in.identity.is_of_proxy();
    let same_issuer = issuers.contains(&sign_in.identity.issuer) && !is_named;
    // What people.yaml says of an address is the administrator's word, whatever issuers there are.
    let is_certain = found.listed || by == FoundBy::EarlierId;
    if same_issuer || (!is_certain && !issuers.is_empty()) {
        return Ok(Err(LinkRefusal::InUse));
    }
    if by == FoundBy::Address && found.person.is_some() && !found.listed {
        return Ok(Err(LinkRefusal::NoLongerListed));
    }
    insert_identity(
        db,
        &sign_in.identity,
        &found.id,
        sign_in.at,
        Some(sign_in.at),
    )
    .await?;
    let mut linked = found;
    tell(db, &mut linked, &sign_in.sighting()).await?;
    tracing::info!(
        user = linked.id,
        issuer = sign_in.identity.issuer,
        "an identity was linked"
    );
    Ok(Ok(linked))
}

/// The one whom a new identity seems to belong to.
async fn candidate(
    db: &DatabaseTransaction,
    sign_in: &SignIn,
) -> Result<Result<Option<(UserRecord, FoundBy)>, LinkRefusal>, StoreError> {
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
        // The same one, found in both ways, is one.
        let is_one = found.all(|(other, _)| other.id == first.0.id);
        return Ok(if is_one {
            Ok(Some(first))
        } else {
            Err(LinkRefusal::Ambiguous)
        });
    }
    for id in &sign_in.earlier_ids {
        let earlier = user(db, id).await?;
        let earlier =
            earlier.filter(|user| user.source == UserSource::Earlier && user.person.is_none());
        let Some(earlier) = earlier else { continue };
        // That release knew one issuer and one proxy, and did not tell them apart. Whoever comes from yet another issuer
        // has the same subject by chance.
        let by_proxy = sign_in.identity.is_of_proxy();
        let issuers = issuers(db, &earlier.id).await?;
        if !issuers
            .iter()
            .any(|issuer| (issuer == PROXY_ISSUER) == by_proxy)
        {
            return Ok(Ok(Some((earlier, FoundBy::EarlierId))));
        }
    }
    Ok(Ok(None))
}

async fn create(db: &DatabaseTransaction, sign_in: &SignIn) -> Result<UserRecord, StoreError> {
    let name = sign_in.name.as_ref().unwrap_or(&sign_in.default_name);
    let user = UserRecord {
        id: sign_in.new_id.clone(),
        person: None,
        listed: false,
        name: name.clone(),
        email: sign_in.email.clone(),
        address: sign_in.address.clone(),
        source: sign_in.source,
        active: true,
        created_at: sign_in.at,
        seen_at: Some(sign_in.at),
    };
    insert_user(db, &user).await?;
    insert_identity(
        db,
        &sign_in.identity,
        &user.id,
        sign_in.at,
        Some(sign_in.at),
    )
    .await?;
    Ok(user)
}

/// Notes that an identity was used.
pub(super) async fn see(db: &DatabaseTransaction, sighting: &Sighting) -> Result<(), StoreError> {
    let Some(mut user) = user_of(db, &sighting.identity).await? else {
        return Ok(());
    };
    identity::Entity::update_many()
        .col_expr(identity::Column::SeenAt, Expr::value(Some(sighting.at)))
        .filter(identity::Column::Issuer.eq(sighting.identity.issuer.as_str()))
        .filter(identity::Column::Subject.eq(sighting.identity.subject.as_str()))
        .exec(db)
        .await?;
    tell(db, &mut user, sighting).await
}

/// Writes what a sign-in says of its user. Of those whom people.yaml lists it knows better.
async fn tell(
    db: &DatabaseTransaction,
    user: &mut UserRecord,
    sighting: &Sighting,
) -> Result<(), StoreError> {
    user.seen_at = Some(sighting.at);
    if !user.listed {
        if let Some(name) = &sighting.name {
            name.clone_into(&mut user.name);
        }
        if sighting.email.is_some() {
            user.email.clone_from(&sighting.email);
        }
        if let Some(address) = &sighting.address {
            let others = rows::user::Entity::find()
                .filter(rows::user::Column::Address.eq(address.as_str()))
                .filter(rows::user::Column::Id.ne(user.id.as_str()));
            // An address that is another's stays theirs, until an administrator says otherwise.
            user.address = match others.one(db).await? {
                Some(_) => None,
                None => Some(address.clone()),
            };
        }
    }
    update_user(db, user).await
}

impl SignIn {
    /// What is to be noted of it whenever it is repeated.
    #[must_use]
    pub fn sighting(&self) -> Sighting {
        Sighting {
            identity: self.identity.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            at: self.at,
        }
    }
}
