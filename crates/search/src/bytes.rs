//! Reads and writes numbers and texts. Reads beyond the end of the bytes return `None`.

/// Reads a little-endian 32-bit number.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// Reads a number written by [`put_number`] and advances `at`.
pub(crate) fn number(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let mut value = 0_u32;
    for shift in [0, 7, 14, 21, 28] {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// Writes a number as LEB128: seven bits per byte, lowest first.
pub(crate) fn put_number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads a text written by [`put_text`] and advances `at`.
pub(crate) fn text<'a>(bytes: &'a [u8], at: &mut usize) -> Option<&'a str> {
    let length = number(bytes, at)? as usize;
    let end = at.checked_add(length)?;
    let text = std::str::from_utf8(bytes.get(*at..end)?).ok()?;
    *at = end;
    Some(text)
}

/// Writes the length of a text in bytes, and then the text.
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}

/// A table of numbers stored in byte planes: all lowest bytes first, then all second bytes, and so on.
///
/// Slowly growing numbers compress far better this way than one after the other, and random access stays fast.
#[derive(Clone, Copy)]
pub(crate) struct Planes<'a> {
    bytes: &'a [u8],
    count: usize,
}

impl<'a> Planes<'a> {
    pub(crate) fn new(bytes: &'a [u8], count: usize) -> Self {
        Self { bytes, count }
    }

    /// Whether the length of the table is the number of entries times a width of at most four bytes.
    pub(crate) fn fits(&self) -> bool {
        let width = self.bytes.len().checked_div(self.count).unwrap_or(0);
        width <= 4 && width * self.count == self.bytes.len()
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// The number at an index; 0 beyond the end.
    pub(crate) fn get(&self, index: usize) -> usize {
        if index >= self.count {
            return 0;
        }
        let (mut at, mut shift, mut value) = (index, 0_u32, 0_usize);
        while let Some(byte) = self.bytes.get(at) {
            if shift >= 32 {
                break;
            }
            value |= usize::from(*byte) << shift;
            shift += 8;
            at += self.count;
        }
        value
    }

    /// How many numbers at the start of an ascending table are at most `limit`.
    pub(crate) fn up_to(&self, limit: usize) -> usize {
        leading(self.count, |index| self.get(index) <= limit)
    }
}

/// How many of `count` sorted entries come before the first for which `holds` is false.
pub(crate) fn leading(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Writes numbers in the layout that [`Planes`] reads.
pub(crate) fn put_planes(out: &mut Vec<u8>, numbers: &[u32]) {
    let most = numbers.iter().copied().max().unwrap_or(0);
    let mut shift = 0;
    while shift < 32 && (shift == 0 || most >> shift > 0) {
        out.extend(numbers.iter().map(|number| (number >> shift) as u8));
        shift += 8;
    }
}

/// A 64-bit checksum that is fast enough to run over a whole index each time one is opened.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut lanes = [1_u64, 2, 3, 4];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane = (*lane ^ u64::from_le_bytes(*word))
                .wrapping_mul(PRIME)
                .rotate_left(29);
        }
    }
    let mut sum = bytes.len() as u64;
    for lane in lanes {
        sum = (sum ^ lane).wrapping_mul(PRIME).rotate_left(31);
    }
    for byte in rest {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(PRIME).rotate_left(27);
    }
    sum ^ (sum >> 32)
}
