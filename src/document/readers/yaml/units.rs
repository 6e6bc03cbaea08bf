//! What conditions call "the same" in YAML: a compose service, a Kubernetes document and each container in it, a
//! CI job or step.

use super::Scope;
use super::tree::Tree;
use crate::document::builder::{Builder, count};
use crate::document::outline::{Setting, SettingId};

/// How deep a key lies, and below what, as far as units depend on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Elsewhere,
    /// Its children are units (`services`, `jobs`, `Resources`, `functions`, `items`).
    HoldsUnits,
    /// A unit whose steps are units again.
    Job,
    /// `steps` of a job.
    Steps,
    Unit,
}

/// The objects of a Kubernetes `List` as documents of their own: rules speak of `spec`, not of `items[].spec`.
pub fn open_list(tree: &Tree, scope: Scope, out: &mut Builder) {
    if scope.kind.is_none_or(|kind| kind.name() != "kubernetes") {
        return;
    }
    let is_top = |setting: &Setting| setting.parent.is_none();
    let is_list = |setting: &Setting| {
        setting.name == "kind" && setting.value.as_ref().is_some_and(|value| value.text.ends_with("List"))
    };
    let tops = || tree.ids().filter_map(|id| out.outline.setting(id).map(|setting| (id, setting)));
    if !tops().any(|(_, setting)| is_top(setting) && is_list(setting)) {
        return;
    }
    let lists = tops().filter(|(_, setting)| is_top(setting) && setting.name == "items");
    let items: Vec<SettingId> = lists.flat_map(|(id, _)| tree.children(id).collect::<Vec<_>>()).collect();
    for (number, item) in items.into_iter().enumerate() {
        let children: Vec<SettingId> = tree.children(item).collect();
        for child in children {
            if let Some(setting) = out.outline.settings.get_mut(child.0 as usize) {
                setting.parent = None;
                // Documents of the stream have small numbers, one after another.
                setting.occurrence = (scope.document + 1) << 20 | count(number);
            }
        }
    }
}

/// Gives every setting of the document its unit.
pub fn mark(tree: &Tree, scope: Scope, out: &mut Builder) {
    let kind = scope.kind.map_or("", |kind| kind.name());
    let Some(first) = tree.ids().next() else { return };
    let mut places = Vec::new();
    for id in tree.ids() {
        let Some(setting) = out.outline.setting(id) else { break };
        let parent = setting.parent.and_then(|parent| parent.0.checked_sub(first.0));
        let around = parent.and_then(|index| places.get(index as usize).copied());
        let place = place(kind, setting, around, out);
        let mut unit =
            setting.parent.and_then(|id| out.outline.setting(id)).map_or(scope.unit, |parent| parent.unit);
        if matches!(place, Place::Job | Place::Unit) {
            let span = setting.extent;
            unit = out.unit(unit, span);
        }
        if let Some(setting) = out.outline.settings.get_mut(id.0 as usize) {
            setting.unit = unit;
        }
        places.push(place);
    }
}

fn place(kind: &str, setting: &Setting, around: Option<Place>, out: &Builder) -> Place {
    match around {
        None => top_place(kind, setting),
        Some(Place::HoldsUnits) if matches!(kind, "github-workflow" | "gitea-workflow") => Place::Job,
        Some(Place::Job) if setting.name == "steps" => Place::Steps,
        Some(Place::HoldsUnits | Place::Steps) => Place::Unit,
        Some(_) if kind == "kubernetes" && holds_containers(&setting.name) => Place::HoldsUnits,
        Some(Place::Unit) if kind == "ansible" && holds_tasks(&setting.name) => Place::HoldsUnits,
        _ if is_kubernetes_list(kind, setting, out) => Place::HoldsUnits,
        Some(_) => Place::Elsewhere,
    }
}

fn top_place(kind: &str, setting: &Setting) -> Place {
    match (kind, setting.name.as_str()) {
        ("compose", "services")
        | ("github-workflow" | "gitea-workflow" | "circleci" | "azure-pipelines", "jobs")
        | ("cloudformation", "Resources")
        | ("serverless", "functions") => Place::HoldsUnits,
        ("gitlab-ci", name)
            if !matches!(name, "stages" | "variables" | "include" | "default" | "workflow") =>
        {
            Place::Unit
        }
        ("ansible", _) if setting.is_item => Place::Unit,
        ("azure-pipelines", "steps") => Place::Steps,
        _ => Place::Elsewhere,
    }
}

fn holds_tasks(name: &str) -> bool {
    matches!(name, "tasks" | "pre_tasks" | "post_tasks" | "handlers" | "block")
}

fn holds_containers(name: &str) -> bool {
    matches!(name, "containers" | "initContainers" | "ephemeralContainers")
}

/// `items` at the top of a Kubernetes `List`.
fn is_kubernetes_list(kind: &str, setting: &Setting, out: &Builder) -> bool {
    let is_top = |id: SettingId| out.outline.setting(id).is_some_and(|parent| parent.parent.is_none());
    kind == "kubernetes" && setting.name == "items" && setting.parent.is_none_or(is_top)
}
