//! The portal's name, contact details, notices and announcements.

use super::ContentBuilder;
use crate::content::text;
use crate::messages::language_name;
use jiff::Timestamp;
use portico_contract::{Announcement, Branding, Contact, Language, LinkTarget, Portal, SignIn};

/// An announcement and the period in which it is shown.
pub(crate) struct AnnouncementView {
    from: Timestamp,
    until: Timestamp,
    announcement: Announcement,
}

impl AnnouncementView {
    /// The announcement, if it is shown at this time.
    pub(crate) fn at(&self, now: Timestamp) -> Option<&Announcement> {
        (self.from <= now && now < self.until).then_some(&self.announcement)
    }
}

impl ContentBuilder<'_> {
    pub(super) fn portal(&self) -> Portal {
        let organisation = &self.content.organisation;
        let contact = &organisation.contact;
        let language = |tag: &String| Language {
            tag: tag.clone(),
            name: language_name(tag),
        };
        Portal {
            name: self.text(&organisation.name),
            tagline: organisation.tagline.as_ref().map(|words| self.text(words)),
            languages: organisation.languages.iter().map(language).collect(),
            branding: Branding {
                accent: organisation.accent.clone(),
            },
            capabilities: crate::limits::capabilities(),
            sign_in: SignIn {
                user: None,
                methods: Vec::new(),
                signed_out: organisation.signed_out.clone(),
                author: true,
            },
            contact: Some(Contact {
                name: self.text(&contact.name),
                phone: contact.phone.clone(),
                email: contact.email.clone(),
                hours: contact.hours.as_ref().map(|words| self.text(words)),
                place: contact.place.as_ref().map(|words| self.text(words)),
                text: contact
                    .text
                    .as_ref()
                    .map(|words| self.markdown(&self.text(words))),
                language: contact.text.as_ref().map(|words| self.tag_of(words)),
            }),
            privacy: organisation
                .privacy
                .as_ref()
                .map(|words| self.markdown(&self.text(words))),
            privacy_language: organisation
                .privacy
                .as_ref()
                .map(|words| self.tag_of(words)),
            anything_else: organisation
                .anything_else
                .as_ref()
                .and_then(|id| self.service_ref(&id.value)),
            announcements: Vec::new(),
            demo: false,
        }
    }

    pub(super) fn announcements(&self) -> Vec<AnnouncementView> {
        let view = |announcement: &crate::content::Announcement| {
            let (title, body) = (&announcement.title, &announcement.text);
            // An announcement is in one language as a whole: a translated title does not mean that
            // the text is translated.
            let has = |words: &crate::content::Text| words.contains_key(self.language);
            let language = self.language_of(has(title) && has(body));
            AnnouncementView {
                from: announcement.from,
                until: announcement.until,
                announcement: Announcement {
                    id: announcement.id.value.clone(),
                    level: announcement.level,
                    title: text(title, &language, self.default).to_owned(),
                    text: Some(self.markdown(text(body, &language, self.default))),
                    link: announcement.link.as_ref().map(|link| target(link)),
                    language: Some(language),
                },
            }
        };
        self.content.announcements.iter().map(view).collect()
    }
}

fn target(link: &str) -> LinkTarget {
    match link.split_once(':') {
        Some(("service", id)) => LinkTarget::Service { id: id.into() },
        Some(("article", id)) => LinkTarget::Article {
            id: id.into(),
            section: None,
        },
        _ => LinkTarget::Url {
            url: link.to_owned(),
        },
    }
}
