//! `quiz.toml` → [`Quiz`], with everything that is wrong at once.

use serde_json::{Map, Value as Json};

use super::{Choice, Item, Kind, Numeric, Ordering, Question, Quiz, Short, judge, write};
use crate::kernel::Report;
use crate::scenario::{Problem, Scenario};

/// The metrics of a named scenario of the book, or the nearest right name.
type Named<'a> = &'a dyn Fn(&str) -> Result<Report, Problem>;

const KINDS: &[&str] = &["single", "multiple", "numeric", "ordering", "short"];
const COMMON: &[&str] = &["id", "kind", "prompt", "points", "explanation"];

impl Quiz {
    /// Reads the tree of a `quiz.toml`. `chapter` is the chapter's folder under `content/`; `named` gives the metrics
    /// of the book's named scenarios, for keys that are computed. Every problem has the dotted path of its place; the
    /// quiz holds the questions whose texts can be read, and is `None` if there is none; with any problem it is for
    /// checking those texts only, not for readers.
    pub fn from_json(chapter: &str, tree: &Json, named: Named) -> (Option<Self>, Vec<Problem>) {
        let Some(map) = tree.as_object() else {
            return (None, vec![Problem::new("", "a quiz must have a `title` and `[[questions]]`")]);
        };
        let mut problems = Vec::new();
        let mut table = Table { map, path: String::new(), problems: &mut problems };
        table.only(&["title", "questions"]);
        let title = table.required("title");
        let entries = table.tables("questions");
        if entries.is_empty() {
            table.problem("questions", "a quiz needs at least one `[[questions]]`");
        }
        let mut questions: Vec<Question> = Vec::new();
        for (map, path) in entries {
            let mut table = Table { map, path, problems: &mut problems };
            let id = table.id(questions.iter().map(|question| question.id.as_str()), "question");
            questions.extend(table.question(id, named));
        }
        if questions.is_empty() {
            return (None, problems);
        }
        let hash = write::hash_quiz(&questions);
        (Some(Self { chapter: chapter.to_string(), title, questions, hash }), problems)
    }
}

/// A table of the document, where it is, and where its problems go.
struct Table<'a, 'p> {
    map: &'a Map<String, Json>,
    path: String,
    problems: &'p mut Vec<Problem>,
}

