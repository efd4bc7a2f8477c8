//! Filters of lists. Each list has one type, which the server's query, the portal's addresses and its API calls share.

use crate::{CategoryId, ServiceId};
use serde::Deserialize;

/// A filter of a list of the catalogue. Each member is a query parameter of the same name; an absent one does not
/// filter. All lists of the catalogue can be filtered by category and by search terms.
pub trait ListFilter: Clone + Default + PartialEq + 'static {
    /// The names of the parameters, in the order in which they appear in addresses.
    const NAMES: &'static [&'static str];

    /// The parameters that are set, with their values.
    fn pairs(&self) -> Vec<(&'static str, String)>;

    /// Reads each parameter by its name. Empty and invalid values are ignored.
    fn read(value: impl Fn(&str) -> Option<String>) -> Self;

    /// The category.
    fn category(&self) -> Option<&CategoryId>;

    /// The search terms; empty if there are none.
    fn words(&self) -> &str;

    /// A filter by category only.
    #[must_use]
    fn of_category(category: Option<CategoryId>) -> Self;

    /// The same filter with other search terms.
    #[must_use]
    fn with_words(self, words: &str) -> Self;
}

/// The representation of a member as a query parameter.
trait Parameter: Sized {
    fn spell(&self) -> String;
    fn read(text: String) -> Option<Self>;
}

impl Parameter for String {
    fn spell(&self) -> String {
        self.clone()
    }

    fn read(text: String) -> Option<Self> {
        Some(text)
    }
}

macro_rules! ids {
    ($($id:ty),*) => {$(
        impl Parameter for $id {
            fn spell(&self) -> String {
                self.0.clone()
            }

            fn read(text: String) -> Option<Self> {
                Some(Self(text))
            }
        }
    )*};
}

ids!(CategoryId, ServiceId);

/// Defines the filters. A member added here is read and written everywhere. Every filter has a category and search
/// terms.
macro_rules! filters {
    ($($(#[$about:meta])* $filter:ident { $($(#[$doc:meta])* $name:ident: $type:ty,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
        #[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
        #[serde(deny_unknown_fields)]
        pub struct $filter {
            $($(#[$doc])* pub $name: Option<$type>,)*
        }

        impl ListFilter for $filter {
            const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            fn pairs(&self) -> Vec<(&'static str, String)> {
                let Self { $($name),* } = self;
                let pairs = [$((stringify!($name), $name.as_ref().map(Parameter::spell))),*];
                let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
                pairs.collect()
            }

            fn read(value: impl Fn(&str) -> Option<String>) -> Self {
                let text = |name| value(name).filter(|text| !text.is_empty());
                Self { $($name: text(stringify!($name)).and_then(Parameter::read)),* }
            }

            fn category(&self) -> Option<&CategoryId> {
                self.category.as_ref()
            }

            fn words(&self) -> &str {
                self.q.as_deref().unwrap_or_default()
            }

            fn of_category(category: Option<CategoryId>) -> Self {
                Self { category, ..Self::default() }
            }

            fn with_words(mut self, words: &str) -> Self {
                self.q = Some(words.to_owned()).filter(|words| !words.is_empty());
                self
            }
        }
    )*};
}

filters! {
    /// A filter of services.
    ServiceFilter {
        /// Only services of this category.
        #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
        category: CategoryId,
        /// Only services that match these search terms, best first. The search tolerates typos.
        q: String,
    }
    /// A filter of articles.
    ArticleFilter {
        /// Only articles of this category.
        #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
        category: CategoryId,
        /// Only articles about this service.
        #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
        service: ServiceId,
        /// Only articles that match these search terms, best first. The search tolerates typos.
        q: String,
    }
}
