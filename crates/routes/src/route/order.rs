//! The orders that the catalogue can be shown in.

/// The order of the services.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// By category, or best match first if there are search words.
    #[default]
    Category,
    /// By name.
    Name,
    /// Most requested first.
    Popular,
    /// Free services first, and then by price.
    Price,
    /// Fastest first.
    Time,
}

impl Order {
    /// All orders, as offered in a list.
    pub const ALL: [Self; 5] = [
        Self::Category,
        Self::Name,
        Self::Popular,
        Self::Price,
        Self::Time,
    ];

    /// The value in addresses; empty for the default order.
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

    /// Whether the portal sorts a complete list itself, because the API does not have this order.
    #[must_use]
    pub fn is_local(self) -> bool {
        matches!(self, Self::Price | Self::Time)
    }

    /// The value in the API; empty for the API's own order.
    #[must_use]
    pub fn asked(self) -> &'static str {
        if self.is_local() { "" } else { self.name() }
    }

    /// Parses the result of [`Order::name`]; anything else is the first order.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let named = Self::ALL.into_iter().find(|order| order.name() == name);
        named.unwrap_or_default()
    }
}
