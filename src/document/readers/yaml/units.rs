//! What conditions call "the same" in YAML: a compose service, a Kubernetes document, a CI job or step.

use super::Scope;
use super::tree::Tree;
use crate::document::builder::Builder;
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
        Some(Place::HoldsUnits) if kind == "github-workflow" => Place::Job,
        Some(Place::Job) if setting.name == "steps" => Place::Steps,
        Some(Place::HoldsUnits | Place::Steps) => Place::Unit,
        Some(Place::Unit) if kind == "ansible" && holds_tasks(&setting.name) => Place::HoldsUnits,
        _ if is_kubernetes_list(kind, setting, out) => Place::HoldsUnits,
        Some(_) => Place::Elsewhere,
    }
}

fn top_place(kind: &str, setting: &Setting) -> Place {
    match (kind, setting.name.as_str()) {
        ("compose", "services")
        | ("github-workflow" | "circleci" | "azure-pipelines", "jobs")
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

/// `items` at the top of a Kubernetes `List`.
fn is_kubernetes_list(kind: &str, setting: &Setting, out: &Builder) -> bool {
    let is_top = |id: SettingId| out.outline.setting(id).is_some_and(|parent| parent.parent.is_none());
    kind == "kubernetes" && setting.name == "items" && setting.parent.is_none_or(is_top)
}
