//! `portico-server users`: users and their identities.

use super::data::DataArgs;
use crate::console::say;
use crate::db::{Identity, Linked, UserAdmin, UserRecord, UserWithIdentities};
use crate::identity::is_subject;
use crate::wire::time;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::{Value, json};

#[derive(Debug, Subcommand)]
pub(super) enum UsersCommand {
    /// Lists all users with their identities; works while the server runs.
    List {
        #[command(flatten)]
        to: Target,
    },
    /// Assigns an identity to a user, and takes it from its previous user; works while the server runs.
    Link {
        #[command(flatten)]
        to: Target,
        #[command(flatten)]
        identity: IdentityArgs,
        /// The user's ID, or the ID of their entry in people.yaml.
        #[arg(long, value_name = "ID")]
        user: String,
    },
    /// Removes an identity from its user; works while the server runs.
    Unlink {
        #[command(flatten)]
        to: Target,
        #[command(flatten)]
        identity: IdentityArgs,
    },
    /// Signs a user out and refuses their sign-ins; works while the server runs.
    Deactivate {
        #[command(flatten)]
        to: Target,
        /// The user's ID, or the ID of their entry in people.yaml.
        #[arg(long, value_name = "ID")]
        user: String,
    },
    /// Allows a deactivated user to sign in again; works while the server runs.
    Activate {
        #[command(flatten)]
        to: Target,
        /// The user's ID, or the ID of their entry in people.yaml.
        #[arg(long, value_name = "ID")]
        user: String,
    },
}

/// The database of the users, and the output format.
#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(flatten)]
    data: DataArgs,
    /// Prints JSON: one object, or one per line.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct IdentityArgs {
    /// The issuer of the person's tokens, or "proxy" for names from a proxy.
    #[arg(long, value_name = "ISSUER")]
    issuer: String,
    /// The person's identifier at the issuer: the claim `sub`, or the name in the proxy's header.
    #[arg(long, value_name = "SUBJECT", value_parser = subject)]
    subject: String,
}

fn subject(text: &str) -> Result<String, String> {
    let expected = "expected 1 to 255 bytes without control characters";
    is_subject(text)
        .then(|| text.to_owned())
        .ok_or_else(|| expected.to_owned())
}

impl IdentityArgs {
    fn identity(self) -> Identity {
        Identity::new(self.issuer, self.subject)
    }
}

impl UsersCommand {
    pub(super) async fn run(self) -> Result<(), String> {
        match self {
            Self::List { to } => list(&to).await,
            Self::Link { to, identity, user } => {
                let identity = identity.identity();
                let now = Timestamp::now().as_millisecond();
                let admin = UserAdmin::open(to.data.location()?).await?;
                let linked = admin.link(identity.clone(), user, now).await?;
                let user = called(&linked.user);
                let said = match (&linked.before, linked.changed) {
                    (_, false) => {
                        format!("{identity} already belongs to {user}; nothing was changed.")
                    }
                    (None, _) => format!("{identity} is now an identity of {user}."),
                    (Some(before), _) => format!(
                        "{identity} is now an identity of {user}. It was one of {}, whose requests and drafts stay theirs.",
                        called(before)
                    ),
                };
                to.say(&linked, Some(&identity), &said)
            }
            Self::Unlink { to, identity } => {
                let identity = identity.identity();
                let admin = UserAdmin::open(to.data.location()?).await?;
                let linked = admin.unlink(identity.clone()).await?;
                let said = format!(
                    "{identity} is no longer an identity of {}, whose requests and drafts stay theirs.",
                    called(&linked.user)
                );
                to.say(&linked, Some(&identity), &said)
            }
            Self::Deactivate { to, user } => activate(&to, user, false).await,
            Self::Activate { to, user } => activate(&to, user, true).await,
        }
    }
}

async fn activate(to: &Target, user: String, active: bool) -> Result<(), String> {
    let admin = UserAdmin::open(to.data.location()?).await?;
    let linked = admin.activate(user, active).await?;
    let user = called(&linked.user);
    let said = match (active, linked.changed) {
        (true, true) => format!("{user} can sign in again."),
        (false, true) => format!("{user} was signed out and can no longer sign in."),
        (true, false) => format!("{user} can already sign in; nothing was changed."),
        (false, false) => format!("{user} is already deactivated; nothing was changed."),
    };
    to.say(&linked, None, &said)
}

/// A user in a sentence. Names may come from outside, so they are escaped for the terminal.
fn called(user: &UserRecord) -> String {
    format!("{} ({:?})", user.id, user.name)
}

impl Target {
    fn say(&self, linked: &Linked, identity: Option<&Identity>, said: &str) -> Result<(), String> {
        if !self.json {
            return say(said);
        }
        let before = linked.before.as_ref().map(|before| &before.id);
        say(&json!({
            "user": linked.user.id,
            "active": linked.user.active,
            "identity": identity.map(|identity| json!({"issuer": identity.issuer, "subject": identity.subject})),
            "before": before,
            "changed": linked.changed,
        })
        .to_string())
    }
}

async fn list(to: &Target) -> Result<(), String> {
    let users = UserAdmin::open(to.data.location()?).await?.list().await?;
    if to.json {
        return users
            .iter()
            .try_for_each(|user| say(&line(user).to_string()));
    }
    if users.is_empty() {
        return say("There are no users yet.");
    }
    users.iter().try_for_each(|user| say(&paragraph(user)))
}

fn line(one: &UserWithIdentities) -> Value {
    let UserWithIdentities { user, identities } = one;
    let identities = identities.iter().map(|(identity, seen_at)| {
        json!({
            "issuer": identity.issuer,
            "subject": identity.subject,
            "seenAt": seen_at.map(time),
        })
    });
    json!({
        "id": user.id,
        "person": user.person,
        "listed": user.listed,
        "name": user.name,
        "email": user.email,
        "verified": user.address.is_some(),
        "source": user.source.as_str(),
        "active": user.active,
        "createdAt": time(user.created_at),
        "seenAt": user.seen_at.map(time),
        "identities": identities.collect::<Vec<_>>(),
    })
}

/// One line for a user, and one for each identity.
fn paragraph(one: &UserWithIdentities) -> String {
    let UserWithIdentities { user, identities } = one;
    let mut text = format!("{}  {:?}", user.id, user.name);
    if let Some(email) = &user.email {
        let unverified = if user.address.is_some() {
            ""
        } else {
            " (not verified)"
        };
        text.push_str(&format!("  {email:?}{unverified}"));
    }
    match (&user.person, user.listed) {
        (Some(person), true) => text.push_str(&format!("  people.yaml: {person}")),
        (Some(person), false) => text.push_str(&format!("  no longer in people.yaml: {person}")),
        (None, _) => text.push_str(&format!("  from: {}", user.source.as_str())),
    }
    if !user.active {
        text.push_str("  deactivated");
    }
    for (identity, seen_at) in identities {
        let seen = seen_at.map_or_else(
            || "never used".to_owned(),
            |at| format!("last used {}", time(at)),
        );
        text.push_str(&format!("\n  {identity}, {seen}"));
    }
    text
}
