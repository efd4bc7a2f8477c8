//! The names of the sprite's icons, as listed in docs/CONTENT.md.

const ICONS: &str = "accessibility app-window armchair bell book-open box briefcase building \
    calendar camera clock cloud coffee credit-card database file-text folder globe hard-drive \
    headphones heart-handshake home key keyboard laptop life-buoy lock mail map-pin \
    message-circle mic monitor mouse network package phone plug printer puzzle rocket scan \
    server settings shield shield-check smartphone tablet ticket truck user user-minus \
    user-plus users video wallet wifi wrench";

/// All icon names.
pub(super) fn icons() -> impl Iterator<Item = &'static str> {
    ICONS.split_whitespace()
}

/// Whether the sprite contains an icon with this name.
pub(super) fn is_icon(name: &str) -> bool {
    icons().any(|icon| icon == name)
}
