//! The widgets of `options.portico.widget`: how an element of a form is entered where its schema leaves a choice.

/// Makes the widgets, each with its name and what it is for, so that none can be left out of [`Widget::ALL`].
macro_rules! widgets {
    ($($(#[$doc:meta])* $widget:ident = $name:literal for $($used_for:literal)|+,)+) => {
        /// A widget that a form document may name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Widget {
            $($(#[$doc])* $widget,)+
        }

        impl Widget {
            /// All that there are.
            pub const ALL: &[Self] = &[$(Self::$widget),+];

            /// As form documents spell it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$widget => $name,)+
                }
            }

            /// What it can be drawn for: types of JSON Schema, `choice` for one of several, `choices` for some of
            /// several, `any` for every answer, and `Label` for the element of that name.
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
    /// One line of text.
    Text = "text" for "string",
    /// Many lines of text.
    Lines = "lines" for "string",
    /// Many lines of Markdown, with a preview.
    Markdown = "markdown" for "string",
    /// A secret.
    Masked = "masked" for "string",
    /// A telephone number.
    Phone = "phone" for "string",
    /// A length of time.
    Duration = "duration" for "string",
    /// A switch.
    Switch = "switch" for "boolean",
    /// Radio buttons.
    Radio = "radio" for "boolean" | "choice",
    /// A box that has to be ticked.
    Consent = "consent" for "boolean",
    /// A list to open.
    Select = "select" for "choice",
    /// A list to search.
    Combobox = "combobox" for "choice",
    /// Boxes to tick.
    Checkboxes = "checkboxes" for "choices",
    /// A list to search; what is chosen stands as tags.
    Tags = "tags" for "choices",
    /// A thumb to move between minimum and maximum.
    Slider = "slider" for "number" | "integer",
    /// Marks, of which so many are given.
    Rating = "rating" for "integer",
    /// From one day to another.
    DateRange = "dateRange" for "object",
    /// A person, or several.
    Person = "person" for "string" | "array",
    /// A record that the backend looks up, or several.
    Lookup = "lookup" for "string" | "array",
    /// An uploaded file, or several.
    File = "file" for "string" | "array",
    /// An uploaded picture, or several.
    Picture = "picture" for "string" | "array",
    /// Rows of a table.
    Table = "table" for "array",
    /// Never shown; its default is sent.
    Fixed = "fixed" for "any",
    /// A text that is a heading.
    Heading = "heading" for "Label",
}

impl Widget {
    /// The widget of this name; none where this version knows no such.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }

    /// Whether it draws a field; otherwise it is for a `Label`.
    #[must_use]
    pub fn is_for_field(self) -> bool {
        self != Self::Heading
    }
}
