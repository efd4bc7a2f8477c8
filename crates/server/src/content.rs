//! The content folder, as described in docs/CONTENT.md: read once, and checked completely.

mod article;
mod audience;
mod field_type;
mod file_referrers;
mod files;
mod form;
mod gallery;
mod icons;
mod ids;
mod localized;
mod lookup;
mod notation;
mod object;
mod organisation;
mod people;
mod reader;
mod references;
mod schemas;
mod service;
mod yaml;

pub use files::Files;
pub use reader::Diagnostic;
pub use schemas::schemas;

pub(crate) use article::{Article, ArticleTexts};
pub(crate) use audience::Audience;
pub(crate) use file_referrers::FileReferrer;
pub(crate) use gallery::Example;
pub(crate) use lookup::{Lookup, LookupRecord, PEOPLE};
pub(crate) use organisation::Organisation;
pub(crate) use people::{Announcement, Category, Person};
pub(crate) use reader::{Text, Texts};
pub(crate) use service::{Approver, Service};

use crate::content_id::is_id;
use crate::text_file;
use field_type::FieldType;
use people::{ANNOUNCEMENTS_FILE, CATEGORIES_FILE};
use reader::{ContentKind, Cursor, Diagnostics};
use std::collections::BTreeMap;
use std::path::Path;

/// The whole content. All references in it are valid.
pub struct Content {
    pub(crate) organisation: Organisation,
    pub(crate) people: BTreeMap<String, Person>,
    pub(crate) categories: Vec<Category>,
    pub(crate) services: BTreeMap<String, Service>,
    pub(crate) articles: BTreeMap<String, Article>,
    pub(crate) announcements: Vec<Announcement>,
    pub(crate) lookups: BTreeMap<String, Lookup>,
    /// The examples in the order of their file names.
    pub(crate) gallery: Vec<Example>,
    pub(crate) files: Files,
    /// The objects that refer to each file; a file that is missing here is unused.
    referrers: BTreeMap<String, Vec<FileReferrer>>,
}

impl Content {
    /// Reads and checks the folder.
    ///
    /// # Errors
    /// All faults of all files, in the order of files and lines.
    pub fn load(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let diagnostics = Diagnostics::default();
        let content = read(folder, &diagnostics);
        if let Some(content) = &content {
            references::check(content, &diagnostics);
        }
        match content {
            Some(mut content) if diagnostics.is_clean() => {
                content.referrers = file_referrers::referrers(&content);
                Ok(content)
            }
            _ => Err(diagnostics.into_faults()),
        }
    }

    /// The objects that refer to a file.
    pub(crate) fn referrers(&self, file: &str) -> &[FileReferrer] {
        self.referrers
            .get(file)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Hints for the author of valid content, one sentence each.
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        let unnamed = self.files.ids().filter(|id| self.referrers(id).is_empty());
        unnamed
            .map(|id| format!("files/{id}: nothing links to this file, so nobody can read it"))
            .collect()
    }

    /// The language of untranslated texts.
    pub(crate) fn default_language(&self) -> &str {
        self.organisation
            .languages
            .first()
            .map_or("en", String::as_str)
    }
}

/// The text in a language, or else in the default language.
pub(crate) fn text<'a>(text: &'a Text, language: &str, default: &str) -> &'a str {
    let words = text.get(language).or_else(|| text.get(default));
    words.map_or("", |words| words.value.as_str())
}

fn read(folder: &Path, diagnostics: &Diagnostics) -> Option<Content> {
    // Without the languages every text would be a fault, so nothing else is read before they are
    // known.
    let organisation = yaml_file(folder, "organisation.yaml", diagnostics, organisation::read)??;
    let people = yaml_file(folder, "people.yaml", diagnostics, people::read).flatten();
    let people = people.unwrap_or_else(|| {
        diagnostics.unreadable(ContentKind::Person);
        diagnostics.unreadable(ContentKind::Role);
        Vec::new()
    });
    let categories = yaml_file(folder, "categories.yaml", diagnostics, |at| {
        CATEGORIES_FILE.read(at)
    })
    .flatten();
    let categories = categories.unwrap_or_else(|| {
        diagnostics.unreadable(ContentKind::Category);
        Vec::new()
    });
    let announcements = announcements(folder, diagnostics);
    let mut services = BTreeMap::new();
    for name in names(folder, "services", ".yaml", diagnostics) {
        let file = format!("services/{name}");
        let id = name.trim_end_matches(".yaml");
        check_id(id, &file, diagnostics);
        let service = yaml_file(folder, &file, diagnostics, |at| service::read(id, at)).flatten();
        match service {
            Some(service) => drop(services.insert(id.to_owned(), service)),
            None => diagnostics.broken(ContentKind::Service, id),
        }
    }
    Some(Content {
        organisation,
        people: people
            .into_iter()
            .map(|person| (person.id.value.clone(), person))
            .collect(),
        categories,
        services,
        articles: articles(folder, diagnostics),
        announcements,
        lookups: lookups(folder, diagnostics),
        gallery: gallery::read(folder, diagnostics),
        files: Files::read(folder, diagnostics),
        referrers: BTreeMap::new(),
    })
}

