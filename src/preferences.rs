//! What a reader has chosen for this browser alone: light or dark, and which announcements were put away.

use leptos::prelude::*;
use web_sys::Storage;

/// Where the choice of light or dark is.
const THEME: &str = "portico-theme";

/// Where the announcements are that were put away, an id a line.
const PUT_AWAY: &str = "portico-put-away";

/// So many announcements are remembered; the oldest go first.
const MOST_PUT_AWAY: usize = 50;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the device has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As the style sheet knows it; nothing where the device decides.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// A reader's choices. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Preferences {
    /// Only a full page follows it: inside another page that page decides.
    pub theme: RwSignal<Theme>,
    /// The ids of announcements that were put away, oldest first.
    pub put_away: RwSignal<Vec<String>>,
}

impl Preferences {
    pub(crate) fn read() -> Self {
        let store = store();
        let text = |name| {
            let store = store.as_ref()?;
            store.get_item(name).ok().flatten()
        };
        let name = text(THEME);
        let theme = Theme::ALL
            .into_iter()
            .find(|theme| theme.name().is_some() && theme.name() == name.as_deref());
        let put_away = text(PUT_AWAY).unwrap_or_default();
        Self {
            theme: RwSignal::new(theme.unwrap_or_default()),
            put_away: RwSignal::new(put_away.lines().map(str::to_owned).collect()),
        }
    }

    /// Shows the portal light or dark from now on.
    pub(crate) fn choose_theme(self, theme: Theme) {
        self.theme.set(theme);
        keep(THEME, theme.name());
    }

    /// Hides an announcement from now on.
    pub(crate) fn put_away(self, id: &str) {
        self.put_away.update(|ids| {
            ids.push(id.replace('\n', " "));
            let over = ids.len().saturating_sub(MOST_PUT_AWAY);
            ids.drain(..over);
        });
        self.put_away
            .with_untracked(|ids| keep(PUT_AWAY, Some(&ids.join("\n"))));
    }

    /// Shows all announcements again.
    pub(crate) fn take_out(self) {
        self.put_away.set(Vec::new());
        keep(PUT_AWAY, None);
    }
}

fn store() -> Option<Storage> {
    window().local_storage().ok()?
}

/// A browser that keeps nothing forgets the choice with the page.
fn keep(name: &str, text: Option<&str>) {
    if let Some(store) = store() {
        let _ = match text {
            Some(text) => store.set_item(name, text),
            None => store.remove_item(name),
        };
    }
}
