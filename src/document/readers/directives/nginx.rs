//! nginx: directives up to a semicolon, in blocks. A `server` block is a unit.

use super::{Argument, Settings, value};
use crate::document::outline::{SettingId, UnitId};
use crate::document::readers::settings::DEEPEST;

/// A block that is open.
struct Frame {
    setting: SettingId,
    /// The unit around, if the block is a unit.
    around: Option<UnitId>,
}

struct Reader<'s, 'a, 'b> {
    settings: Settings<'s, 'a, 'b>,
    at: usize,
    arguments: Vec<Argument>,
    frames: Vec<Frame>,
    /// Blocks that were too deep to be told apart.
    too_deep: usize,
    /// Per quote: no later one closes.
    unclosed: [bool; 2],
}

/// Reads the whole file.
pub fn read(settings: Settings<'_, '_, '_>) {
    let mut reader = Reader {
        settings,
        at: 0,
        arguments: Vec::new(),
        frames: Vec::new(),
        too_deep: 0,
        unclosed: [false; 2],
    };
    let length = reader.settings.source.text.len();
    while reader.at < length {
        reader.step();
    }
    reader.directive();
    if !reader.frames.is_empty() {
        let unit = reader.settings.unit;
        reader.settings.out.incomplete(unit);
    }
    while !reader.frames.is_empty() {
        reader.close();
    }
}

impl Reader<'_, '_, '_> {
    fn byte(&self, at: usize) -> u8 {
        self.settings.source.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn step(&mut self) {
        match self.byte(self.at) {
            b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
            b'#' => {
                let end = self.line_end();
                self.settings.comment(self.at..end, 1);
                self.at = end;
            }
            b';' => {
                self.directive();
                self.at += 1;
            }
            b'{' => self.open(),
            b'}' => {
                if !self.arguments.is_empty() {
                    let unit = self.settings.unit;
                    self.settings.out.incomplete(unit);
                    self.directive();
                }
                self.at += 1;
                self.close();
            }
            quote @ (b'"' | b'\'') => self.quoted(quote),
            _ => self.bare(),
        }
    }

    fn line_end(&self) -> usize {
        let rest = self.settings.source.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    fn quoted(&mut self, quote: u8) {
        let which = usize::from(quote == b'"');
        let start = self.at;
        let bytes = self.settings.source.text.as_bytes();
        let mut at = start + 1;
        let mut end = None;
        while !self.unclosed.get(which).copied().unwrap_or_default() {
            let Some(found) = memchr::memchr2(quote, b'\\', bytes.get(at..).unwrap_or_default()) else {
                if let Some(flag) = self.unclosed.get_mut(which) {
                    *flag = true;
                }
                break;
            };
            at += found;
            if bytes.get(at) == Some(&quote) {
                end = Some(at);
                break;
            }
            at += 2;
        }
        let inside_end = end.unwrap_or_else(|| self.line_end());
        let text = self.settings.source.seen(start + 1, inside_end).to_string();
        self.at = (inside_end + usize::from(end.is_some())).max(start + 1);
        self.arguments.push(Argument { range: start..self.at, text, is_quoted: end.is_some() });
    }

    /// A word without quotes; braces belong to it after `$` only.
    fn bare(&mut self) {
        let start = self.at;
        let mut at = start;
        loop {
            match self.byte(at) {
                b'{' if at > start && self.byte(at - 1) == b'$' => {
                    while !matches!(self.byte(at), b'}' | b'\n' | b'\r' | b';' | 0) {
                        at += 1;
                    }
                    if self.byte(at) == b'}' {
                        at += 1;
                    }
                }
                b' ' | b'\t' | b'\n' | b'\r' | b';' | b'{' | b'}' | 0 => break,
                b'\\' if !matches!(self.byte(at + 1), b'\n' | b'\r' | 0) => at += 2,
                _ => at += 1,
            }
        }
        let mut end = at.max(start + 1).min(self.settings.source.text.len());
        while !self.settings.source.text.is_char_boundary(end) {
            end += 1;
        }
        let text = self.settings.source.seen(start, end).to_string();
        self.arguments.push(Argument { range: start..end, text, is_quoted: false });
        self.at = end;
    }

    /// Ends what was collected; gives the setting.
    fn directive(&mut self) -> Option<SettingId> {
        let arguments = std::mem::take(&mut self.arguments);
        let (name, rest) = arguments.split_first()?;
        let end = rest.last().map_or(name.range.end, |last| last.range.end);
        let scalar = value(&self.settings, rest);
        let parent = self.frames.last().map(|frame| frame.setting);
        let quoted = usize::from(name.is_quoted);
        let key = name.range.start + quoted..name.range.end - quoted;
        if name.text == "include" && !scalar.as_ref().is_some_and(|file| holds_no_directives(&file.text)) {
            let unit = self.settings.unit;
            self.settings.out.incomplete(unit);
        }
        Some(self.settings.add(parent, key, scalar, end))
    }

    fn open(&mut self) {
        let start = self.at;
        self.at += 1;
        let is_server =
            self.arguments.len() == 1 && self.arguments.first().is_some_and(|name| name.text == "server");
        let is_code = self.arguments.first().is_some_and(|name| name.text.ends_with("_by_lua_block"));
        if self.frames.len() >= DEEPEST {
            self.arguments.clear();
            self.too_deep += 1;
            return;
        }
        if self.arguments.is_empty() {
            // A brace without a name: as a block it keeps the braces in step.
            self.arguments.push(Argument { range: start..start, text: String::new(), is_quoted: false });
        }
        let Some(setting) = self.directive() else { return };
        let around = is_server.then_some(self.settings.unit);
        if is_server {
            self.settings.open_unit(setting);
        }
        self.frames.push(Frame { setting, around });
        if is_code {
            self.code();
        }
    }

    /// Passes over the code of another language up to the brace that closes it.
    fn code(&mut self) {
        let bytes = self.settings.source.text.as_bytes();
        let mut depth = 0usize;
        while let Some(found) = memchr::memchr2(b'{', b'}', bytes.get(self.at..).unwrap_or_default()) {
            self.at += found;
            match (bytes.get(self.at), depth) {
                (Some(b'{'), _) => depth += 1,
                (_, 0) => return,
                _ => depth -= 1,
            }
            self.at += 1;
        }
        self.at = bytes.len();
    }

    fn close(&mut self) {
        if self.too_deep > 0 && self.at < self.settings.source.text.len() {
            self.too_deep -= 1;
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        self.settings.extend(frame.setting, self.at);
        if let Some(around) = frame.around {
            self.settings.close_unit(self.settings.unit, frame.setting);
            self.settings.unit = around;
        }
    }
}

/// Files that come with nginx and only hold tables.
fn holds_no_directives(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    name == "mime.types" || name.ends_with("_params") || name.starts_with("koi-") || name == "fastcgi.conf"
}
