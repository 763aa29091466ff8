//! Runs of experiments that readers share.

use super::*;

/// A quiz of one experiment, and a file of the second version that answers it with a run and what it is said to measure.
pub(super) fn experiment(link: &str, claimed: f64) -> (Vec<Quiz>, Vec<u8>) {
    let row = KINDS.iter().find(|row| row.name == "experiment").unwrap();
    let tree = toml::from_str(&format!("title = \"One\"\n{}", row.example)).unwrap();
    let (quiz, _) = Quiz::from_json("part-1/ring", "course", &tree, Some(&|name| Err(Problem::new("", name))));
    let quiz = quiz.unwrap();
    let question = &quiz.questions[0];
    let response = Response::Run { link: link.into(), metrics: vec![("max_over_mean".into(), claimed)] };
    let mut submission = Submission::empty(&quiz);
    submission.check(question, response, String::new());
    let seen = |link: &str| crate::quiz::Evidence { at: "2026-11-27T20:29:11Z".into(), link: link.into() };
    submission.witness(question, vec![seen("lab=hash-ring&vnodes=1"), seen(link)]);
    let file = submission.current(&quiz).to_tree().to_text(false).into_bytes();
    (vec![quiz], file)
}

#[test]
fn an_experiment_is_run_again_whatever_a_file_says_of_it() {
    let good = "lab=hash-ring&nodes=5&vnodes=400&keys=1000";
    let poor = "lab=hash-ring&nodes=5&vnodes=2&keys=1000";
    let measured = |link: &str| Link::parse(link).0.unwrap().scenario.report().get("max_over_mean").unwrap();
    for (link, claimed, points, note) in [
        (good, measured(good), 1.0, None),
        (poor, measured(poor), 0.0, None),
        (poor, 1.0, 0.0, Some("the file says that its run measures max_over_mean = 1, and it measures")),
        (good, 9.0, 1.0, Some("the file says that its run measures max_over_mean = 9, and it measures")),
        ("lab=hash-ring&nodes=50&vnodes=400&keys=1000", 1.0, 0.0, Some("`nodes` must stay at 5")),
        ("lab=hash-ring&nodes=many", 1.0, 0.0, Some("its run cannot be read")),
        ("", 1.0, 0.0, None),
        ("lab=sql", 1.0, 0.0, Some("its run cannot be read")),
    ] {
        let (quizzes, file) = experiment(link, claimed);
        let judge = Judge::new(&quizzes, Keep::Last, None);
        let record = judge.judge("a.json", &file).unwrap().records.remove(0);
        assert_eq!(record.points, points, "{link}");
        let seen: Vec<&str> = record.marks[0].evidence.iter().map(|(_, link)| link.as_str()).collect();
        let tried = ["lab=hash-ring&vnodes=1", link];
        assert_eq!(seen, if link.is_empty() { &tried[..1] } else { &tried }, "what was tried on the way");
        let said = record.notes.join("; ");
        assert!(note.is_none_or(|note| said.contains(note)), "{link}: {said}");
        assert_eq!(judge.judge("a.json", &file).unwrap().records[0].notes, record.notes, "the second time from memory");
    }
}

fn quiz() -> Quiz {
    let row = KINDS.iter().find(|row| row.name == "experiment").unwrap();
    let tree = toml::from_str(&format!("title = \"One\"\n{}", row.example)).unwrap();
    Quiz::from_json("part-1/ring", "course", &tree, Some(&|name| Err(Problem::new("", name)))).0.unwrap()
}

/// Runs that meet the goals, each with its own number of virtual nodes and its own seed.
fn good_runs(count: usize) -> Vec<String> {
    let quiz = quiz();
    let runs = (200..).map(|number| format!("lab=hash-ring&nodes=5&vnodes={number}&keys=1000&seed={number}"));
    runs.filter(|link| is_good(&quiz, link)).take(count).collect()
}

fn is_good(quiz: &Quiz, link: &str) -> bool {
    let crate::quiz::Kind::Experiment(experiment) = &quiz.questions[0].kind else { panic!("an experiment") };
    let response = crate::quiz::experimented::measured(experiment, link).unwrap();
    quiz.questions[0].grade(&response).unwrap().credit == Some(1.0)
}

/// Grades a run of each reader, handed in at a second of its own unless `at` says when; the readers that are flagged, with
/// their notes.
fn flagged(links: &[String], at: Option<&str>) -> Vec<(usize, String)> {
    let quiz = quiz();
    let quizzes = vec![quiz.clone()];
    let judge = Judge::new(&quizzes, Keep::Best, None);
    let mut book = Gradebook::new(Keep::Best, Roster::default(), Cursor::new(Vec::new()));
    for (number, link) in links.iter().enumerate() {
        let mut page = Submission::empty(&quiz);
        page.reader = format!("Reader {number:02}");
        let moment = at.map_or(format!("2026-11-27T20:00:{number:02}Z"), str::to_string);
        page.check(&quiz.questions[0], Response::Run { link: link.clone(), metrics: Vec::new() }, moment);
        let bytes = page.current(&quiz).exported("2026-11-27T21:00:00Z").to_text(false).into_bytes();
        for record in judge.judge(&format!("{number:02}.json"), &bytes).unwrap().records {
            book.add(&record).unwrap();
        }
    }
    book.close();
    let mut all = Vec::new();
    book.rows(|row| {
        let told = row.entries[0].record.notes.iter().filter(|note| note.contains("the same run"));
        let number = row.name.trim_start_matches("Reader ").parse().unwrap();
        all.extend(told.map(|note| (number, note.clone())));
    })
    .unwrap();
    all
}

#[test]
fn a_run_that_two_of_many_share_is_flagged_in_both() {
    let mut links = good_runs(12);
    assert_eq!(flagged(&links, None), []);
    links[3] = links[7].clone();
    let told = |other: &str| {
        format!(
            "`experiment-example`: the same run as “Reader {other}”, where most found one of their own: {other}.json"
        )
    };
    assert_eq!(flagged(&links, None), [(3, told("07")), (7, told("03"))]);
    links[9] = links[7].clone();
    assert_eq!(flagged(&links, None).len(), 3);
    links[10] = links[7].clone();
    assert_eq!(flagged(&links, None), [], "what more than three find is not hard to find");
}

#[test]
fn a_run_that_anybody_may_find_is_no_sign() {
    let mut links = good_runs(12);
    links[3] = links[7].clone();
    assert_eq!(flagged(&links[..9], None), [], "too few readers");
    let mut pairs = good_runs(12);
    for place in [0, 2, 4] {
        pairs[place] = pairs[place + 1].clone();
    }
    assert_eq!(flagged(&pairs, None), [], "too many share theirs");
    let solution = "lab=hash-ring&nodes=5&vnodes=400&keys=1000".to_string();
    let near_the_start = "lab=hash-ring&nodes=5&vnodes=410&keys=1000".to_string();
    for link in [solution, near_the_start] {
        assert!(is_good(&quiz(), &link), "{link}");
        (links[3], links[7]) = (link.clone(), link);
        assert_eq!(flagged(&links, None), []);
    }
}

#[test]
fn the_same_run_within_one_second_is_flagged_in_a_class_of_any_size() {
    let link = good_runs(1).remove(0);
    let told = flagged(&[link.clone(), link], Some("2026-11-27T20:00:00Z"));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].1.contains("the same run as “Reader 01”, handed in within the same second"), "{told:?}");
    assert_eq!(flagged(&good_runs(2), Some("2026-11-27T20:00:00Z")), []);
}
