//! The marker: the installation that an upload folder or bucket belongs to.

use serde::{Deserialize, Serialize};

/// The version of the marker and of the folder's layout.
const FORMAT: u32 = 1;

/// The contents of a marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The installation that owns the folder.
    pub(crate) installation: String,
    /// The installation that will own it as soon as its database is in place. The first of the two
    /// that opens the folder then owns it permanently.
    pub(crate) successor: Option<String>,
}

impl Marker {
    pub(crate) fn of(installation: &str) -> Self {
        Self {
            installation: installation.to_owned(),
            successor: None,
        }
    }

    /// Whether an installation may use the folder.
    pub(crate) fn admits(&self, installation: &str) -> bool {
        self.installation == installation || self.successor.as_deref() == Some(installation)
    }
}

#[derive(Serialize, Deserialize)]
struct Text {
    /// An explanation for people.
    #[serde(default)]
    about: String,
    format: u32,
    installation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    successor: Option<String>,
}

/// Parses a marker; `None` if its format is unknown.
pub(crate) fn read(text: &str) -> Option<Marker> {
    let text: Text = serde_json::from_str(text).ok()?;
    (text.format == FORMAT).then_some(Marker {
        installation: text.installation,
        successor: text.successor,
    })
}

/// The operation on the marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marking<'a> {
    /// The marker must exist and name the installation.
    Compare,
    /// The marker is created if it does not exist.
    Create,
    /// The marker is replaced, whatever its contents.
    Replace,
    /// The installation is named as the successor of the files' owner, or of this installation if
    /// there is no marker.
    Announce(&'a str),
}

/// The files belong to another installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Another;

/// The marker to write, if the present one has to change.
///
/// # Errors
/// The files belong to another installation.
pub(crate) fn next(
    found: Option<Marker>,
    installation: &str,
    marking: Marking,
) -> Result<Option<Marker>, Another> {
    Ok(Some(match (found, marking) {
        (Some(found), Marking::Announce(_)) if found.installation != installation => Marker {
            installation: found.installation,
            successor: Some(installation.to_owned()),
        },
        (Some(found), _) if found == Marker::of(installation) => return Ok(None),
        (None, Marking::Announce(before)) => Marker {
            installation: before.to_owned(),
            successor: Some(installation.to_owned()),
        },
        (Some(found), Marking::Compare | Marking::Create) if !found.admits(installation) => {
            return Err(Another);
        }
        (None, Marking::Compare) => return Err(Another),
        _ => Marker::of(installation),
    }))
}

/// The text of a marker.
pub(crate) fn text(marker: &Marker) -> serde_json::Result<String> {
    let text = Text {
        about: "Files that people uploaded to Portico. Kept by portico-server; see its docs/OPERATIONS.md."
            .to_owned(),
        format: FORMAT,
        installation: marker.installation.clone(),
        successor: marker.successor.clone(),
    };
    serde_json::to_string_pretty(&text)
}
