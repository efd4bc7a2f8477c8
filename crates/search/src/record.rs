//! What is searched: records and their fields.

/// A part of a record that is searched on its own terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name by which people know it.
    Title,
    /// Words that it should be found by.
    Keywords,
    /// Other words for the thing.
    Synonyms,
    /// Where it is filed.
    Category,
    /// A sentence or two.
    Summary,
    /// All of its text.
    Body,
}

impl Field {
    /// All fields, in the order in which an index holds them.
    pub const ALL: [Field; 6] = [
        Field::Title,
        Field::Keywords,
        Field::Synonyms,
        Field::Category,
        Field::Summary,
        Field::Body,
    ];

    /// How many of [`Field::ALL`] name a record rather than describe it.
    pub(crate) const NAMING: usize = 4;
}

/// The greatest [`Record::popularity`].
pub(crate) const MOST_POPULAR: u8 = 100;

/// One thing to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Names it, and no other record of the index.
    pub id: String,
    /// The tag of its language, such as `de`; words are stemmed by it.
    pub language: String,
    /// See [`Field::Title`]; the others likewise.
    pub title: String,
    /// See [`Field::Keywords`]; several are joined with any mark that is no letter.
    pub keywords: String,
    /// See [`Field::Synonyms`].
    pub synonyms: String,
    /// See [`Field::Category`].
    pub category: String,
    /// See [`Field::Summary`].
    pub summary: String,
    /// See [`Field::Body`].
    pub body: String,
    /// The name of the picture that is shown beside it; nothing searches it.
    pub icon: String,
    /// How much it is wanted, from 0, nothing is known, to 100; what is more is 100.
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
