//! The user's settings in this browser: the theme, and dismissed announcements.

use leptos::prelude::*;
use web_sys::Storage;

/// The key of the theme.
const THEME: &str = "portico-theme";

/// The key of the dismissed announcements, one ID per line.
const PUT_AWAY: &str = "portico-put-away";

/// The maximum number of stored announcements; the oldest are removed first.
const MAX_PUT_AWAY: usize = 50;

/// The theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// The device's setting.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value for the style sheet; `None` if the device decides.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The user's settings. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Preferences {
    /// Used only on the full page: in a host page, that page decides.
    pub theme: RwSignal<Theme>,
    /// The IDs of dismissed announcements, oldest first.
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

    /// Sets the theme.
    pub(crate) fn choose_theme(self, theme: Theme) {
        self.theme.set(theme);
        keep(THEME, theme.name());
    }

    /// Dismisses an announcement.
    pub(crate) fn put_away(self, id: &str) {
        self.put_away.update(|ids| {
            ids.push(id.replace('\n', " "));
            let over = ids.len().saturating_sub(MAX_PUT_AWAY);
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

/// If the browser stores nothing, the setting is lost with the page.
fn keep(name: &str, text: Option<&str>) {
    if let Some(store) = store() {
        let _ = match text {
            Some(text) => store.set_item(name, text),
            None => store.remove_item(name),
        };
    }
}
