//! References to container images.

use super::variables::{Resolved, resolve};
use crate::document::builder::Builder;
use crate::document::outline::{Image, Scalar, UnitId};
use crate::document::source::Source;
use crate::text::Span;
use std::ops::Range;

/// What a reader knows about variables; gives the value of a name.
pub type Lookup<'l> = &'l dyn Fn(&str) -> Option<String>;

/// Nothing is known.
pub fn unknown(_name: &str) -> Option<String> {
    None
}

/// Adds the image that `range` of the source refers to, unless it cannot be one.
pub fn add(
    source: &Source<'_>,
    range: Range<usize>,
    extent: Span,
    unit: UnitId,
    lookup: Lookup<'_>,
    out: &mut Builder,
) {
    if let Some(image) = parse(source, range, extent, unit, lookup) {
        out.outline.images.push(image);
    }
}

fn parse(
    source: &Source<'_>,
    range: Range<usize>,
    extent: Span,
    unit: UnitId,
    lookup: Lookup<'_>,
) -> Option<Image> {
    let mut start = range.start;
    let mut written = source.seen(range.start, range.end);
    if let Some(rest) = written.strip_prefix("docker://") {
        start += "docker://".len();
        written = rest;
    }
    let parts = split(written)?;
    // `${IMAGE:-mysql:8.0}`: the default is the reference.
    if parts.tag.is_none()
        && let Some(inner) = whole_default(written)
    {
        return parse(source, start + inner.start..start + inner.end, extent, unit, lookup);
    }
    let name = resolve(written.get(..parts.name_end)?, lookup);
    if !name.dynamic && !may_be_image(&name.text) {
        return None;
    }
    let (name_text, tag_in_name) = match (name.text.rsplit_once(':'), parts.tag.is_none()) {
        // `FROM ${BASE}` with `ARG BASE=mysql:8.0`.
        (Some((name, tag)), true) if !name.is_empty() && !tag.contains('/') && !name.contains('$') => {
            (name.to_string(), Some(tag.to_string()))
        }
        _ => (name.text.clone(), None),
    };
    let tag = parts.tag.map(|tag| {
        let Resolved { text, dynamic } = resolve(written.get(tag.clone()).unwrap_or_default(), lookup);
        let span = source.span(start + tag.start, start + tag.end);
        let text = if dynamic { span.of(source.file).to_string() } else { text };
        Scalar { span, text, dynamic }
    });
    let name_span = source.span(start, start + parts.name_end);
    let tag = tag.or_else(|| tag_in_name.map(|text| Scalar { span: name_span, text, dynamic: false }));
    let shown = if name.dynamic { name_span.of(source.file) } else { &name_text };
    Some(Image {
        name: short_name(shown).to_string(),
        span: source.span(start, range.end),
        name_span,
        tag,
        dynamic: name.dynamic,
        extent,
        unit,
    })
}

/// Adds an image whose name and tag stand in two values (`repository`, `tag`).
pub fn add_pair(name: &Scalar, tag: Option<&Scalar>, extent: Span, unit: UnitId, out: &mut Builder) {
    if !may_be_image(&name.text) && !name.dynamic {
        return;
    }
    out.outline.images.push(Image {
        name: short_name(&name.text).to_string(),
        span: name.span,
        name_span: name.span,
        tag: tag.filter(|tag| !tag.text.is_empty()).cloned(),
        dynamic: name.dynamic,
        extent,
        unit,
    });
}

struct Parts {
    name_end: usize,
    tag: Option<Range<usize>>,
}

/// Finds name and tag; what stands in braces of a variable is passed over.
fn split(written: &str) -> Option<Parts> {
    let (mut depth, mut colon, mut at_sign) = (0usize, None, None);
    for (at, byte) in written.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            b'/' if at_sign.is_none() => colon = None,
            b':' if at_sign.is_none() => colon = colon.or(Some(at)),
            b'@' if at_sign.is_none() => at_sign = Some(at),
            b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'<' | b'>' | b'(' | b'|' | b',' | b';' => {
                return None;
            }
            _ => {}
        }
    }
    let end = at_sign.unwrap_or(written.len());
    let name_end = colon.unwrap_or(end);
    let tag = colon.map(|colon| colon + 1..end).filter(|tag| !tag.is_empty());
    (name_end > 0).then_some(Parts { name_end, tag })
}

/// The default of a reference that is one variable with a default.
fn whole_default(written: &str) -> Option<Range<usize>> {
    let inside = written.strip_prefix("${")?.strip_suffix('}')?;
    let name = inside.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let rest = inside.get(name..)?;
    let dash = if rest.starts_with(":-") { 2 } else { usize::from(rest.starts_with('-')) };
    let default = rest.get(dash..)?;
    let has_tag = !default.contains(['{', '}', '$']) && !default.is_empty();
    (dash > 0 && name > 0 && has_tag).then(|| 2 + name + dash..written.len() - 1)
}

fn may_be_image(name: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/' | b':');
    let lower = name.rsplit('.').next().unwrap_or_default();
    let is_picture = matches!(
        lower,
        "png" | "jpg" | "jpeg" | "svg" | "gif" | "webp" | "ico" | "iso" | "qcow2" | "img" | "vmdk"
    );
    !name.is_empty()
        && name.bytes().all(good)
        && !is_picture
        && !name.contains("//")
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The name without what every client adds by itself.
#[must_use]
pub fn short_name(name: &str) -> &str {
    let name = ["docker.io/", "index.docker.io/", "registry-1.docker.io/", "registry.hub.docker.com/"]
        .iter()
        .find_map(|registry| name.strip_prefix(registry))
        .unwrap_or(name);
    name.strip_prefix("library/").unwrap_or(name)
}
