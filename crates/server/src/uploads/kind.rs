//! The kinds of file that are taken. The ending of a file's name says which one it is, and what its bytes begin with has to
//! agree; a kind that is not here is not taken. What a browser says of it never counts: that depends on which programs
//! are installed beside it.

use portico_contract::{MEDIA_TYPES, media_type_of};

/// A kind of file.
#[derive(Debug, PartialEq)]
pub(super) struct FileType {
    /// What it is served as; the contract knows how its names end.
    pub(super) media_type: &'static str,
    looks: Looks,
}

/// What the bytes of a kind look like.
#[derive(Debug, PartialEq)]
enum Looks {
    /// They hold one of these at this place.
    Marked(usize, &'static [&'static [u8]]),
    /// An archive, or, with a password, the container of older Office with the encrypted archive in it (MS-OFFCRYPTO).
    Office,
    /// The head of a PDF, which may stand behind what a scanner or a mail gateway put before it.
    Pdf,
    /// They are text: no control characters but those of text.
    Text,
}

const ZIP: &[&[u8]] = &[b"PK\x03\x04"];
/// The container of Office before 2007.
const COMPOUND: &[&[u8]] = &[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];
/// So far from the start of a PDF its head may stand: Adobe's readers look no further.
const PDF_HEAD_WITHIN: usize = 1024;

const fn kind(media_type: &'static str, looks: Looks) -> FileType {
    FileType { media_type, looks }
}

/// Everything that is taken. SVG and HTML are not: they are programs.
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
    /// The kind that a name's ending stands for.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        Self::named(media_type_of(name)?)
    }

    /// The kind that is served as this media type.
    pub(super) fn named(media_type: &str) -> Option<&'static Self> {
        FILE_TYPES.iter().find(|kind| kind.media_type == media_type)
    }

    /// How names of this kind end, for a file that has no ending.
    pub(super) fn extension(&self) -> &'static str {
        let mut known = MEDIA_TYPES.iter();
        let own = known.find(|(media_type, _)| *media_type == self.media_type);
        own.and_then(|(_, endings)| endings.first().copied())
            .unwrap_or_default()
    }

    /// Whether a file that begins with these bytes can be of this kind.
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

/// Whether bytes hold a document that Office has encrypted, and not one of older Office under a newer name.
fn is_encrypted_office(head: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    // Where the names are, in sectors (MS-CFB, 2.2); in a large file they may stand behind what is here.
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

/// Whether bytes are a PDF. What stands before its head must be no page and no program.
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

/// Whether bytes are text in any encoding that has ASCII's controls, or in UTF-16 with its mark.
fn is_text(head: &[u8]) -> bool {
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    // Escape colours the lines of logs.
    let fine = |byte: &u8| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    wide || head.iter().all(fine)
}
