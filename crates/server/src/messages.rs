//! The server's own messages, in the supported languages. Other languages fall back to English.

use portico_contract::StateCategory;

/// The messages in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Messages {
    /// English.
    English,
    /// German.
    German,
}

impl Messages {
    /// The messages for a language tag.
    pub(crate) fn of(language: &str) -> Self {
        match language.split('-').next() {
            Some("de") => Self::German,
            _ => Self::English,
        }
    }

    fn say(self, english: &str, german: &str) -> String {
        match self {
            Self::English => english,
            Self::German => german,
        }
        .to_owned()
    }

    /// The name of a state.
    pub(crate) fn state(self, state: StateCategory) -> String {
        match state {
            StateCategory::New => self.say("Sent", "Gesendet"),
            StateCategory::WaitingApproval => {
                self.say("Waiting for approval", "Wartet auf Genehmigung")
            }
            StateCategory::WaitingUser => self.say("Waiting for you", "Wartet auf Sie"),
            StateCategory::InProgress => self.say("In progress", "In Arbeit"),
            StateCategory::Resolved => self.say("Done", "Erledigt"),
            StateCategory::Closed => self.say("Closed", "Geschlossen"),
            StateCategory::Cancelled => self.say("Cancelled", "Abgebrochen"),
        }
    }

    /// The next step of an open request; all of `who` must approve first, and `team` fulfils it.
    pub(crate) fn next_step(
        self,
        state: StateCategory,
        who: &[&str],
        team: &str,
    ) -> Option<String> {
        let names = self.list(who);
        let next = match (state, who, self) {
            (StateCategory::WaitingApproval, [_, ..], Self::English) => {
                let need = if who.len() == 1 { "needs" } else { "need" };
                format!("{names} {need} to approve this. Next: {team}.")
            }
            (StateCategory::WaitingApproval, [_, ..], Self::German) => {
                let must = if who.len() == 1 { "muss" } else { "müssen" };
                format!("{names} {must} zustimmen. Danach: {team}.")
            }
            (StateCategory::New | StateCategory::WaitingApproval, _, Self::English) => {
                format!("Next: {team}. Updates appear in My requests.")
            }
            (StateCategory::New | StateCategory::WaitingApproval, _, Self::German) => {
                format!("Als Nächstes: {team}. Neuigkeiten finden Sie unter „Meine Anfragen“.")
            }
            (StateCategory::InProgress, _, Self::English) => format!("{team} is working on this."),
            (StateCategory::InProgress, _, Self::German) => format!("In Bearbeitung: {team}."),
            (StateCategory::WaitingUser, _, _) => self.say(
                "Answer the question below to continue.",
                "Beantworten Sie die Frage unten, damit es weitergeht.",
            ),
            _ => return None,
        };
        Some(next)
    }

    /// A list of names in a sentence.
    fn list(self, names: &[&str]) -> String {
        let and = self.say("and", "und");
        match names {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
        }
    }

    /// A text that lists who sees a request: the reader, others by name, the service's owner and
    /// the team.
    pub(crate) fn seen_by(self, others: &[String], owner: &str, team: &str) -> String {
        let mut who = vec![self.say("You", "Sie")];
        for name in others.iter().map(String::as_str).chain([owner]) {
            if !who.iter().any(|known| known == name) {
                who.push(name.to_owned());
            }
        }
        let (and, list) = (self.say("and", "und"), who.join(", "));
        format!("{list} {and} {team}")
    }

    /// The requester's manager, if nobody is signed in and so the name is unknown.
    pub(crate) fn your_manager(self) -> String {
        self.say("your manager", "Ihre Führungskraft")
    }

    /// The note at the end of a truncated text.
    pub(crate) fn cut(self) -> String {
        self.say(
            "This text is too long to show in full.",
            "Dieser Text ist zu lang, um ganz angezeigt zu werden.",
        )
    }

    /// The default reason why a user cannot order a service.
    pub(crate) fn not_orderable(self) -> String {
        self.say(
            "You can’t order this service.",
            "Sie können diesen Service nicht bestellen.",
        )
    }
}

/// The name of a language in that language; its tag if the server does not know it.
pub(crate) fn language_name(tag: &str) -> String {
    let name = match tag.split('-').next().unwrap_or_default() {
        "ar" => "العربية",
        "cs" => "Čeština",
        "da" => "Dansk",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "fi" => "Suomi",
        "fr" => "Français",
        "he" => "עברית",
        "it" => "Italiano",
        "ja" => "日本語",
        "nb" | "no" => "Norsk",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "pt" => "Português",
        "sv" => "Svenska",
        "tr" => "Türkçe",
        "uk" => "Українська",
        "zh" => "中文",
        _ => tag,
    };
    name.to_owned()
}
