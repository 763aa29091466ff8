//! What stands around every page: the head, the header with the menu, the footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::lists::{current, menu};
use super::say::around;
use super::{Kind, Outline, Page};
use crate::book::site::Shell;
use crate::book::{progress, room};
use crate::ui::phrases::{catalogue, page as say, script};

/// What a page may load and run: its own files and WASM, nothing inline, nothing from elsewhere.
pub const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";

/// The whole page around its main part.
pub(super) fn frame(page: &Page, outline: &Outline, shell: &Shell, main: Markup) -> Markup {
    let (root, language) = (page.root(), catalogue::current());
    html! {
        (DOCTYPE)
        html lang=(language.language()) dir=[language.direction()] data-root=(root) {
            (head(page, outline, shell, &root))
            body class=(class(page)) {
                a.skip href="#text" { (say::SKIP) }
                (header(page, outline, &root))
                main #text tabindex="-1" { article.sheet { (main) } }
                (footer(outline, shell, &root))
            }
        }
    }
}

fn class(page: &Page) -> &'static str {
    match page.kind {
        Kind::Front => "front",
        Kind::Part(_) => "overview",
        Kind::Chapter(_) => "chapter",
        Kind::Plain(_) => "plain",
        Kind::Missing(_) => "missing",
    }
}

fn head(page: &Page, outline: &Outline, shell: &Shell, root: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta http-equiv="Content-Security-Policy" content=(policy_of(page, shell));
            meta name="referrer" content="no-referrer";
            title { (title(page, outline)) }
            meta name="description" content=(page.description);
            meta name="color-scheme" content="light dark";
            meta property="og:title" content=(page.title);
            meta property="og:description" content=(page.description);
            meta property="og:type" content=(if matches!(page.kind, Kind::Chapter(_)) { "article" } else { "website" });
            // Other sites find a picture by its whole address alone.
            @if !outline.site_url.is_empty() {
                meta property="og:image" content={ (outline.site_url) (page.card()) };
                meta name="twitter:card" content="summary_large_image";
            }
            link rel="alternate" href={ (root) "feed.xml" } type="application/atom+xml" title=(say::NEW_CHAPTERS);
            link rel="icon" href={ (root) (shell.icon) } type="image/svg+xml";
            @for root in roots(page) { link rel="stylesheet" href={ (root) (shell.style) }; }
            @if matches!(page.kind, Kind::Front | Kind::Part(_)) { link rel="stylesheet" href={ (root) (shell.overview_style) }; }
            (labs(shell, root))
            (parts(shell, root))
            @for root in roots(page) { script defer src={ (root) (shell.loader) } {} }
            @if let Some(part) = shell.parts.get("progress").filter(|_| page.path == progress::PATH) { script defer src={ (root) (part) } {} }
            @if page.path == room::PATH { (grader(shell, root)) }
            @if let Some(reload) = &shell.reload { script defer src={ (root) (reload) } {} }
        }
    }
}

/// What a page may load, said in the page itself, for hosts that send no headers.
pub fn policy(shell: &Shell) -> String {
    // Under `trunk serve` the page listens for the news of a new build.
    if shell.reload.is_some() { format!("{POLICY}; connect-src 'self' ws:") } else { POLICY.into() }
}

/// The same for a page. From a disk a worker starts only from a text, which is a `blob:`; a host's header knows of none.
fn policy_of(page: &Page, shell: &Shell) -> String {
    let policy = policy(shell);
    if page.path == room::PATH { format!("{policy}; worker-src 'self' blob:") } else { policy }
}

/// What the grading room is made of, where the module is there that grades.
fn grader(shell: &Shell, root: &str) -> Markup {
    let Some((grader, script)) = shell.grader.as_ref().zip(shell.parts.get("grading")) else { return html! {} };
    html! {
        meta name="grader" content="lazy" data-worker={ (root) (grader.worker) } data-wasm={ (root) (grader.wasm) }
            data-text={ (root) (grader.text) };
        script defer src={ (root) (script) } {}
    }
}

/// The style, the names of the labs' module and the loader, for a page at a known depth.
pub fn head_links(shell: &Shell, root: &str) -> Markup {
    html! {
        link rel="stylesheet" href={ (root) (shell.style) };
        (labs(shell, root))
        (parts(shell, root))
        script defer src={ (root) (shell.loader) } {}
    }
}

/// Where the labs' module is, which the loader fetches when a lab comes near.
fn labs(shell: &Shell, root: &str) -> Markup {
    html! {
        meta name="wasm-labs" content="lazy" data-js={ (root) (shell.glue) } data-wasm={ (root) (shell.wasm) }
            data-wasm-js={ (root) (shell.wasm_text) } data-told={ (root) (shell.told) };
    }
}

