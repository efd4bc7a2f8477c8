//! The kinds of file that are taken. What a file is called, what it is said to be and what its bytes begin with have to
//! agree; a kind that is not here is not taken.

/// A kind of file.
#[derive(Debug, PartialEq)]
pub(super) struct Kind {
    /// What it is served as.
    pub(super) media_type: &'static str,
    /// What browsers call it besides.
    aliases: &'static [&'static str],
    /// How its names end, in lower case.
    extensions: &'static [&'static str],
    looks: Looks,
}

/// What the bytes of a kind look like.
#[derive(Debug, PartialEq)]
enum Looks {
    /// They hold one of these at this place.
    Marked(usize, &'static [&'static [u8]]),
    /// They are text: no control characters but those of text.
    Text,
}

const ZIP: Looks = Looks::Marked(0, &[b"PK\x03\x04"]);
/// The container of Office before 2007.
const COMPOUND: Looks = Looks::Marked(0, &[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"]);

const fn kind(
    media_type: &'static str,
    extensions: &'static [&'static str],
    looks: Looks,
    aliases: &'static [&'static str],
) -> Kind {
    Kind {
        media_type,
        aliases,
        extensions,
        looks,
    }
}

/// Everything that is taken. SVG and HTML are not: they are programs.
pub(super) const KINDS: [Kind; 23] = [
    kind(
        "image/png",
        &["png"],
        Looks::Marked(0, &[b"\x89PNG\r\n\x1A\n"]),
        &[],
    ),
    kind(
        "image/jpeg",
        &["jpg", "jpeg", "jfif"],
        Looks::Marked(0, &[b"\xFF\xD8\xFF"]),
        &["image/pjpeg"],
    ),
    kind(
        "image/gif",
        &["gif"],
        Looks::Marked(0, &[b"GIF87a", b"GIF89a"]),
        &[],
    ),
    kind("image/webp", &["webp"], Looks::Marked(8, &[b"WEBP"]), &[]),
    kind(
        "image/heic",
        &["heic", "heif"],
        Looks::Marked(4, &[b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"]),
        &["image/heif"],
    ),
    kind(
        "application/pdf",
        &["pdf"],
        Looks::Marked(0, &[b"%PDF-"]),
        &[],
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
        ZIP,
        &[],
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"],
        ZIP,
        &[],
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
        ZIP,
        &[],
    ),
    kind(
        "application/vnd.oasis.opendocument.text",
        &["odt"],
        ZIP,
        &[],
    ),
    kind(
        "application/vnd.oasis.opendocument.spreadsheet",
        &["ods"],
        ZIP,
        &[],
    ),
    kind(
        "application/vnd.oasis.opendocument.presentation",
        &["odp"],
        ZIP,
        &[],
    ),
    kind(
        "application/zip",
        &["zip"],
        ZIP,
        &["application/x-zip-compressed"],
    ),
    kind("application/msword", &["doc"], COMPOUND, &[]),
    kind("application/vnd.ms-excel", &["xls"], COMPOUND, &[]),
    kind("application/vnd.ms-powerpoint", &["ppt"], COMPOUND, &[]),
    kind("application/vnd.ms-outlook", &["msg"], COMPOUND, &[]),
    kind("message/rfc822", &["eml"], Looks::Text, &[]),
    kind("text/plain", &["txt", "log"], Looks::Text, &["text/x-log"]),
    // Windows with Excel says that tables of text are Excel's.
    kind(
        "text/csv",
        &["csv"],
        Looks::Text,
        &["application/vnd.ms-excel", "application/csv"],
    ),
    kind(
        "video/mp4",
        &["mp4", "m4v"],
        Looks::Marked(4, &[b"ftyp"]),
        &["video/x-m4v"],
    ),
    kind(
        "video/quicktime",
        &["mov"],
        Looks::Marked(4, &[b"ftyp", b"moov", b"wide", b"mdat"]),
        &[],
    ),
    kind(
        "video/webm",
        &["webm"],
        Looks::Marked(0, &[b"\x1A\x45\xDF\xA3"]),
        &[],
    ),
];

impl Kind {
    /// The kind that a name's ending stands for, if what the file is said to be agrees. Browsers say nothing, or
    /// `application/octet-stream`, where they do not know.
    pub(super) fn of(name: &str, declared: &str) -> Option<&'static Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let extension = extension.to_ascii_lowercase();
        let kind = KINDS
            .iter()
            .find(|kind| kind.extensions.contains(&extension.as_str()))?;
        let declared = declared.split(';').next().unwrap_or_default().trim();
        let declared = declared.to_ascii_lowercase();
        let unknown = matches!(declared.as_str(), "" | "application/octet-stream");
        let agrees =
            unknown || declared == kind.media_type || kind.aliases.contains(&declared.as_str());
        agrees.then_some(kind)
    }

    /// The kind that is served as this media type.
    pub(super) fn named(media_type: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.media_type == media_type)
    }

    /// How names of this kind end, for a file that has none.
    pub(super) fn extension(&self) -> &'static str {
        self.extensions.first().copied().unwrap_or_default()
    }

    /// Whether a file that begins with these bytes can be of this kind.
    pub(super) fn fits(&self, head: &[u8]) -> bool {
        match self.looks {
            Looks::Marked(at, marks) => head
                .get(at..)
                .is_some_and(|rest| marks.iter().any(|mark| rest.starts_with(mark))),
            Looks::Text => is_text(head),
        }
    }
}

/// Whether bytes are text in any encoding that has ASCII's controls, or in UTF-16 with its mark.
fn is_text(head: &[u8]) -> bool {
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    // Escape colours the lines of logs.
    let fine = |byte: &u8| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    wide || head.iter().all(fine)
}

/// Whether a field that takes these types takes this one: exact, `image/*`, or all of them when none is named.
pub(super) fn takes(types: &[String], media_type: &str) -> bool {
    let takes = |wanted: &String| match wanted.strip_suffix('*') {
        Some("*/") => true,
        Some(group) => group.ends_with('/') && media_type.starts_with(group),
        None => wanted == media_type,
    };
    types.is_empty() || types.iter().any(takes)
}
