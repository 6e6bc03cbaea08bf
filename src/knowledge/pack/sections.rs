//! The layout of a pack: a mark, the lengths of its sections, and the sections.

use super::Bytes;

/// What a pack begins with; the last byte counts versions of the layout.
const MARK: &[u8; 8] = b"docent\0\x01";

/// How many sections a pack has.
pub(super) const COUNT: usize = 13;

/// A stretch of the bytes of a pack.
#[derive(Clone, Debug)]
pub struct Section {
    bytes: Bytes,
    start: usize,
    end: usize,
}

impl Default for Section {
    fn default() -> Self {
        Self { bytes: Bytes::Embedded(&[]), start: 0, end: 0 }
    }
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        let whole: &[u8] = match &self.bytes {
            Bytes::Embedded(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        };
        whole.get(self.start..self.end).unwrap_or_default()
    }
}

/// Joins sections to a pack; nothing if it grows beyond 4 GB.
pub(super) fn write(sections: &[Vec<u8>; COUNT]) -> Option<Vec<u8>> {
    let mut bytes = MARK.to_vec();
    for section in sections {
        bytes.extend(u32::try_from(section.len()).ok()?.to_le_bytes());
    }
    for section in sections {
        bytes.extend(section);
    }
    u32::try_from(bytes.len()).ok().map(|_| bytes)
}

pub(super) fn read(bytes: Bytes) -> Option<Vec<Section>> {
    let length = match &bytes {
        Bytes::Embedded(bytes) => bytes.len(),
        Bytes::Shared(bytes) => bytes.len(),
    };
    let whole = Section { start: 0, end: length, bytes };
    let header = whole.as_ref().strip_prefix(MARK)?;
    let mut start = MARK.len() + COUNT * 4;
    let mut sections = Vec::with_capacity(COUNT);
    for index in 0..COUNT {
        let end = start + number(header, index)?;
        if end > length {
            return None;
        }
        sections.push(Section { bytes: whole.bytes.clone(), start, end });
        start = end;
    }
    Some(sections)
}

fn number(bytes: &[u8], index: usize) -> Option<usize> {
    let bytes = bytes.get(index * 4..index * 4 + 4)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

/// A list of numbers of 32 bits.
#[derive(Debug)]
pub(super) struct Numbers(Section);

impl Numbers {
    pub(super) fn new(section: Section) -> Self {
        Self(section)
    }

    pub(super) fn get(&self, index: usize) -> Option<usize> {
        number(self.0.as_ref(), index)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.as_ref().len() / 4).map_while(|index| self.get(index))
    }

    pub(super) fn encode(numbers: impl IntoIterator<Item = usize>) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for number in numbers {
            bytes.extend(u32::try_from(number).ok()?.to_le_bytes());
        }
        Some(bytes)
    }
}

/// A list of texts or records: where each ends, and all of them one after another.
#[derive(Debug)]
pub(super) struct Strings {
    ends: Numbers,
    content: Section,
}

impl Strings {
    pub(super) fn new(ends: Section, content: Section) -> Self {
        Self { ends: Numbers::new(ends), content }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.0.as_ref().len() / 4
    }

    pub(super) fn bytes(&self, index: usize) -> &[u8] {
        let start = if index == 0 { Some(0) } else { self.ends.get(index - 1) };
        let (Some(start), Some(end)) = (start, self.ends.get(index)) else { return &[] };
        self.content.as_ref().get(start..end).unwrap_or_default()
    }

    pub(super) fn get(&self, index: usize) -> &str {
        std::str::from_utf8(self.bytes(index)).unwrap_or_default()
    }

    /// The index of a text in a sorted list.
    pub(super) fn find(&self, wanted: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.bytes(middle).cmp(wanted.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The two sections of a list.
    pub(super) fn encode<T: AsRef<[u8]>>(items: impl IntoIterator<Item = T>) -> Option<(Vec<u8>, Vec<u8>)> {
        let (mut ends, mut content) = (Vec::new(), Vec::new());
        for item in items {
            content.extend(item.as_ref());
            ends.push(content.len());
        }
        Some((Numbers::encode(ends)?, content))
    }
}
