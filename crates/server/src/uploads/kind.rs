//! The accepted file types. The extension determines the type, and the first bytes must match it;
//! other types are refused. The type that a browser declares does not count, because it depends on
//! the programs that are installed.

use portico_contract::{MEDIA_TYPES, media_type_of};

/// A file type.
#[derive(Debug, PartialEq)]
pub(super) struct FileType {
    /// The media type; the contract knows its extensions.
    pub(super) media_type: &'static str,
    looks: Looks,
}

/// The recognisable bytes of a type.
#[derive(Debug, PartialEq)]
enum Looks {
    /// One of these byte sequences at this offset.
    Marked(usize, &'static [&'static [u8]]),
    /// An archive, or, with a password, the container of older Office versions with the encrypted
    /// archive in it (MS-OFFCRYPTO).
    Office,
    /// The header of a PDF, which may follow bytes that a scanner or a mail gateway added.
    Pdf,
    /// Text: no control characters except those of text.
    Text,
}

const ZIP: &[&[u8]] = &[b"PK\x03\x04"];
/// The container format of Office before 2007.
const COMPOUND: &[&[u8]] = &[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];
/// The maximum offset of a PDF's header, as in Adobe's readers.
const PDF_HEAD_WITHIN: usize = 1024;

const fn kind(media_type: &'static str, looks: Looks) -> FileType {
    FileType { media_type, looks }
}

/// All accepted types. SVG and HTML are excluded, because they can contain scripts.
pub(super) const FILE_TYPES: [FileType; 23] = [
    kind("image/png", Looks::Marked(0, &[b"\x89PNG\r\n\x1A\n"])),
    kind("image/jpeg", Looks::Marked(0, &[b"\xFF\xD8\xFF"])),
    kind("image/gif", Looks::Marked(0, &[b"GIF87a", b"GIF89a"])),
    kind("image/webp", Looks::Marked(8, &[b"WEBP"])),
    kind(
        "image/heic",
        Looks::Marked(4, &[b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"]),
    ),
    kind("application/pdf", Looks::Pdf),
    kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Looks::Office,
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Looks::Office,
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Looks::Office,
    ),
    kind(
        "application/vnd.oasis.opendocument.text",
        Looks::Marked(0, ZIP),
    ),
    kind(
        "application/vnd.oasis.opendocument.spreadsheet",
        Looks::Marked(0, ZIP),
    ),
    kind(
        "application/vnd.oasis.opendocument.presentation",
        Looks::Marked(0, ZIP),
    ),
    kind("application/zip", Looks::Marked(0, ZIP)),
    kind("application/msword", Looks::Marked(0, COMPOUND)),
    kind("application/vnd.ms-excel", Looks::Marked(0, COMPOUND)),
    kind("application/vnd.ms-powerpoint", Looks::Marked(0, COMPOUND)),
    kind("application/vnd.ms-outlook", Looks::Marked(0, COMPOUND)),
    kind("message/rfc822", Looks::Text),
    kind("text/plain", Looks::Text),
    kind("text/csv", Looks::Text),
    kind("video/mp4", Looks::Marked(4, &[b"ftyp"])),
    kind(
        "video/quicktime",
        Looks::Marked(4, &[b"ftyp", b"moov", b"wide", b"mdat"]),
    ),
    kind("video/webm", Looks::Marked(0, &[b"\x1A\x45\xDF\xA3"])),
];

impl FileType {
    /// The type with the extension of this name.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        Self::named(media_type_of(name)?)
    }

    /// The type with this media type.
    pub(super) fn named(media_type: &str) -> Option<&'static Self> {
        FILE_TYPES.iter().find(|kind| kind.media_type == media_type)
    }

    /// The usual extension of this type, for a name without one.
    pub(super) fn extension(&self) -> &'static str {
        let mut known = MEDIA_TYPES.iter();
        let own = known.find(|(media_type, _)| *media_type == self.media_type);
        own.and_then(|(_, endings)| endings.first().copied())
            .unwrap_or_default()
    }

    /// Whether a file that begins with these bytes can be of this type.
    pub(super) fn fits(&self, head: &[u8]) -> bool {
        match self.looks {
            Looks::Marked(at, marks) => is_marked(head, at, marks),
            Looks::Office => is_marked(head, 0, ZIP) || is_encrypted_office(head),
            Looks::Pdf => is_pdf(head),
            Looks::Text => is_text(head),
        }
    }
}

fn is_marked(head: &[u8], at: usize, marks: &[&[u8]]) -> bool {
    head.get(at..)
        .is_some_and(|rest| marks.iter().any(|mark| rest.starts_with(mark)))
}

/// Whether the bytes are an encrypted Office document, and not an older Office document with a
/// newer extension.
fn is_encrypted_office(head: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    // The position of the directory, in sectors (MS-CFB, 2.2); in a large file it may be beyond
    // these bytes.
    let size = head.get(30..32).and_then(|bytes| bytes.try_into().ok());
    let sector = head.get(48..52).and_then(|bytes| bytes.try_into().ok());
    let names = size.zip(sector).and_then(|(size, sector)| {
        let sector = u64::from(u32::from_le_bytes(sector));
        (sector + 1).checked_shl(u32::from(u16::from_le_bytes(size)))
    });
    let is_beyond =
        names.is_some_and(|names| u64::try_from(head.len()).is_ok_and(|end| names >= end));
    is_marked(head, 0, COMPOUND) && (is_beyond || head.windows(name.len()).any(|part| part == name))
}

/// Whether the bytes are a PDF. The bytes before its header must not be a web page or a program.
fn is_pdf(head: &[u8]) -> bool {
    const HEAD: &[u8] = b"%PDF-";
    let within = head.get(..PDF_HEAD_WITHIN + HEAD.len()).unwrap_or(head);
    let before = within.windows(HEAD.len()).position(|part| part == HEAD);
    let before = before.and_then(|at| head.get(..at));
    before.is_some_and(|before| {
        let is_other = |kind: &FileType| match kind.looks {
            Looks::Marked(at, marks) => is_marked(before, at, marks),
            _ => false,
        };
        let programs: &[&[u8]] = &[b"MZ", b"\x7FELF", b"#!"];
        !before.contains(&b'<')
            && !is_marked(before, 0, programs)
            && !FILE_TYPES.iter().any(is_other)
    })
}

/// Whether the bytes are text in an encoding with ASCII's control characters, or in UTF-16 with a
/// byte order mark.
fn is_text(head: &[u8]) -> bool {
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    // Escape characters colour the lines of logs.
    let fine = |byte: &u8| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    wide || head.iter().all(fine)
}
