//! The widgets of `options.portico.widget`: how an answer is entered if the schema leaves a choice.

/// Defines the widgets with their names and uses, so that [`Widget::ALL`] is complete.
macro_rules! widgets {
    ($($(#[$doc:meta])* $widget:ident = $name:literal for $($used_for:literal)|+,)+) => {
        /// A widget that a form document may use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Widget {
            $($(#[$doc])* $widget,)+
        }

        impl Widget {
            /// All widgets.
            pub const ALL: &[Self] = &[$(Self::$widget),+];

            /// The name in form documents.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$widget => $name,)+
                }
            }

            /// What it can be used for: JSON Schema types, `choice` for one option, `choices` for any number of
            /// options, `any` for every answer, and `Label` for the element of that name.
            #[must_use]
            pub fn used_for(self) -> &'static [&'static str] {
                match self {
                    $(Self::$widget => &[$($used_for),+],)+
                }
            }
        }
    };
}

widgets! {
    /// A single line of text.
    Text = "text" for "string",
    /// Multiple lines of text.
    Lines = "lines" for "string",
    /// Multiple lines of Markdown, with a preview.
    Markdown = "markdown" for "string",
    /// A secret.
    Masked = "masked" for "string",
    /// A phone number.
    Phone = "phone" for "string",
    /// A duration.
    Duration = "duration" for "string",
    /// A switch.
    Switch = "switch" for "boolean",
    /// Radio buttons.
    Radio = "radio" for "boolean" | "choice",
    /// A checkbox that has to be ticked.
    Consent = "consent" for "boolean",
    /// A drop-down list.
    Select = "select" for "choice",
    /// A searchable drop-down list.
    Combobox = "combobox" for "choice",
    /// Checkboxes.
    Checkboxes = "checkboxes" for "choices",
    /// A searchable list; selected options are displayed as tags.
    Tags = "tags" for "choices",
    /// A slider between minimum and maximum.
    Slider = "slider" for "number" | "integer",
    /// A rating control.
    Rating = "rating" for "integer",
    /// A date range.
    DateRange = "dateRange" for "object",
    /// One or more people.
    Person = "person" for "string" | "array",
    /// One or more records that the backend looks up.
    Lookup = "lookup" for "string" | "array",
    /// One or more uploaded files.
    File = "file" for "string" | "array",
    /// One or more uploaded images.
    Picture = "picture" for "string" | "array",
    /// A table whose rows are the items.
    Table = "table" for "array",
    /// A field that is never displayed; its default is sent.
    Fixed = "fixed" for "any",
    /// A text that is a heading.
    Heading = "heading" for "Label",
}

impl Widget {
    /// The widget with this name; `None` if it is unknown to this version.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }

    /// Whether it is for fields; otherwise it is for a `Label`.
    #[must_use]
    pub fn is_for_field(self) -> bool {
        self != Self::Heading
    }
}
