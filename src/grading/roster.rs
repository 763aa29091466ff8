//! The students of a course, from the CSV that a learning platform or a teacher has of them.

use std::collections::BTreeMap;

use super::intake::encoding::decode;
use super::names;
use super::tables::platforms::Platform;
use crate::quiz::fold::fold;
use crate::quiz::submission::clean_reader;

/// A student.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    /// The name to show.
    pub name: String,
    /// A number or mark that the course has for the student.
    pub id: String,
    /// The address.
    pub email: String,
    /// The name under which the student logs in.
    pub login: String,
    /// Canvas' own number.
    pub canvas_id: String,
    /// Canvas' section.
    pub section: String,
}

/// The students in their order.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// As they stand in the file.
    pub students: Vec<Student>,
    /// What is odd about the file, a sentence each.
    pub notes: Vec<String>,
    /// Which student a name means; `None` if it could be several.
    by_name: BTreeMap<String, Option<u32>>,
    by_canvas_id: BTreeMap<String, u32>,
}

/// What a column holds, by its title without spaces and case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    First,
    Last,
    Id,
    Email,
    Login,
    CanvasId,
    Section,
}

const TITLES: &[(Column, &[&str])] = &[
    (Column::Name, &["name", "fullname", "student", "studentname", "reader", "learner", "displayname"]),
    (
        Column::First,
        &[
            "firstname",
            "firstnames",
            "given",
            "givenname",
            "givennames",
            "forename",
            "vorname",
            "prenom",
            "prénom",
            "nombre",
        ],
    ),
    (
        Column::Last,
        &["lastname", "lastnames", "surname", "family", "familyname", "nachname", "nom", "apellido", "apellidos"],
    ),
    (Column::Id, &["idnumber", "studentid", "sisuserid", "studentnumber", "number", "matrikelnummer"]),
    (Column::Email, &["email", "emailaddress", "mail", "emailadresse"]),
    (Column::Login, &["username", "login", "loginid", "sisloginid"]),
    (Column::Section, &["section", "group", "groups"]),
];

impl Roster {
    /// Reads a roster: a line of titles, then students, with commas, semicolons or tabs between the columns.
    ///
    /// # Errors
    /// Why nobody can be found in it.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let (text, note) = decode(bytes)?;
        let (separator, body) = separated(&text);
        let lines_before = u64::from(body.len() < text.len());
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(body.as_bytes());
        let titles = reader.headers().map_err(|error| format!("the roster is no CSV: {error}"))?;
        let columns = columns(titles);
        let has = |column: Column| columns.contains(&Some(column));
        // A part of a name alone would be taken for the whole.
        let is_whole = has(Column::Name) || has(Column::Email) || has(Column::First) && has(Column::Last);
        if !is_whole {
            return Err(
                "the roster has no column `name`, `first name` and `last name`, or `email` in its first line".into()
            );
        }
        let mut roster =
            Self { notes: note.map(|note| format!("the roster: {note}")).into_iter().collect(), ..Self::default() };
        for line in reader.records() {
            let line = line.map_err(|error| format!("the roster is no CSV: {error}"))?;
            // No name has a line's end in it.
            if line.iter().any(|cell| cell.contains('\n')) {
                let number = line.position().map_or(0, csv::Position::line) + lines_before;
                return Err(format!("line {number} of the roster has a quote that is not closed"));
            }
            roster.take(&columns, &line);
        }
        if roster.students.is_empty() { Err("the roster has no students".to_string()) } else { Ok(roster) }
    }

    fn take(&mut self, columns: &[Option<Column>], line: &csv::StringRecord) {
        let cell = |column: Column| {
            let place = columns.iter().position(|other| *other == Some(column));
            place.and_then(|place| line.get(place)).map(|cell| clean_reader(cell.trim())).unwrap_or_default()
        };
        let (first, last) = (cell(Column::First), cell(Column::Last));
        let (parts, email) = (format!("{first} {last}").trim().to_string(), cell(Column::Email));
        let name = [cell(Column::Name), parts, email.clone()].into_iter().find(|name| !name.is_empty());
        // Canvas' export has a line of what each column is out of.
        let Some(name) = name.filter(|name| names::key(name) != "points possible") else { return };
        let student = Student {
            name,
            id: cell(Column::Id),
            email,
            login: cell(Column::Login),
            canvas_id: cell(Column::CanvasId),
            section: cell(Column::Section),
        };
        let place = self.students.len() as u32;
        for alias in student.aliases(&first, &last) {
            self.by_name
                .entry(alias)
                .and_modify(|other| *other = other.filter(|other| *other == place))
                .or_insert(Some(place));
        }
        if self.by_name.get(&names::key(&student.name)) == Some(&None) {
            self.notes
                .push(format!("the roster has “{}” more than once: tell them apart by id or email", student.name));
        }
        if !student.canvas_id.is_empty() {
            self.by_canvas_id.insert(student.canvas_id.clone(), place);
        }
        self.students.push(student);
    }

    /// Whether it says of any student what a platform finds students by.
    pub fn says_for(&self, platform: Platform) -> bool {
        self.students.iter().any(|student| match platform {
            Platform::Moodle => [&student.login, &student.id, &student.email].iter().any(|mark| !mark.is_empty()),
            Platform::Canvas => !student.canvas_id.is_empty(),
        })
    }

    /// The place of the student that a file's name means, or the platform's number.
    pub fn find(&self, reader: &str, sender_id: Option<&str>) -> Option<u32> {
        let by_name = || self.by_name.get(&names::key(reader)).copied().flatten();
        by_name().or_else(|| self.by_canvas_id.get(sender_id?).copied())
    }
}

