//! How fields are entered.

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextShape {
    /// One line.
    Line,
    /// Many lines.
    Lines {
        /// How many are shown at first.
        rows: Option<u32>,
    },
    /// Many lines of Markdown, with a preview.
    Markdown,
    /// A secret.
    Masked,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A web address.
    Url,
}

/// How a number is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberShape {
    /// By typing.
    Plain,
    /// An amount of money.
    Money {
        /// ISO 4217.
        currency: String,
    },
    /// By moving a thumb between minimum and maximum.
    Slider,
    /// So many of `most`.
    Rating {
        /// The best mark.
        most: u32,
    },
}

/// How a yes or no is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BooleanShape {
    /// A box to tick.
    Checkbox,
    /// A switch.
    Switch,
    /// Two radio buttons.
    Radios,
    /// A box that has to be ticked.
    Consent {
        /// What is consented to.
        link: Option<Link>,
    },
}

/// Where more is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub text: String,
    /// The address: `https:`, `http:` or `mailto:`, or a path.
    pub href: String,
}

/// How one of several is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceShape {
    /// All shown at once.
    Radio,
    /// A list to open.
    Select,
    /// A list to search.
    Combobox,
}

/// How some of several are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManyShape {
    /// Boxes to tick.
    Checkboxes,
    /// A list to search; what is chosen stands as tags.
    Tags,
}