/// The names of the scripts that are loaded when a reader asks for what they do: a press on a button with `data-part`.
fn parts(shell: &Shell, root: &str) -> Markup {
    // What the labs' own pages are made with, and the pages of progress and for grading, they link to themselves.
    let own = |part: &str| ["embed", "progress", "grading"].iter().any(|own| part.starts_with(own));
    let on_demand = shell.parts.iter().filter(|(part, _)| !own(part));
    let names = on_demand.map(|(part, path)| format!(" data-{part}=\"{root}{path}\"")).collect::<String>();
    PreEscaped(format!("<meta name=\"parts\" content=\"lazy\"{names}>"))
}

/// Where the page looks for its style and its loader. That for a missing address does not know how deep it stands: it
/// looks in its own folder and in those above, the nearest first, then where the book is said to be.
fn roots(page: &Page) -> Vec<String> {
    let above = if matches!(page.kind, Kind::Missing(_)) { &["./", "../", "../../", "../../../"][..] } else { &[] };
    above.iter().map(|root| root.to_string()).chain([page.root()]).collect()
}

fn title(page: &Page, outline: &Outline) -> String {
    match &page.kind {
        Kind::Front => format!("{}: {}", outline.title, outline.subtitle),
        Kind::Chapter(chapter) => format!("{} {} · {}", chapter.number, page.title, outline.title),
        _ => format!("{} · {}", page.title, outline.title),
    }
}

fn header(page: &Page, outline: &Outline, root: &str) -> Markup {
    html! {
        header.site-header {
            nav.where aria-label=(say::WHERE) {
                a.home href={ (root) "index.html" } aria-current=[current(page.path == "index.html")] { (outline.title) }
                @if let Kind::Chapter(chapter) = &page.kind {
                    @for part in outline.parts.iter().filter(|part| part.id == chapter.part) {
                        a.part-name href={ (root) (part.id) "/index.html" } { (say::PART.of([part.number.to_string()])) }
                    }
                    // Stands there once the chapter's own title has gone by.
                    span.this-page aria-hidden="true" { (chapter.number) " " (page.title) }
                }
            }
            details.menu {
                summary { (say::CHAPTERS) }
                nav aria-label=(say::ALL_CHAPTERS) {
                    (menu(&outline.parts, root, &page.path))
                    @if outline.has_glossary { p.part { a href={ (root) "glossary/index.html" } aria-current=[current(page.path == "glossary/index.html")] { (say::GLOSSARY) } } }
                    p.part { a href={ (root) "reference/index.html" } aria-current=[current(page.path == "reference/index.html")] { (say::REFERENCE) } }
                }
            }
            button.tool type="button" data-part="search" hidden {
                svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" {
                    circle cx="7.5" cy="7.5" r="5.5" {}
                    path d="M11.5 11.5 17 17" {}
                }
                span { (say::SEARCH) }
            }
            // Shown by the loader: without it, the system's scheme holds.
            button.tool.scheme type="button" hidden {
                svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" {
                    circle cx="9" cy="9" r="7" {}
                    path d="M9 2a7 7 0 0 1 0 14z" {}
                }
                span { (script::SCHEME_SYSTEM) }
            }
            @if matches!(page.kind, Kind::Chapter(_)) { div.progress aria-hidden="true" { div {} } }
        }
    }
}

fn footer(outline: &Outline, shell: &Shell, root: &str) -> Markup {
    html! {
        footer.site-footer {
            p { (outline.title) ". " (outline.subtitle) "." }
            p {
                (around(say::LICENCE, [html! { a href="https://creativecommons.org/licenses/by/4.0/" { "CC BY 4.0" } }])) " "
                @if outline.has_glossary { a href={ (root) "glossary/index.html" } { (say::GLOSSARY) } ". " }
                @if outline.has_quiz { a href={ (root) (progress::PATH) } { (say::PROGRESS) } ". " a href={ (root) (room::PATH) } { (say::GRADING) } ". " }
                a href={ (root) "reference/index.html" } { (say::REFERENCE) } ". "
                a href={ (root) "authors/index.html" } { (say::AUTHORS) } " "
                button.button.quiet type="button" data-part="keys" hidden { (say::KEYS) }
            }
            // While the book is written, what a browser kept would be yesterday's.
            @if shell.reload.is_none() {
                p { button.button.quiet type="button" data-part="offline" hidden { (say::KEEP_OFFLINE) } }
            }
        }
    }
}
