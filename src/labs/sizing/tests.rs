//! The picture's words.

use super::{VIEW, size};
use crate::engines::catalog::find;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::plate::RunPair;

#[test]
fn bytes_are_told_in_three_digits_or_fewer() {
    let said = [(999, "999 B"), (1_024, "1.0 kB"), (12_504, "13 kB"), (1_200_000, "1.2 MB"), (2_415_919_104, "2.4 GB")];
    for (bytes, words) in said {
        assert_eq!(size(bytes).replace('\u{202f}', " "), words);
    }
}

#[test]
fn at_the_end_the_sentence_is_the_card_of_the_report() {
    let pair = RunPair::run(Scenario::defaults(find("sizing").unwrap()), None);
    let said = (VIEW.sentence)(&pair, Time(u64::MAX)).replace('\u{202f}', " ");
    let report = pair.main.report();
    assert!(said.starts_with("For 1,000,000 keys and an error of 1.00 %: Bloom 1.2 MB, HyperLogLog 16 kB, "), "{said}");
    assert_eq!(report.get("hyperloglog_bytes"), Some(16_384.0));
    assert!(
        said.ends_with(&format!(
            "; exact {}.",
            size(report.get("exact_bytes").unwrap() as u64).replace('\u{202f}', " ")
        ))
    );
}
