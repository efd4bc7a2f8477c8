//! Icons of the sprite that the element inserts into the shadow root.

use crate::host::Host;
use crate::view::{View, view};
use wasm_bindgen::JsCast;

/// Icons that the portal itself uses.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    ArrowLeft,
    BookOpen,
    Check,
    ChevronRight,
    CircleAlert,
    CircleCheck,
    CircleDot,
    CircleX,
    Clock,
    CreditCard,
    Download,
    ExternalLink,
    Hourglass,
    Inbox,
    Info,
    LifeBuoy,
    Lightbulb,
    Lock,
    LogIn,
    LogOut,
    Mail,
    MapPin,
    MessageCircle,
    Package,
    Phone,
    Refresh,
    Search,
    ShieldCheck,
    TriangleAlert,
    User,
    Wrench,
    ArrowDown,
    ArrowUp,
    CloudOff,
    Grip,
    Paperclip,
    Pencil,
    Plus,
    Send,
    Star,
    Trash,
    X,
}

impl Icon {
    fn name(self) -> &'static str {
        match self {
            Self::ArrowLeft => "arrow-left",
            Self::BookOpen => "book-open",
            Self::Check => "check",
            Self::ChevronRight => "chevron-right",
            Self::CircleAlert => "circle-alert",
            Self::CircleCheck => "circle-check",
            Self::CircleDot => "circle-dot",
            Self::CircleX => "circle-x",
            Self::Clock => "clock",
            Self::CreditCard => "credit-card",
            Self::Download => "download",
            Self::ExternalLink => "external-link",
            Self::Hourglass => "hourglass",
            Self::Inbox => "inbox",
            Self::Info => "info",
            Self::LifeBuoy => "life-buoy",
            Self::Lightbulb => "lightbulb",
            Self::Lock => "lock",
            Self::LogIn => "log-in",
            Self::LogOut => "log-out",
            Self::Mail => "mail",
            Self::MapPin => "map-pin",
            Self::MessageCircle => "message-circle",
            Self::Package => "package",
            Self::Phone => "phone",
            Self::Refresh => "refresh-cw",
            Self::Search => "search",
            Self::ShieldCheck => "shield-check",
            Self::TriangleAlert => "triangle-alert",
            Self::User => "user",
            Self::Wrench => "wrench",
            Self::ArrowDown => "arrow-down",
            Self::ArrowUp => "arrow-up",
            Self::CloudOff => "cloud-off",
            Self::Grip => "grip-vertical",
            Self::Paperclip => "paperclip",
            Self::Pencil => "pencil",
            Self::Plus => "plus",
            Self::Send => "send",
            Self::Star => "star",
            Self::Trash => "trash-2",
            Self::X => "x",
        }
    }
}

/// One of the portal's own icons.
pub(crate) fn icon(icon: Icon) -> View {
    named(icon.name())
}

/// An icon named by a backend; a default icon if it names none, or one that the sprite lacks.
pub(crate) fn named_icon(host: Host, name: Option<&str>, plain: &'static str) -> View {
    named(name.filter(|name| is_drawn(host, name)).unwrap_or(plain))
}

fn named(name: &str) -> View {
    let href = format!("#i-{name}");
    view! {
        <svg class="icon" aria-hidden="true" focusable="false"><use_ href=href></use_></svg>
    }
}

/// Whether the sprite, which is beside the portal in its shadow tree, has an icon of this name.
fn is_drawn(host: Host, name: &str) -> bool {
    let tree = host.root().and_then(|root| root.parent_node());
    let tree = tree.and_then(|tree| tree.dyn_into::<web_sys::DocumentFragment>().ok());
    let symbol = format!("[id=\"i-{}\"]", name.replace(['"', '\\'], ""));
    tree.is_some_and(|tree| matches!(tree.query_selector(&symbol), Ok(Some(_))))
}
