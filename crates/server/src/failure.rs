//! Failures with their causes, and the only way to print them.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// A failure: a message for the server's administrator, and the error that caused it.
#[derive(Clone, Debug)]
pub struct Failure {
    words: Cow<'static, str>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A failure that another error has caused. The message does not repeat the cause.
    pub fn caused_by(
        words: impl Into<Cow<'static, str>>,
        source: impl Error + Send + Sync + 'static,
    ) -> Self {
        Self::caused_by_shared(words, Arc::new(source))
    }

    /// The same for a shared error.
    pub(crate) fn caused_by_shared(
        words: impl Into<Cow<'static, str>>,
        source: Arc<dyn Error + Send + Sync>,
    ) -> Self {
        Self {
            words: words.into(),
            source: Some(source),
        }
    }

    /// Adds advice to the message.
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

/// Two failures are equal if their messages are.
impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        chain(self).to_string() == chain(other).to_string()
    }
}

impl Eq for Failure {}

/// An error with all of its causes: `the database cannot be opened: unable to open database file`.
pub(crate) struct ErrorChain<'a>(&'a (dyn Error + 'static));

/// Prints an error with its causes, for the log and the command line.
pub(crate) fn chain<'a>(error: &'a (dyn Error + 'static)) -> ErrorChain<'a> {
    ErrorChain(error)
}

impl fmt::Display for ErrorChain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        f.write_str(&said)?;
        let mut next = self.0.source();
        while let Some(source) = next {
            let words = source.to_string();
            // The errors of some libraries repeat the messages of their sources.
            if !said.contains(&words) {
                write!(f, ": {words}")?;
                said = words;
            }
            next = source.source();
        }
        Ok(())
    }
}
