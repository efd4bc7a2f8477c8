//! Records and their fields.

/// A field of a record. Fields are weighted separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name of the record.
    Title,
    /// Words that the record should be found by.
    Keywords,
    /// Other names for the subject of the record.
    Synonyms,
    /// The category of the record.
    Category,
    /// A summary of a sentence or two.
    Summary,
    /// The full text.
    Body,
}

impl Field {
    /// All fields, in index order.
    pub const ALL: [Field; 6] = [
        Field::Title,
        Field::Keywords,
        Field::Synonyms,
        Field::Category,
        Field::Summary,
        Field::Body,
    ];

    /// How many of [`Field::ALL`], from the start, are primary: they name a record instead of describing it.
    pub(crate) const PRIMARY: usize = 4;
}

/// The maximum [`Record::popularity`].
pub(crate) const MAX_POPULAR: u8 = 100;

/// An item that can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The id, unique within an index.
    pub id: String,
    /// The language tag, such as `de`. It selects the stemmer.
    pub language: String,
    /// See [`Field::Title`].
    pub title: String,
    /// See [`Field::Keywords`]. Separate several with any character that is not a letter.
    pub keywords: String,
    /// See [`Field::Synonyms`].
    pub synonyms: String,
    /// See [`Field::Category`].
    pub category: String,
    /// See [`Field::Summary`].
    pub summary: String,
    /// See [`Field::Body`].
    pub body: String,
    /// The name of the icon displayed beside it. It is not searched.
    pub icon: String,
    /// How popular it is, from 0 (unknown) to 100. Higher values count as 100.
    pub popularity: u8,
}

impl Record {
    /// The text of a field.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Title => &self.title,
            Field::Keywords => &self.keywords,
            Field::Synonyms => &self.synonyms,
            Field::Category => &self.category,
            Field::Summary => &self.summary,
            Field::Body => &self.body,
        }
    }
}
