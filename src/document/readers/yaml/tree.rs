//! The settings of one document as a tree that can be walked downwards.

use crate::document::builder::count;
use crate::document::outline::{Outline, Setting, SettingId};

const NONE: u32 = u32::MAX;

/// Links from settings to their children; the settings themselves stay in the outline.
#[derive(Debug)]
pub struct Tree {
    first: u32,
    first_child: Vec<u32>,
    next_sibling: Vec<u32>,
}

impl Tree {
    /// The tree of the settings from `first` on.
    #[must_use]
    pub fn of(outline: &Outline, first: SettingId) -> Tree {
        let start = first.0 as usize;
        let length = outline.settings.len().saturating_sub(start);
        let mut tree =
            Tree { first: first.0, first_child: vec![NONE; length], next_sibling: vec![NONE; length] };
        for index in (0..length).rev() {
            let parent = outline.settings.get(start + index).and_then(|setting| setting.parent);
            let Some(parent) = parent.and_then(|id| (id.0 as usize).checked_sub(start)) else { continue };
            if let (Some(head), Some(next)) =
                (tree.first_child.get_mut(parent), tree.next_sibling.get_mut(index))
            {
                *next = *head;
                *head = count(index);
            }
        }
        tree
    }

    /// All settings of the document, parents before children.
    pub fn ids(&self) -> impl Iterator<Item = SettingId> + use<> {
        let first = self.first;
        (0..count(self.first_child.len())).map(move |index| SettingId(first + index))
    }

    pub fn children(&self, id: SettingId) -> impl Iterator<Item = SettingId> + '_ {
        let index = id.0.checked_sub(self.first).unwrap_or(NONE) as usize;
        let mut next = self.first_child.get(index).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let child = Some(next).filter(|&child| child != NONE)?;
            next = self.next_sibling.get(child as usize).copied().unwrap_or(NONE);
            Some(SettingId(self.first + child))
        })
    }

    /// The child of this name; of several the first.
    #[must_use]
    pub fn child<'o>(
        &self,
        outline: &'o Outline,
        id: SettingId,
        name: &str,
    ) -> Option<(SettingId, &'o Setting)> {
        self.children(id).find_map(|child| {
            outline.setting(child).filter(|setting| setting.name == name).map(|found| (child, found))
        })
    }
}
