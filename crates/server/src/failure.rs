//! What failed, and why: errors that keep what caused them, and the one way to print them with it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Something that failed, in words for whoever runs the server, and the error that caused it.
#[derive(Clone, Debug)]
pub struct Failure {
    words: Cow<'static, str>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Failure {
    /// Something that another error has caused. The words do not repeat it.
    pub fn caused_by(
        words: impl Into<Cow<'static, str>>,
        source: impl Error + Send + Sync + 'static,
    ) -> Self {
        Self::caused_by_shared(words, Arc::new(source))
    }

    /// The same for an error that others hold too.
    pub(crate) fn caused_by_shared(
        words: impl Into<Cow<'static, str>>,
        source: Arc<dyn Error + Send + Sync>,
    ) -> Self {
        Self {
            words: words.into(),
            source: Some(source),
        }
    }

    /// The same with what to do about it.
    pub(crate) fn advising(self, advice: &str) -> Self {
        Self {
            words: format!("{}; {advice}", self.words).into(),
            ..self
        }
    }
}

impl From<&'static str> for Failure {
    fn from(words: &'static str) -> Self {
        Self {
            words: words.into(),
            source: None,
        }
    }
}

impl From<String> for Failure {
    fn from(words: String) -> Self {
        Self {
            words: words.into(),
            source: None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Two failures are the same if they say the same.
impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        chain(self).to_string() == chain(other).to_string()
    }
}

impl Eq for Failure {}

/// An error with everything that caused it: `the database cannot be opened: unable to open database file`.
pub(crate) struct Chain<'a>(&'a (dyn Error + 'static));

/// Prints an error with its causes, for the log and the command line.
pub(crate) fn chain<'a>(error: &'a (dyn Error + 'static)) -> Chain<'a> {
    Chain(error)
}

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        f.write_str(&said)?;
        let mut next = self.0.source();
        while let Some(source) = next {
            let words = source.to_string();
            // The errors of some libraries say what their sources say.
            if !said.contains(&words) {
                write!(f, ": {words}")?;
                said = words;
            }
            next = source.source();
        }
        Ok(())
    }
}
