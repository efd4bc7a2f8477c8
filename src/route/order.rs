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
    /// What is free first, and then by what it costs.
    Price,
    /// The fastest first.
    Time,
}

impl Order {
    /// All orders, as a list offers them.
    pub const ALL: [Self; 5] = [
        Self::Category,
        Self::Name,
        Self::Popular,
        Self::Price,
        Self::Time,
    ];

    /// As addresses spell it; empty for the order that needs no word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Category => "",
            Self::Name => "name",
            Self::Popular => "popular",
            Self::Price => "price",
            Self::Time => "time",
        }
    }

    /// Whether the portal puts a list in this order itself, which it can where it has all of it: the API has no such order.
    #[must_use]
    pub fn is_local(self) -> bool {
        matches!(self, Self::Price | Self::Time)
    }

    /// As the API spells it; empty where the list is asked for in its own order.
    #[must_use]
    pub fn asked(self) -> &'static str {
        if self.is_local() { "" } else { self.name() }
    }

    /// Reads what [`Order::name`] writes; anything else is the first order.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let named = Self::ALL.into_iter().find(|order| order.name() == name);
        named.unwrap_or_default()
    }
}
