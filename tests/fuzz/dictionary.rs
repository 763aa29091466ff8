//! The words of the formats, from the tables that the readers use: libFuzzer puts them into its inputs, since it would not
//! find them letter by letter.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use faultlines::book::load::{BOOK_KEYS, CHAPTER_KEYS, PART_KEYS};
use faultlines::book::markdown::BLOCKS;
use faultlines::book::parse::CHAPTER_FRONT_KEYS;
use faultlines::book::results::FORMATS;
use faultlines::engines::catalog::labs;
use faultlines::kernel::ParamKind;
use faultlines::quiz::kinds::KINDS;
use faultlines::quiz::read::{COMMON_KEYS, QUIZ_KEYS};
use faultlines::scenario::json::{ACTION_KEYS, SCENARIO_KEYS};
use faultlines::scenario::plate::read::{FENCE_KEYS, OPTION_KEYS, PREDICT_KEYS};

/// What no table holds: marks of Markdown, TOML, HTML and JSON, names of an answer file, and numbers at the edge of what
/// their types hold.
const WORDS: &str = r##"
+++ ``` ```` ~~~ ::: $ $$ {{ }} {{tail-10.root_latency_ms_p99|1}} [^why] [^ ]: ]( #ten | |---| > [!WARNING] - 1. * ** _ ~~ ![
](figures/bars.svg ## {# } <p <!-- --> </p> <b> <svg> <table> <a id=" href=" &lt; &# &amp; \( &nbsp; 09:41 | \ \frac{ \begin{
[params] [compare] [predict] [[predict.options]] [[questions]] [[questions.options]] [[actions]] = """ ''' [ ] { } true false
lab hash-ring scenario tail-10 id = " title = " caption = " https:// mailto: ../second/index.html quiz.toml scenario.toml
?v=1&lab= &seed= &do= &vs= &t= &at= &pick= &plate= @ : , % %00 %ff + * #
"format" "version" "book" "chapter" "quiz_hash" "reader" "reader_id" "answers" "drafts" "claimed" "points" "out_of"
"question" "question_hash" "response" "first_response" "attempts" "option" "options" "number" "order" "pairs" "text" null
"chapters" "checked" "at" "exported_at" "checksum" "2026-11-27T20:31:00Z" "course" "content_hash"
faultlines-answers faultlines part-1/sample modulo ring vnode 9,1
0 -0 -1 0.5 1e9 1e308 1e400 -1e400 NaN inf 0x10 5e-324 4294967295 4294967296 9007199254740993 18446744073709551616
"##;

/// Bytes that are no letters: marks of byte order, a letter of another width, letters that turn, that join, of no width.
const BYTES: [&str; 10] = [
    "\\xef\\xbb\\xbf",
    "\\xff\\xfe",
    "\\xfe\\xff",
    "\\x00",
    "\\x0d\\x0a",
    "\\x0d",
    "\\x0a",
    "\\xe2\\x80\\xae",
    "\\xcc\\x81",
    "\\xe2\\x80\\x8b",
];

/// Writes them where `scripts/fuzz` wants them, if it runs this.
pub(crate) fn write() {
    let Some(path) = std::env::var_os("FAULTLINES_FUZZ_DICTIONARY") else { return };
    let mut text = String::new();
    for word in words().iter().filter(|word| !word.is_empty()) {
        let _ = writeln!(text, "\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
    }
    for bytes in BYTES {
        let _ = writeln!(text, "\"{bytes}\"");
    }
    std::fs::write(path, text).expect("written");
}

fn words() -> BTreeSet<String> {
    let mut words: BTreeSet<String> = WORDS.split_ascii_whitespace().map(String::from).collect();
    let kinds = KINDS.iter().flat_map(|kind| kind.keys).map(|(_, keys)| *keys);
    let tables = [BOOK_KEYS, PART_KEYS, CHAPTER_KEYS, CHAPTER_FRONT_KEYS, QUIZ_KEYS, COMMON_KEYS, SCENARIO_KEYS];
    let tables = tables.into_iter().chain([ACTION_KEYS, FENCE_KEYS, OPTION_KEYS, PREDICT_KEYS]).chain(kinds);
    words.extend(tables.flatten().map(|key| key.name.to_string()));
    words.extend(KINDS.iter().map(|kind| kind.name.to_string()));
    words.extend(BLOCKS.iter().map(|block| format!("```{block}")));
    words.extend(FORMATS.iter().map(|(form, _)| form.to_string()));
    for lab in labs() {
        words.insert(lab.spec.id.to_string());
        words.extend(lab.spec.actions.iter().map(|action| action.verb.to_string()));
        words.extend(lab.spec.metrics.iter().map(|metric| metric.name.to_string()));
        for param in lab.spec.params {
            words.insert(param.name.to_string());
            if let ParamKind::Choice { options, .. } = param.kind {
                words.extend(options.iter().map(|option| option.id.to_string()));
            }
        }
    }
    words
}
