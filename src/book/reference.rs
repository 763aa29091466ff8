//! The reference page: every lab with its parameters, actions, metrics and properties, from the catalog.

use std::fmt::Write as _;

use super::render::{Heading, escaped};
use crate::engines::catalog::{Lab, labs};
use crate::kernel::{Expectation, ParamKind, ParamSpec};
use crate::labs::views;
use crate::scenario::Scenario;
use crate::ui::plate::picture_html;

/// A picture that takes more bytes than this would weigh more than the tables that it stands over.
const MOST_PICTURE: usize = 15_000;

/// The page's body and its headings.
pub fn body() -> (String, Vec<Heading>) {
    let mut html = String::from(
        "<p>Every lab of the book, as its engine declares it. The names are those of <code>--set name=value</code> on the \
         command line, of a lab’s block in a chapter, and of a link that you copy from a plate.</p>\n",
    );
    let mut headings = Vec::new();
    for lab in labs() {
        let spec = lab.spec;
        headings.push(Heading { level: 2, id: spec.id.into(), text: spec.title.into() });
        let _ = writeln!(
            html,
            "<h2 id=\"{id}\">{title} <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to “{title}”\">#</a></h2>\n\
             <p>{summary} Its name is <code>{id}</code>.</p>",
            id = spec.id,
            title = escaped(spec.title),
            summary = escaped(spec.summary),
        );
        let _ = match views::find(spec.id) {
            Some(view) => {
                let picture = picture_html(&Scenario::defaults(lab), None, view);
                if picture.len() <= MOST_PICTURE { writeln!(html, "{picture}") } else { Ok(()) }
            }
            None => writeln!(
                html,
                "<p>It has no picture yet. <code>faultlines run {}</code> runs it, and a chapter can write its numbers.</p>",
                spec.id
            ),
        };
        parameters(&mut html, lab);
        actions(&mut html, lab);
        metrics(&mut html, lab);
        properties(&mut html, lab);
        leaves_out(&mut html, lab);
    }
    (html, headings)
}

fn parameters(html: &mut String, lab: &Lab) {
    table(html, lab, "Parameters", &["Name", "What it is", "Range", "Default"], |html| {
        for param in lab.spec.params {
            let _ = writeln!(
                html,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td></tr>",
                escaped(param.name),
                escaped(param.help),
                range(param),
                value(param, &param.default_value().to_string()),
            );
        }
    });
}

/// Choices as names to type; numbers with their unit.
fn range(param: &ParamSpec) -> String {
    match param.kind {
        ParamKind::Choice { options, .. } => {
            let names = options.iter().map(|option| format!("<code>{}</code>", escaped(option.id)));
            names.collect::<Vec<_>>().join(", ")
        }
        _ => escaped(&param.range()),
    }
}

fn value(param: &ParamSpec, value: &str) -> String {
    match param.kind {
        ParamKind::Choice { .. } => format!("<code>{}</code>", escaped(value)),
        _ => escaped(value),
    }
}

fn actions(html: &mut String, lab: &Lab) {
    if lab.spec.actions.is_empty() {
        return;
    }
    table(html, lab, "Actions", &["Name", "What it does", "Target", "Value"], |html| {
        for action in lab.spec.actions {
            let target = action.target.map_or("none".into(), |target| format!("{} 0 to {}", target.noun, target.max));
            let takes = action.value.as_ref().map_or("none".into(), range);
            let _ = writeln!(
                html,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td>{takes}</td></tr>",
                escaped(action.verb),
                escaped(action.help),
                escaped(&target),
            );
        }
    });
}

fn metrics(html: &mut String, lab: &Lab) {
    table(html, lab, "Metrics", &["Name", "What it measures", "Unit"], |html| {
        for metric in lab.spec.metrics {
            let unit = if metric.unit.is_empty() { "number" } else { metric.unit };
            let _ = writeln!(
                html,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>",
                escaped(metric.name),
                escaped(&metric.explained()),
                escaped(unit),
            );
        }
    });
}

fn properties(html: &mut String, lab: &Lab) {
    if lab.spec.properties.is_empty() {
        return;
    }
    table(html, lab, "Properties", &["Name", "What is claimed", "When"], |html| {
        for property in lab.spec.properties {
            let when = match property.claim {
                Expectation::Always => "at every moment",
                Expectation::Eventually => "by the end of each run",
                Expectation::Sometimes => "in some run",
            };
            let _ = writeln!(
                html,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{when}</td></tr>",
                escaped(property.name),
                escaped(property.help),
            );
        }
    });
    let explorable =
        if lab.explore.is_some() { ", and <code>--explore</code> visits every state of a small case" } else { "" };
    let _ = writeln!(
        html,
        "<p><code>faultlines run {} --find-rare NAME</code> looks for the seeds that break one{explorable}.</p>",
        lab.spec.id
    );
}

fn leaves_out(html: &mut String, lab: &Lab) {
    if lab.spec.leaves_out.is_empty() {
        return;
    }
    let _ = writeln!(html, "<h3 id=\"{}-leaves-out\">What the model leaves out</h3>\n<ul>", lab.spec.id);
    for sentence in lab.spec.leaves_out {
        let _ = writeln!(html, "<li>{}</li>", escaped(sentence));
    }
    html.push_str("</ul>\n");
}

fn table(html: &mut String, lab: &Lab, name: &str, columns: &[&str], rows: impl FnOnce(&mut String)) {
    let (id, title) = (lab.spec.id, escaped(lab.spec.title));
    let anchor = name.to_lowercase();
    let _ = writeln!(
        html,
        "<h3 id=\"{id}-{anchor}\">{name}</h3>\n\
         <div class=\"scroll-x\" role=\"group\" aria-label=\"{name} of {title}\" tabindex=\"0\"><table class=\"data words\">\n<thead><tr>"
    );
    for column in columns {
        let _ = write!(html, "<th scope=\"col\">{column}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    rows(html);
    html.push_str("</tbody></table></div>\n");
}
