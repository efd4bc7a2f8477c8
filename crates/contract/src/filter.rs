//! What narrows a list: one type for each list, which the server's query, the portal's addresses and its calls share.

use crate::{CategoryId, ServiceId};
use serde::Deserialize;

/// What narrows a list of the catalogue. Each member is a query parameter of the same name; an absent one narrows
/// nothing. All lists of the catalogue can be narrowed by a category and by words.
pub trait ListFilter: Clone + Default + PartialEq + 'static {
    /// The names of the parameters, in the order in which addresses spell them.
    const NAMES: &'static [&'static str];

    /// The parameters that narrow, with their values.
    fn pairs(&self) -> Vec<(&'static str, String)>;

    /// Reads each parameter by its name; an empty one, and one that cannot be read, narrows nothing.
    fn read(value: impl Fn(&str) -> Option<String>) -> Self;

    /// Only this category.
    fn category(&self) -> Option<&CategoryId>;

    /// Only what these words mean; empty where there are none.
    fn words(&self) -> &str;

    /// A list that is narrowed by nothing but a category.
    #[must_use]
    fn of_category(category: Option<CategoryId>) -> Self;

    /// The same with other words.
    #[must_use]
    fn with_words(self, words: &str) -> Self;
}

/// How a member of a filter is spelt as a query parameter.
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

/// Makes the filters: a member that is added here is read and spelt everywhere. Each has a category and words.
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
    /// Which services to list.
    ServiceFilter {
        /// Only those of this category.
        #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
        category: CategoryId,
        /// Only those that these words mean, the best first; they forgive slips.
        q: String,
    }
    /// Which articles to list.
    ArticleFilter {
        /// Only those of this category.
        #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
        category: CategoryId,
        /// Only those about this service.
        #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
        service: ServiceId,
        /// Only those that these words mean, the best first; they forgive slips.
        q: String,
    }
}
