//! Discovery: what this portal is called, what it can do, and who is asking.

use crate::{
    AttachmentsCapability, Document, DraftsCapability, ImprovementsCapability, IndexCapability,
    LookupsCapability, Me, Persona, ServiceRef,
};
use serde::{Deserialize, Serialize};

/// `GET /portal`: the first thing a client asks for. What is absent here is absent from the screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Portal {
    /// The organisation's name, in the language asked for.
    pub name: String,
    /// One sentence under the greeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// The languages that content exists in; the first is the default.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// Colours.
    #[serde(default)]
    pub branding: Branding,
    /// What the backend can do.
    #[serde(default)]
    pub capabilities: Capabilities,
    /// Who is signed in and how to.
    #[serde(default)]
    pub sign_in: SignIn,
    /// How to reach a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The service by which people ask for what is not in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anything_else: Option<ServiceRef>,
    /// The privacy notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Document>,
    /// The language of the privacy notice, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_language: Option<String>,
    /// What everybody should know now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub announcements: Vec<Announcement>,
    /// Whether this is a demonstration; the screen says so.
    #[serde(default)]
    pub demo: bool,
}

/// A language that content exists in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Language {
    /// A BCP 47 tag.
    pub tag: String,
    /// The language's own name for itself.
    pub name: String,
}

/// Colours that stand in for the portal's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Branding {
    /// `#rrggbb`; anything else is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
}

/// What the backend can do beyond the catalogue, each with its limits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Capabilities {
    /// `/services/{id}/form`, `POST /requests`, `GET /requests`, `/requests/{id}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests: Option<RequestsCapability>,
    /// `POST /requests/{id}/comments`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<CommentsCapability>,
    /// `/articles`, `/articles/{id}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knowledge: Option<KnowledgeCapability>,
    /// `/uploads`, `/uploads/{id}`, `/uploads/{id}/content`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachments: Option<AttachmentsCapability>,
    /// `/drafts`, `/drafts/{service}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafts: Option<DraftsCapability>,
    /// `/lookups/{source}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lookups: Option<LookupsCapability>,
    /// `/index`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<IndexCapability>,
    /// `POST /improvements`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub improvements: Option<ImprovementsCapability>,
}

/// Limits of requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RequestsCapability {
    /// The largest body of `POST /requests`, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    /// Whether `GET /requests` takes `q`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub search: bool,
}

/// Limits of comments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CommentsCapability {
    /// The longest comment, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_characters: Option<u32>,
}

/// Limits of knowledge articles; none so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KnowledgeCapability {}

/// Who is signed in, how to sign in, and what needs no sign-in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// Whoever is signed in; absent when nobody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Me>,
    /// How to sign in, best first.
    #[serde(default)]
    pub methods: Vec<SignInMethod>,
    /// What may be read signed out.
    #[serde(default)]
    pub signed_out: Vec<PublicRead>,
    /// Whether writes may name their author, so that nothing is recorded in somebody else's name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub author: bool,
}

/// One way of signing in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "kind", from = "MethodNode")]
pub enum SignInMethod {
    /// Choose one of these people: demonstrations only.
    Persona {
        /// Whom to choose from.
        personas: Vec<Persona>,
    },
    /// The host page hands a token to the element.
    Bearer,
    /// A proxy in front of the backend signs people in.
    Proxy,
    /// Go to this address; it comes back to `return`.
    Redirect {
        /// Where to go; `?return=` is added.
        url: String,
        /// What the button says.
        label: String,
    },
    /// A way that this version does not know.
    Unknown,
}

/// How a method is read: leniently, as the nodes of a document are.
#[derive(Default, Deserialize)]
#[serde(default)]
struct MethodNode {
    kind: String,
    personas: Option<Vec<Persona>>,
    url: Option<String>,
    label: Option<String>,
}

impl From<MethodNode> for SignInMethod {
    fn from(node: MethodNode) -> Self {
        match (node.kind.as_str(), node.personas, node.url, node.label) {
            ("persona", Some(personas), _, _) => Self::Persona { personas },
            ("bearer", ..) => Self::Bearer,
            ("proxy", ..) => Self::Proxy,
            ("redirect", _, Some(url), Some(label)) => Self::Redirect { url, label },
            _ => Self::Unknown,
        }
    }
}

/// A part of the API that may be read signed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum PublicRead {
    /// Categories, services and their forms.
    Catalogue,
    /// Knowledge articles.
    Articles,
    /// A part that this version does not know.
    #[serde(other)]
    Unknown,
}

/// How to reach a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// Whom one reaches.
    pub name: String,
    /// As one would dial it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// When, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Where, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What else to know, such as whom to call at night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Document>,
    /// The language of the text, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What everybody should know now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Announcement {
    /// Opaque and stable.
    pub id: String,
    /// How serious it is.
    #[serde(default)]
    pub level: Level,
    /// One line.
    pub title: String,
    /// The rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Document>,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<crate::LinkTarget>,
    /// The language of the title and the text, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// How serious an announcement is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// Be careful.
    Warning,
    /// Something does not work.
    Outage,
    /// Good to know; also any level that this version does not know.
    #[default]
    #[serde(other)]
    Info,
}
