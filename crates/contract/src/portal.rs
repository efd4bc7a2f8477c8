//! Discovery: the name of the portal, its capabilities, and the signed-in user.

use crate::{
    AttachmentsCapability, Document, DraftsCapability, ImprovementsCapability, IndexCapability,
    LookupsCapability, Me, Persona, ServiceRef,
};
use serde::{Deserialize, Serialize};

/// `GET /portal`: the first request of a client. The portal hides features that are absent here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Portal {
    /// The name of the organisation, in the requested language.
    pub name: String,
    /// A sentence displayed below the greeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// The languages of the content; the first is the default.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// The colours.
    #[serde(default)]
    pub branding: Branding,
    /// The capabilities of the backend.
    #[serde(default)]
    pub capabilities: Capabilities,
    /// The signed-in user and the sign-in methods.
    #[serde(default)]
    pub sign_in: SignIn,
    /// How to contact the service desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The service for requests that are not in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anything_else: Option<ServiceRef>,
    /// The privacy notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Document>,
    /// The language of the privacy notice, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_language: Option<String>,
    /// Current announcements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub announcements: Vec<Announcement>,
    /// Whether this is a demo, which the portal indicates.
    #[serde(default)]
    pub demo: bool,
}

/// A language of the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Language {
    /// A BCP 47 tag.
    pub tag: String,
    /// The name of the language in that language.
    pub name: String,
}

/// Colours that replace the portal's defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Branding {
    /// The accent colour as `#rrggbb`. Other values are ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
}

/// The capabilities of the backend beyond the catalogue, with their limits.
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
    /// `POST /requests/{id}/actions/{action}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<ActionsCapability>,
    /// `/approvals`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approvals: Option<ApprovalsCapability>,
    /// `/work`, for members of the teams that fulfil requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<WorkCapability>,
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
    /// The maximum size of the body of `POST /requests`, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    /// Whether `GET /requests` supports `q`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub search: bool,
}

/// Limits of comments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CommentsCapability {
    /// The maximum length of a comment, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_characters: Option<u32>,
}

/// Limits of actions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ActionsCapability {
    /// The maximum length of a reason, question or answer, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_characters: Option<u32>,
}

/// Limits of the list of approvals; currently none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ApprovalsCapability {}

/// Limits of the list of work; currently none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct WorkCapability {}

/// Limits of knowledge articles; currently none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KnowledgeCapability {}

/// The signed-in user, the sign-in methods, and what can be read without signing in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// The signed-in user; absent if nobody is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Me>,
    /// The sign-in methods, preferred first.
    #[serde(default)]
    pub methods: Vec<SignInMethod>,
    /// The parts of the API that can be read without signing in.
    #[serde(default)]
    pub signed_out: Vec<PublicRead>,
    /// Whether writes may include the id of their author, so that nothing is recorded in another user's name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub author: bool,
}

/// A sign-in method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "kind", from = "MethodNode")]
pub enum SignInMethod {
    /// Choose one of these personas; for demos only.
    Persona {
        /// The personas.
        personas: Vec<Persona>,
    },
    /// The host page passes a token to the element.
    Bearer,
    /// A reverse proxy signs users in.
    Proxy,
    /// Navigate to a sign-in page, which redirects back to `return`.
    Redirect {
        /// The address of the sign-in page; `?return=` is appended.
        url: String,
        /// The label of the button.
        label: String,
    },
    /// A method that is unknown to this version.
    Unknown,
}

/// A method for lenient deserialization, like the nodes of a document.
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

/// A part of the API that can be read without signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum PublicRead {
    /// Categories, services and their forms.
    Catalogue,
    /// Knowledge articles.
    Articles,
    /// A part that is unknown to this version.
    #[serde(other)]
    Unknown,
}

/// The contact details of the service desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// The name of the contact.
    pub name: String,
    /// The phone number, as it is dialled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The opening hours, as text to display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// The location, as text to display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Further information, such as whom to call at night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Document>,
    /// The language of the text, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Announcement {
    /// The opaque and stable id.
    pub id: String,
    /// The severity.
    #[serde(default)]
    pub level: Level,
    /// The title, one line.
    pub title: String,
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Document>,
    /// A link to further information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<crate::LinkTarget>,
    /// The language of the title and the text, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// The severity of an announcement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// A warning to be careful.
    Warning,
    /// An outage: something does not work.
    Outage,
    /// Useful information; also any level that is unknown to this version.
    #[default]
    #[serde(other)]
    Info,
}