/// Announcements are optional: the file may be missing, or contain only comments.
fn announcements(folder: &Path, diagnostics: &Diagnostics) -> Vec<Announcement> {
    let file = "announcements.yaml";
    if !folder.join(file).exists() {
        return Vec::new();
    }
    match read_text(folder, file, diagnostics).map(|text| yaml::parse_any(&text, 0)) {
        Some(Ok(Some(node))) => {
            let at = Cursor {
                diagnostics,
                file,
                node: &node,
            };
            ANNOUNCEMENTS_FILE.read(at).unwrap_or_default()
        }
        Some(Err(broken)) => {
            diagnostics.fault(file, broken.line, broken.reason);
            Vec::new()
        }
        Some(Ok(None)) | None => Vec::new(),
    }
}

fn lookups(folder: &Path, diagnostics: &Diagnostics) -> BTreeMap<String, Lookup> {
    let mut lookups = BTreeMap::new();
    for name in optional_names(folder, "lookups", ".yaml", diagnostics) {
        let file = format!("lookups/{name}");
        let source = name.trim_end_matches(".yaml");
        check_id(source, &file, diagnostics);
        if source == PEOPLE {
            diagnostics.fault(
                &file,
                1,
                "the source \"people\" is reserved: it reads people.yaml",
            );
        }
        match yaml_file(folder, &file, diagnostics, lookup::read).flatten() {
            Some(lookup) => drop(lookups.insert(source.to_owned(), lookup)),
            None => diagnostics.broken(ContentKind::Lookup, source),
        }
    }
    lookups
}

fn articles(folder: &Path, diagnostics: &Diagnostics) -> BTreeMap<String, Article> {
    let mut articles: BTreeMap<String, Article> = BTreeMap::new();
    let names = optional_names(folder, "articles", ".md", diagnostics);
    let (originals, translations): (Vec<_>, Vec<_>) = names
        .iter()
        .map(|name| name.trim_end_matches(".md"))
        .partition(|name| !name.contains('.'));
    for id in originals {
        let file = format!("articles/{id}.md");
        check_id(id, &file, diagnostics);
        let text = read_text(folder, &file, diagnostics);
        match text.and_then(|text| article::read(id, &file, &text, diagnostics)) {
            Some(article) => drop(articles.insert(id.to_owned(), article)),
            None => diagnostics.broken(ContentKind::Article, id),
        }
    }
    for name in translations {
        let file = format!("articles/{name}.md");
        let Some((id, language)) = name.split_once('.') else {
            continue;
        };
        if !diagnostics.has_language(language) || language == diagnostics.default_language() {
            let reason =
                format!("{language:?} is not one of the other languages in organisation.yaml");
            diagnostics.fault(&file, 1, reason);
        }
        let Some(text) = read_text(folder, &file, diagnostics) else {
            continue;
        };
        let words = article::read_translation(&file, &text, diagnostics);
        if !folder.join(format!("articles/{id}.md")).exists() {
            diagnostics.fault(
                &file,
                1,
                format!("there is no articles/{id}.md to translate"),
            );
        }
        if let (Some(article), Some(words)) = (articles.get_mut(id), words) {
            article.languages.insert(language.to_owned(), words);
        }
    }
    articles
}

fn check_id(id: &str, file: &str, diagnostics: &Diagnostics) {
    if !is_id(id) {
        let what = "lower-case letters, digits and hyphens, 2 to 64 characters";
        diagnostics.fault(file, 1, format!("the file name must be an ID: {what}"));
    }
}

/// The same for an optional folder.
fn optional_names(
    folder: &Path,
    below: &str,
    ending: &str,
    diagnostics: &Diagnostics,
) -> Vec<String> {
    if folder.join(below).exists() {
        names(folder, below, ending, diagnostics)
    } else {
        Vec::new()
    }
}

/// Whether operating systems or editors create such a file by themselves.
fn is_litter(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.starts_with('.') || name.ends_with('~') || ["thumbs.db", "desktop.ini"].contains(&&*lower)
}

/// The names of a folder's files, in order. A file with another extension is a fault, and hidden
/// files are ignored.
fn names(folder: &Path, below: &str, ending: &str, diagnostics: &Diagnostics) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder.join(below)) else {
        diagnostics.fault(below, 1, "the folder is missing or unreadable");
        return Vec::new();
    };
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.filter(|name| !is_litter(name)).collect();
    names.sort();
    names.retain(|name| {
        if !name.ends_with(ending) {
            diagnostics.fault(
                &format!("{below}/{name}"),
                1,
                format!("only {ending} files are allowed here"),
            );
        }
        name.ends_with(ending)
    });
    names
}

fn read_text(folder: &Path, file: &str, diagnostics: &Diagnostics) -> Option<String> {
    let text = text_file::read(&folder.join(file));
    text.map_err(|reason| diagnostics.fault(file, 1, reason))
        .ok()
}

fn yaml_file<T>(
    folder: &Path,
    file: &str,
    diagnostics: &Diagnostics,
    read: impl FnOnce(Cursor<'_>) -> T,
) -> Option<T> {
    let text = read_text(folder, file, diagnostics)?;
    match yaml::parse(&text, 0) {
        Ok(node) => Some(read(Cursor {
            diagnostics,
            file,
            node: &node,
        })),
        Err(broken) => {
            diagnostics.fault(file, broken.line, broken.reason);
            None
        }
    }
}
