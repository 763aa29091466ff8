//! What the path of a file says: whether it is anybody's answers, and who handed it in.

/// Who handed in a file, as a learning platform names the files that it packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name: `Anna Schmidt` of Moodle, `schmidtanna` of Canvas.
    pub name: String,
    /// The platform's number of the person.
    pub id: String,
}

/// Whether a file is what systems and tools leave beside others': hidden, or of a name that only they give.
pub fn is_furniture(path: &str) -> bool {
    path.split(['/', '\\']).any(|step| match step {
        "." | ".." => false,
        "__MACOSX" | "Thumbs.db" | "desktop.ini" | "node_modules" => true,
        step => step.starts_with('.'),
    })
}

/// Whether a path leads out of the archive that holds it, or is none that people give.
pub(super) fn leads_out(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    path.starts_with(['/', '\\']) || drive || path.contains('\0') || path.split(['/', '\\']).any(|step| step == "..")
}

/// Reads the names of a platform's download: Moodle's folder `Anna Schmidt_12345_assignsubmission_file_`, Canvas' file
/// `schmidtanna_4711_98765_answers.json`, with `LATE_` behind the name of what came late.
pub fn sender(path: &str) -> Option<Sender> {
    let mut steps = path.rsplit('/');
    let file = steps.next()?;
    steps.find_map(moodle).or_else(|| canvas(file))
}

fn moodle(folder: &str) -> Option<Sender> {
    let (person, _) = folder.split_once("_assignsubmission_")?;
    let (name, id) = person.rsplit_once('_')?;
    person_of(name, id)
}

fn canvas(file: &str) -> Option<Sender> {
    let mut parts = file.splitn(5, '_');
    let name = parts.next()?;
    let mut numbers = parts.skip_while(|part| *part == "LATE");
    let (id, upload, rest) = (numbers.next()?, numbers.next()?, numbers.next());
    // The number of an upload is long; a date in a name is not.
    let is_upload = upload.len() > 2 && upload.bytes().all(|byte| byte.is_ascii_digit());
    (is_upload && rest.is_some()).then(|| person_of(name, id)).flatten()
}

fn person_of(name: &str, id: &str) -> Option<Sender> {
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let name = crate::quiz::submission::clean_reader(name);
    (is_id && !name.is_empty()).then(|| Sender { name, id: id.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_platforms_download_say_who_handed_in() {
        for (path, name, id) in [
            ("c.zip/Anna Schmidt_12345_assignsubmission_file_/answers.json", "Anna Schmidt", "12345"),
            ("Anna_Maria Schmidt_7_assignsubmission_file/a/b.json", "Anna_Maria Schmidt", "7"),
            ("g/schmidtanna_4711_98765_answers.json", "schmidtanna", "4711"),
            ("g/schmidtanna_LATE_4711_98765_answers_of_mine.json", "schmidtanna", "4711"),
        ] {
            let sender = sender(path).unwrap();
            assert_eq!((sender.name.as_str(), sender.id.as_str()), (name, id));
        }
        for path in ["answers.json", "g/ada_1.json", "my_2026_11_answers", "_1_assignsubmission_file_/a.json"] {
            assert_eq!(sender(path), None, "{path}");
        }
    }

    #[test]
    fn what_systems_leave_is_passed_over_and_tricks_of_paths_are_seen() {
        for path in ["__MACOSX/._ada.json", ".git/config.json", "a/.DS_Store", "Thumbs.db", "._b.json"] {
            assert!(is_furniture(path), "{path}");
        }
        assert!(!is_furniture("./a/b.json") && !is_furniture("../a.json"));
        for path in ["../../etc/passwd", "/etc/passwd", "C:\\x.json", "a\\..\\..\\b", "a/../b", "a\0.json"] {
            assert!(leads_out(path), "{path:?}");
        }
        assert!(!leads_out("Anna Schmidt_12345_assignsubmission_file_/answers..json"));
    }
}