impl<'a> Table<'a, '_> {
    fn at(&self, key: &str) -> String {
        match (self.path.as_str(), key) {
            ("", key) => key.to_string(),
            (path, "") => path.to_string(),
            (path, key) => format!("{path}.{key}"),
        }
    }

    fn problem(&mut self, key: &str, message: impl AsRef<str>) {
        let path = self.at(key);
        self.problems.push(Problem::new(path, message));
    }

    fn only(&mut self, known: &[&str]) {
        for key in self.map.keys().filter(|key| !known.contains(&key.as_str())) {
            let path = self.at(key);
            self.problems.push(Problem::unknown(path, "key", key, known.iter().copied()));
        }
    }

    /// As [`Table::only`], for a question: the keys that every kind has, and these.
    fn only_with(&mut self, known: &[&'static str]) {
        self.only(&[COMMON, known].concat());
    }

    fn text(&mut self, key: &str) -> String {
        match self.map.get(key) {
            None => String::new(),
            Some(Json::String(text)) => text.trim().to_string(),
            Some(_) => {
                self.problem(key, format!("`{key}` must be text in quotes"));
                String::new()
            }
        }
    }

    fn required(&mut self, key: &str) -> String {
        let text = self.text(key);
        if text.is_empty() && self.map.get(key).is_none_or(Json::is_string) {
            self.problem(key, format!("`{key} = \"…\"` is missing"));
        }
        text
    }

    fn number(&mut self, key: &str) -> Option<f64> {
        let value = self.map.get(key)?;
        let number = value.as_f64();
        if number.is_none() {
            self.problem(key, format!("`{key}` must be a number"));
        }
        number
    }

    fn flag(&mut self, key: &str) -> bool {
        let value = self.map.get(key);
        if value.is_some_and(|value| !value.is_boolean()) {
            self.problem(key, format!("`{key}` must be true or false"));
        }
        value.and_then(Json::as_bool).unwrap_or(false)
    }

    /// The tables of a list, each with its path.
    fn tables(&mut self, key: &str) -> Vec<(&'a Map<String, Json>, String)> {
        let list = match self.map.get(key) {
            None => return Vec::new(),
            Some(Json::Array(list)) => list,
            Some(_) => {
                self.problem(key, format!("`{key}` must be a list of tables"));
                return Vec::new();
            }
        };
        let mut tables = Vec::new();
        for (index, entry) in list.iter().enumerate() {
            let key = format!("{key}.{index}");
            match entry.as_object() {
                Some(map) => tables.push((map, self.at(&key))),
                None => self.problem(&key, "this must be a table of `name = value`"),
            }
        }
        tables
    }

    /// The `id`, kebab-case and none of those `taken`.
    fn id<'t>(&mut self, mut taken: impl Iterator<Item = &'t str>, what: &str) -> String {
        let id = self.required("id");
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !id.chars().all(kebab) {
            self.problem("id", format!("the id `{id}` must be of a–z, 0–9 and `-`"));
        } else if !id.is_empty() && taken.any(|other| other == id) {
            self.problem("id", format!("a second {what} has the id `{id}`"));
        }
        id
    }

    fn question(&mut self, id: String, named: Named) -> Option<Question> {
        let prompt = self.required("prompt");
        let points = self.points();
        let explanation = self.text("explanation");
        let kind = match self.required("kind").as_str() {
            "" => None,
            "single" => Some(Kind::Single(self.options(true))),
            "multiple" => Some(Kind::Multiple(self.options(false))),
            "numeric" => self.numeric(named).map(Kind::Numeric),
            "ordering" => self.ordering().map(Kind::Ordering),
            "short" => self.short().map(Kind::Short),
            other => {
                let path = self.at("kind");
                self.problems.push(Problem::unknown(path, "kind of question", other, KINDS.iter().copied()));
                None
            }
        }?;
        let mut question = Question { id, prompt, points, explanation, kind, hash: String::new() };
        question.hash = write::hash_question(&question);
        Some(question)
    }

    fn points(&mut self) -> u32 {
        let Some(value) = self.map.get("points") else { return 1 };
        match value.as_u64() {
            Some(points @ 1..=100) => points as u32,
            _ => {
                self.problem("points", "`points` must be a whole number from 1 to 100");
                1
            }
        }
    }

    fn options(&mut self, single: bool) -> Vec<Choice> {
        self.only_with(&["options"]);
        let mut options: Vec<Choice> = Vec::new();
        for (map, path) in self.tables("options") {
            let mut table = Table { map, path, problems: self.problems };
            table.only(&["id", "text", "correct", "feedback"]);
            let id = table.id(options.iter().map(|option| option.id.as_str()), "option of this question");
            let (text, correct) = (table.required("text"), table.flag("correct"));
            options.push(Choice { id, text, correct, feedback: table.text("feedback") });
        }
        let right = options.iter().filter(|option| option.correct).count();
        if options.len() < 2 {
            self.problem("options", "a choice needs at least two `[[questions.options]]`");
        } else if right == 0 {
            self.problem("options", "no option is right: one needs `correct = true`");
        } else if single && right > 1 {
            self.problem(
                "options",
                format!("{right} options are right; a `single` question has one, else it is `multiple`"),
            );
        }
        options
    }

    fn numeric(&mut self, named: Named) -> Option<Numeric> {
        let feedbacks = ["feedback_correct", "feedback_low", "feedback_high"];
        self.only_with(&[&["answer", "key", "tolerance", "tolerance_percent", "unit"][..], &feedbacks].concat());
        let written = self.number("answer");
        let computed = match self.map.get("key") {
            Some(key) => self.key(key, named),
            None => None,
        };
        if written.is_none() && !self.map.contains_key("answer") && !self.map.contains_key("key") {
            self.problem("", "a numeric question needs `answer = …` or `[questions.key]`");
        }
        let answer = computed.or(written);
        let tolerance = self.tolerance(answer.unwrap_or(0.0));
        let [feedback_correct, feedback_low, feedback_high] = feedbacks.map(|key| self.text(key));
        let unit = self.text("unit");
        let (answer, tolerance) = (answer?, tolerance?);
        if let (Some(written), Some(computed)) = (written, computed)
            && (written - computed).abs() > tolerance
        {
            self.problem("answer", format!("the answer is written as {written}, but the lab gives {computed}"));
        }
        Some(Numeric { answer, tolerance, unit, feedback_correct, feedback_low, feedback_high })
    }

    /// The tolerance in the unit of the answer. Without one nobody is right who rounds.
    fn tolerance(&mut self, answer: f64) -> Option<f64> {
        let (absolute, percent) = (self.number("tolerance"), self.number("tolerance_percent"));
        let tolerance = match (absolute, percent) {
            (Some(_), Some(_)) => {
                self.problem("tolerance", "give `tolerance` or `tolerance_percent`, not both");
                return None;
            }
            (Some(absolute), None) => absolute,
            (None, Some(percent)) => (answer * percent / 100.0).abs(),
            (None, None) => {
                if !self.map.contains_key("tolerance") && !self.map.contains_key("tolerance_percent") {
                    self.problem("", "a numeric question needs `tolerance` or `tolerance_percent`");
                }
                return None;
            }
        };
        if absolute.or(percent).is_some_and(|given| given < 0.0) {
            self.problem(
                if absolute.is_some() { "tolerance" } else { "tolerance_percent" },
                "a tolerance is not negative",
            );
            return None;
        }
        Some(tolerance)
    }

    /// Computes `[questions.key]`: a named scenario, or a lab with its parameters; a metric; a scale.
    fn key(&mut self, tree: &Json, named: Named) -> Option<f64> {
        let Some(map) = tree.as_object() else {
            self.problem("key", "a key must be a table with `scenario` or `lab`, and `metric`");
            return None;
        };
        let mut key = Table { map, path: self.at("key"), problems: self.problems };
        key.only(&["scenario", "lab", "params", "seed", "actions", "metric", "scale"]);
        let metric = key.required("metric");
        let scale = key.number("scale").unwrap_or(1.0);
        let report = if map.contains_key("scenario") { key.named_report(named) } else { key.own_report(&metric) }?;
        let value = report.get(&metric).filter(|value| value.is_finite());
        if value.is_none() && !metric.is_empty() {
            let path = key.at("metric");
            let known = report.metrics.iter().map(|metric| metric.name.as_ref());
            key.problems.push(Problem::unknown(path, "metric", &metric, known));
        }
        Some(value? * scale)
    }

    fn named_report(&mut self, named: Named) -> Option<Report> {
        let name = self.required("scenario");
        for key in ["lab", "params", "seed", "actions"] {
            if self.map.contains_key(key) {
                self.problem(key, format!("a key with `scenario` takes no `{key}`: the scenario has its own"));
            }
        }
        if name.is_empty() {
            return None;
        }
        let report = named(&name).map_err(|mut problem| {
            problem.path = self.at("scenario");
            self.problems.push(problem);
        });
        report.ok()
    }

    fn own_report(&mut self, metric: &str) -> Option<Report> {
        let own = self.map.iter().filter(|(name, _)| ["lab", "params", "seed", "actions"].contains(&name.as_str()));
        let own: Map<String, Json> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
        let (scenario, found) = Scenario::from_json(&own.into());
        let clean = found.is_empty();
        for mut problem in found {
            problem.path = self.at(&problem.path);
            self.problems.push(problem);
        }
        let scenario = scenario.filter(|_| clean)?;
        if !scenario.lab.spec.metrics.iter().any(|spec| spec.matches(metric)) {
            let path = self.at("metric");
            self.problems.push(Problem::unknown(path, "metric", metric, scenario.metric_names()));
            return None;
        }
        Some(scenario.report())
    }

    fn ordering(&mut self) -> Option<Ordering> {
        self.only_with(&["items", "feedback_correct", "feedback_wrong"]);
        let mut items: Vec<Item> = Vec::new();
        for (map, path) in self.tables("items") {
            let mut table = Table { map, path, problems: self.problems };
            table.only(&["id", "text"]);
            let id = table.id(items.iter().map(|item| item.id.as_str()), "item of this question");
            items.push(Item { id, text: table.required("text") });
        }
        let (feedback_correct, feedback_wrong) = (self.text("feedback_correct"), self.text("feedback_wrong"));
        if items.len() < 2 {
            self.problem("items", "an order needs at least two items, in the right order");
            return None;
        }
        Some(Ordering { items, feedback_correct, feedback_wrong })
    }

    fn short(&mut self) -> Option<Short> {
        self.only_with(&["accepted", "feedback_correct", "feedback_wrong"]);
        let list = self.map.get("accepted").and_then(Json::as_array);
        let accepted: Option<Vec<String>> =
            list.and_then(|list| list.iter().map(|form| form.as_str().map(str::to_string)).collect());
        let usable = |forms: &Vec<String>| !forms.is_empty() && forms.iter().all(|form| !judge::fold(form).is_empty());
        let accepted = accepted.filter(usable);
        if accepted.is_none() {
            self.problem("accepted", "a short answer needs `accepted = [\"…\"]`, each form with a letter or a digit");
        }
        let (feedback_correct, feedback_wrong) = (self.text("feedback_correct"), self.text("feedback_wrong"));
        Some(Short { accepted: accepted?, feedback_correct, feedback_wrong })
    }
}