impl Student {
    /// What a file may call the student.
    fn aliases(&self, first: &str, last: &str) -> Vec<String> {
        let turned = self.name.split_once(',').map(|(last, first)| format!("{first} {last}"));
        let mut aliases = vec![
            names::key(&self.name),
            names::key(&turned.unwrap_or_default()),
            names::key(&format!("{first} {last}")),
            names::key(&self.email),
            names::key(&self.id),
            names::key(&self.login),
            // As Canvas names files.
            fold(&format!("{last}{first}")),
            fold(if self.name.contains(',') { &self.name } else { "" }),
        ];
        aliases.retain(|alias| !alias.is_empty());
        aliases.sort();
        aliases.dedup();
        aliases
    }
}

/// What stands between the columns, and the text from the line of titles on: a spreadsheet may have written `sep=;` before it.
fn separated(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(&[mark]) = first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        return (mark, rest);
    }
    let mark = [b',', b';', b'\t'].into_iter().max_by_key(|mark| count(first, *mark));
    (mark.unwrap_or(b','), text)
}

fn columns(titles: &csv::StringRecord) -> Vec<Option<Column>> {
    let titles: Vec<String> = titles.iter().map(fold).collect();
    let is_canvas = titles.iter().any(|title| title == "sisuserid");
    let column = |title: &String| match title.as_str() {
        "id" if is_canvas => Some(Column::CanvasId),
        "id" => Some(Column::Id),
        title => TITLES.iter().find(|(_, known)| known.contains(&title)).map(|(column, _)| *column),
    };
    titles.iter().map(column).collect()
}

fn count(text: &str, mark: u8) -> usize {
    text.bytes().filter(|byte| *byte == mark).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rosters_of_platforms_are_read_and_students_found_by_what_a_file_calls_them() {
        let moodle = "\u{feff}First name;Surname;ID number;Email address\nAnna;Schmidt;00429;anna@example.org\n\
                      José;Núñez;3-4;jose@example.org\n";
        let roster = Roster::read(moodle.as_bytes()).unwrap();
        assert_eq!((roster.students[0].name.as_str(), roster.students[0].id.as_str()), ("Anna Schmidt", "00429"));
        for name in ["anna  schmidt", "00429", "ANNA@example.org", "schmidtanna"] {
            assert_eq!(roster.find(name, None), Some(0), "{name}");
        }
        assert_eq!(roster.find("Jose\u{301} Nu\u{301}n\u{303}ez", None), Some(1));
        assert_eq!(roster.find("429", None), None);
        let canvas = "Student,ID,SIS User ID,SIS Login ID,Section\n\"    Points Possible\",,,,\n\
                      \"Schmidt, Anna\",4711,s1,anna,A\n";
        let roster = Roster::read(canvas.as_bytes()).unwrap();
        assert_eq!(roster.students.len(), 1);
        for (name, id) in [("Anna Schmidt", None), ("somebody", Some("4711")), ("schmidtanna", None), ("s1", None)] {
            assert_eq!(roster.find(name, id), Some(0), "{name}");
        }
    }

    #[test]
    fn a_spreadsheets_first_line_says_what_stands_between_columns() {
        let roster = Roster::read(b"sep=;\r\nname;id\r\n\"Lovelace, Ada\";1\r\n").unwrap();
        assert_eq!((roster.students[0].name.as_str(), roster.find("1", None)), ("Lovelace, Ada", Some(0)));
        let roster = Roster::read(b"sep=|\nname|id\nAda|1\n").unwrap();
        assert_eq!(roster.students[0].id, "1");
        let unclosed = Roster::read(b"sep=;\nname\n\"Ada Lovelace\nBob\n").unwrap_err();
        assert_eq!(unclosed, "line 3 of the roster has a quote that is not closed");
        assert!(Roster::read(b"sep=;").is_err());
    }

    #[test]
    fn a_name_of_two_students_means_neither() {
        let roster = Roster::read(b"name,id\nAda,1\nAda,2\n").unwrap();
        assert_eq!((roster.find("Ada", None), roster.find("2", None)), (None, Some(1)));
        assert_eq!(roster.notes.len(), 1);
        assert!(Roster::read(b"surname,initial\nLovelace,A\n").is_err());
        let unclosed = Roster::read(b"name\n\"Ada Lovelace\nBob\n").unwrap_err();
        assert_eq!(unclosed, "line 2 of the roster has a quote that is not closed");
        assert!(Roster::read(b"a,b\n1,2\n").is_err() && Roster::read(b"name\n").is_err());
    }
}
