//! The SQL of a chapter: its ```` ```sql ```` fences, each named by the comment in its first line.

use std::collections::BTreeMap;
use std::fs;

/// What only PostgreSQL knows has a name with this end.
pub(crate) const ONLY_POSTGRESQL: &str = "-postgresql";

/// The fences by their names.
#[derive(Clone, Debug)]
pub(crate) struct Fences(BTreeMap<String, String>);

impl Fences {
    /// Those of the chapter on dual writes.
    pub(crate) fn of_chapter() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/part-10/dual-writes/chapter.md");
        Self::read(&fs::read_to_string(path).expect("the chapter"))
    }

    /// Those of a text.
    ///
    /// # Panics
    /// If one has no name, or two have the same.
    fn read(text: &str) -> Self {
        let mut fences = BTreeMap::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.trim() != "```sql" {
                continue;
            }
            let body: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
            let first = body.first().and_then(|line| line.strip_prefix("-- ")).expect("a fence begins with its name");
            let name = first.split([':', ' ']).next().unwrap_or_default().to_string();
            let other = fences.insert(name.clone(), body.join("\n"));
            assert!(other.is_none(), "two fences are called `{name}`");
        }
        Self(fences)
    }

    /// The SQL under a name.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("the chapter has no fence `-- {name}`, only {:?}", self.0.keys()))
    }

    /// All names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[test]
fn a_fence_is_named_by_its_first_line() {
    let fences = Fences::read(
        "Text.\n\n```sql\n-- one: first\nselect 1;\n```\n```text\nx\n```\n```sql\n-- two\nselect 2;\n```\n",
    );
    assert_eq!(fences.names().collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(fences.get("two"), "-- two\nselect 2;");
}
