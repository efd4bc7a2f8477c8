//! The orders that the catalogue can be shown in.

/// The order of the services.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// By category; the best first where words narrow them.
    #[default]
    Category,
    /// By name.
    Name,
    /// The most wanted first.
    Popular,
}

impl Order {
    /// All orders, as a list offers them.
    pub const ALL: [Self; 3] = [Self::Category, Self::Name, Self::Popular];

    /// As the API and addresses spell it; empty for the order that needs no word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Category => "",
            Self::Name => "name",
            Self::Popular => "popular",
        }
    }

    /// Reads what [`Order::name`] writes; anything else is the first order.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let named = Self::ALL.into_iter().find(|order| order.name() == name);
        named.unwrap_or_default()
    }
}
