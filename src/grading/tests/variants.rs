//! Which variants readers were asked.

use super::*;

const DRAWN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/quiz/drawn.toml"));

/// A quiz of one question whose numbers are drawn.
fn drawn(course: &str, text: &str) -> Quiz {
    let named = |name: &str| Err(Problem::new("", name));
    let (quiz, problems) = Quiz::from_json("part-1/sum", course, &toml::from_str(text).unwrap(), Some(&named));
    assert_eq!(problems, []);
    quiz.unwrap()
}

/// The file of a reader who was right at three draws.
fn solved(quiz: &Quiz, reader: u64) -> Vec<u8> {
    let question = &quiz.questions[0];
    let mut answers = Submission { reader: format!("R{reader:02}"), ..Submission::empty(quiz) };
    answers.reader_id = ReaderId(reader);
    for _ in 0..3 {
        let asked = answers.asked(question).clone();
        answers.check(&asked, asked.kind.solution(), String::new());
        answers.ask_again(question);
    }
    answers.current(quiz).exported("2026-11-27T20:30:00Z").to_text(false).into_bytes()
}

/// The table of what readers were asked, a line each.
fn table(quizzes: &[Quiz], earlier: &[Quiz], mut book: Gradebook<Cursor<Vec<u8>>>) -> Vec<String> {
    book.close();
    let course = Course::of_book(quizzes);
    let setting = Setting { quizzes, earlier, course: &course, asked: book.quizzes(), roster: false, late: false };
    let mut out = Vec::new();
    let mut table = Variants::new(&setting, Style { spreadsheet: false, separator: b',' }, &mut out).unwrap();
    book.rows(|row| table.row(row).unwrap()).unwrap();
    table.end(&[]).unwrap();
    drop(table);
    String::from_utf8(out).unwrap().lines().map(str::to_string).collect()
}

fn book() -> Gradebook<Cursor<Vec<u8>>> {
    Gradebook::new(Keep::Last, Roster::default(), Cursor::new(Vec::new()))
}

#[test]
fn each_readers_variant_is_found_again_and_written_with_its_key() {
    let quizzes = vec![drawn("course", DRAWN)];
    let mut book = book();
    let judge = Judge::new(&quizzes, Keep::Last, None);
    for reader in 1..20 {
        let record = judge.judge("a.json", &solved(&quizzes[0], reader)).unwrap().records.remove(0);
        let draws: Vec<u32> = record.marks[0].draws.iter().map(|draw| draw.number).collect();
        assert_eq!((record.points, record.marks[0].variant, draws), (1.0, 2, vec![0, 1, 2]));
        book.add(&record).unwrap();
    }
    let lines = table(&quizzes, &[], book);
    assert_eq!((lines.len(), lines[0].as_str()), (1 + 3 * 19, "reader,reader_id,chapter,question,n,values,prompt,key"));
    let answers = Submission { reader_id: ReaderId(1), ..Submission::empty(&quizzes[0]) };
    let asked = answers.asked(&quizzes[0].questions[0]);
    let (values, key) = (crate::quiz::pool::values(&asked.drawn), record::said(&asked.kind.solution()));
    assert_eq!(lines[1], format!("R01,0000000000000001,part-1/sum,sum,0,\"{values}\",{},{key}", asked.prompt));
}

#[test]
fn what_was_drawn_goes_by_the_course_in_which_it_was_answered() {
    let (then, now) = (drawn("autumn", DRAWN), drawn("spring", DRAWN));
    let differ = |reader: &u64| {
        let of = |quiz: &Quiz| Submission { reader_id: ReaderId(*reader), ..Submission::empty(quiz) };
        of(&then).draws(&then.questions[0]).take(3).ne(of(&now).draws(&now.questions[0]).take(3))
    };
    let quizzes = [now.clone()];
    let judge = Judge::new(&quizzes, Keep::First, None);
    let readers: Vec<u64> = (1..20).filter(differ).collect();
    assert!(readers.len() > 9, "the course matters to most");
    for reader in readers {
        let file = solved(&then, reader);
        let record = judge.judge("a.json", &file).unwrap().records.remove(0);
        assert_eq!(record.points, 1.0, "{reader}");
        assert_eq!(record.notes, ["answered in the course `autumn`; this is `spring`"]);
        // Where the file does not say it, the course is that of the quiz that it names.
        let text = String::from_utf8(file).unwrap().replace("\"course\":\"autumn\",", "");
        let earlier = [drawn("autumn", &DRAWN.replace("Yes.", "Right.").replace("What is", "How much is"))];
        let named =
            text.replace(&then.hash, &earlier[0].hash).replace(&then.questions[0].hash, &earlier[0].questions[0].hash);
        let judge = Judge::new(&quizzes, Keep::First, None).remembering(&earlier);
        assert_eq!(judge.judge("a.json", named.as_bytes()).unwrap().records[0].points, 1.0, "{reader}");
    }
}

#[test]
fn who_was_asked_an_earlier_form_is_told_by_that_form() {
    let earlier = [drawn("course", &DRAWN.replace("31]", "32]").replace("What is", "How much is"))];
    let today = [drawn("course", DRAWN)];
    let judge = Judge::new(&today, Keep::Last, None).remembering(&earlier);
    let mut book = book();
    for reader in 1..9 {
        let record = judge.judge("a.json", &solved(&earlier[0], reader)).unwrap().records.remove(0);
        assert_eq!((record.points, record.marks[0].edition), (1.0, 1));
        book.add(&record).unwrap();
    }
    // Who answered nothing was asked the same.
    let mut nothing = Submission { reader_id: ReaderId(9), ..Submission::empty(&earlier[0]) };
    nothing.reader = "R09".into();
    let file = nothing.current(&earlier[0]).exported("2026-11-27T20:30:00Z").to_text(false);
    book.add(&judge.judge("b.json", file.as_bytes()).unwrap().records[0]).unwrap();
    let lines = table(&today, &earlier, book);
    assert_eq!(lines.len(), 1 + 3 * 8 + 1);
    assert!(lines[1..].iter().all(|line| line.contains("How much is")), "{lines:?}");
    assert!(lines.iter().any(|line| line.ends_with(",32")), "{lines:?}");
    let course = Course::of_book(&today);
    let setting =
        Setting { quizzes: &today, earlier: &earlier, course: &course, asked: vec![0], roster: false, late: false };
    let record = judge.judge("a.json", &solved(&earlier[0], 3)).unwrap().records.remove(0);
    let row = Row { name: "R03", student: None, entries: vec![gradebook::Entry { record, counts: true }] };
    let page = report::reader_page(&row, &setting);
    assert!(page.contains("How much is") && !page.contains("What is"), "{page}");
}

#[test]
fn a_draw_that_nobody_made_earns_nothing_and_is_told() {
    let quizzes = quizzes();
    let file = second_version("Ada", 7, &["9.1"]).to_string();
    let draw = |variant: &str| file.replace("\"response\":", &format!("\"variant\":{variant},\"response\":"));
    let judge = Judge::new(&quizzes, Keep::Last, None);
    for (variant, points) in [("0", 1.0), ("3", 1.0), ("1000", 0.0), ("-1", 0.0), ("\"one\"", 0.0), ("1e300", 0.0)] {
        let record = judge.judge("a.json", draw(variant).as_bytes()).unwrap().records.remove(0);
        assert_eq!(record.points, points, "{variant}");
        let told = record.notes.iter().any(|note| note == "an attempt at `share` cannot be read, and earns nothing");
        assert_eq!(told, points == 0.0, "{variant}: {:?}", record.notes);
    }
}
