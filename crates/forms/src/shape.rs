//! The input controls of fields.

/// The kind of text in a text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextShape {
    /// A single line.
    Line,
    /// Multiple lines.
    Lines {
        /// The initial number of visible lines.
        rows: Option<u32>,
    },
    /// Multiple lines of Markdown, with a preview.
    Markdown,
    /// A secret.
    Masked,
    /// An email address.
    Email,
    /// A phone number.
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
        /// The ISO 4217 code of the currency.
        currency: String,
    },
    /// With a slider between minimum and maximum.
    Slider,
    /// With a rating control.
    Rating {
        /// The highest rating.
        most: u32,
    },
}

/// How a yes or no is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BooleanShape {
    /// With a checkbox.
    Checkbox,
    /// With a switch.
    Switch,
    /// With two radio buttons.
    Radios,
    /// With a checkbox that has to be ticked.
    Consent {
        /// The terms that the user agrees to.
        link: Option<Link>,
    },
}

/// A link to further information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The text of the link.
    pub text: String,
    /// The address: `https:`, `http:` or `mailto:`, or a path.
    pub href: String,
}

/// How one of several options is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceShape {
    /// With radio buttons.
    Radio,
    /// With a drop-down list.
    Select,
    /// With a searchable drop-down list.
    Combobox,
}

/// How any number of options are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiChoiceShape {
    /// With checkboxes.
    Checkboxes,
    /// With a searchable list; selected options are displayed as tags.
    Tags,
}
