//! The phrases of the interface in one language, and which language is in use.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use icu_locale::{LanguageIdentifier, LocaleDirectionality};
use icu_plurals::{PluralCategory, PluralRules};
use serde_json::{Value, json};

use super::{ENGLISH, OF_THE_MODULE, Piece, holes, pieces, place, pseudo};
use crate::scenario::Problem;

/// The language that decides which phrases there are, and that the program has with it.
pub const OWN: &str = "en";

/// The form that every phrase has.
const OTHER: &str = "other";

/// The plural categories of CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", OTHER];

/// The phrases in one language.
#[derive(Debug)]
pub struct Catalogue {
    language: LanguageIdentifier,
    /// By number: the forms of a phrase by plural category. English where it is not there, which is a mistake of the book.
    phrases: Vec<Option<Forms>>,
}

/// The forms of a phrase by plural category; `other` is always there.
pub type Forms = BTreeMap<String, String>;

thread_local! {
    static CURRENT: RefCell<Arc<Catalogue>> = RefCell::default();
}

/// The catalogue in use on this thread: English unless within another.
pub fn current() -> Arc<Catalogue> {
    CURRENT.with_borrow(Arc::clone)
}

impl Default for Catalogue {
    fn default() -> Self {
        let forms =
            |forms: &[(&str, &str)]| forms.iter().map(|(form, text)| (form.to_string(), text.to_string())).collect();
        let phrases = ENGLISH.iter().map(|(_, english)| Some(forms(english))).collect();
        Self { language: icu_locale::langid!("en"), phrases }
    }
}

impl Catalogue {
    /// What the program itself has for a language: English, and the two that are made of it for tests.
    pub fn own(language: &LanguageIdentifier) -> Option<Self> {
        let english = Self::default();
        let rule: fn(&str) -> String = match language.to_string().as_str() {
            OWN => return Some(english),
            "en-XA" => pseudo::accented,
            "ar-XB" => pseudo::mirrored,
            _ => return None,
        };
        let phrase = |forms: Option<Forms>| {
            let forms = forms.unwrap_or_default().into_iter();
            Some(forms.map(|(category, text)| (category, rule(&text))).collect())
        };
        Some(Self { language: language.clone(), phrases: english.phrases.into_iter().map(phrase).collect() })
    }

    /// A translation, and what is wrong with it: `given` has its sections, with a text or a table of forms for each key.
    pub fn read(language: LanguageIdentifier, given: &Value) -> (Self, Vec<Problem>) {
        let mut wrong = unknown(given);
        let mut phrases = Vec::new();
        for (key, english) in ENGLISH {
            let (section, name) = key.split_once('.').unwrap_or_default();
            let phrase = match given.get(section).and_then(|section| section.get(name)) {
                None => Err(Problem::new(*key, format!("`{key}` is missing; in English it is “{}”", english[0].1))),
                Some(phrase) => forms(key, phrase, english[0].1),
            };
            phrases.push(phrase.map_err(|fault| wrong.push(fault)).ok());
        }
        (Self { language, phrases }, wrong)
    }

    /// Does something in this language; what it starts on other threads is to do so too.
    pub fn within<T>(self: &Arc<Self>, act: impl FnOnce() -> T) -> T {
        let before = CURRENT.replace(Arc::clone(self));
        let done = act();
        CURRENT.set(before);
        done
    }

    /// The language, as `lang` has it.
    pub fn language(&self) -> String {
        self.language.to_string()
    }

    /// The direction in which it is written, as `dir` has it; `None` for the usual.
    pub fn direction(&self) -> Option<&'static str> {
        LocaleDirectionality::new_common().is_right_to_left(&self.language).then_some("rtl")
    }

    /// A phrase by its number; `written` says how its text is written between what fills the holes, in their English order.
    pub fn say(&self, number: usize, given: &[String], written: fn(&str) -> String) -> String {
        let english = ENGLISH[number].1[0].1;
        let count = place(english, "count").and_then(|place| given.get(place));
        let category = count.map_or(OTHER, |count| self.category(count));
        let form = self.phrases[number].as_ref().and_then(|forms| forms.get(category).or_else(|| forms.get(OTHER)));
        let filled = pieces(form.map_or(english, String::as_str)).map(|piece| match piece {
            Piece::Text(text) => written(text),
            Piece::Hole(hole) => place(english, hole).and_then(|place| given.get(place)).cloned().unwrap_or_default(),
        });
        filled.collect()
    }

    /// The plural category of a number in words: `1,000`.
    fn category(&self, count: &str) -> &'static str {
        let digits: String = count.chars().filter(char::is_ascii_digit).collect();
        let rules = PluralRules::try_new_cardinal((&self.language).into());
        // Languages without rules of their own have those of the root: one form.
        match rules.map(|rules| rules.category_for(digits.parse::<u64>().unwrap_or_default())) {
            Ok(PluralCategory::Zero) => "zero",
            Ok(PluralCategory::One) => "one",
            Ok(PluralCategory::Two) => "two",
            Ok(PluralCategory::Few) => "few",
            Ok(PluralCategory::Many) => "many",
            Ok(PluralCategory::Other) | Err(_) => OTHER,
        }
    }

    /// The phrase with this key, `script.try-again`, as a script is to have it: a text, or an object of texts by plural category;
    /// its holes by name.
    pub fn by_key(&self, key: &str) -> Option<Value> {
        let number = ENGLISH.iter().position(|(other, _)| *other == key)?;
        Some(match &self.phrases[number] {
            Some(forms) if forms.len() > 1 => json!(forms),
            forms => {
                json!(forms.as_ref().and_then(|forms| forms.get(OTHER)).map_or(ENGLISH[number].1[0].1, String::as_str))
            }
        })
    }

    /// The phrases that the module of pages names, for the page: each a text, or an object of texts by plural category and the
    /// `by` which hole it is chosen. Holes are numbered.
    pub fn of_the_module(&self) -> Value {
        let phrases = self.phrases.iter().zip(ENGLISH).take(OF_THE_MODULE).map(|(forms, (_, english))| {
            let english = english[0].1;
            let numbered = |text: &str| {
                let numbered =
                    |hole: &str| place(english, hole).map_or_else(String::new, |place| format!("{{{place}}}"));
                let written = pieces(text).map(|piece| match piece {
                    Piece::Text(text) => text.to_string(),
                    Piece::Hole(hole) => numbered(hole),
                });
                written.collect::<String>()
            };
            match forms {
                Some(forms) if forms.len() > 1 => {
                    let forms = forms.iter().map(|(category, text)| (category.clone(), json!(numbered(text))));
                    Value::Object(forms.chain([("by".to_string(), json!(place(english, "count")))]).collect())
                }
                forms => {
                    json!(numbered(forms.as_ref().and_then(|forms| forms.get(OTHER)).map_or(english, String::as_str)))
                }
            }
        });
        phrases.collect()
    }
}

/// Sections and keys that English does not have.
fn unknown(given: &Value) -> Vec<Problem> {
    let known = |section: &str| {
        let keys = ENGLISH.iter().filter_map(|(key, _)| key.split_once('.'));
        keys.filter(|(other, _)| *other == section).map(|(_, name)| name).collect::<Vec<&str>>()
    };
    let sections = given.as_object().into_iter().flatten();
    let unknown = sections.flat_map(|(section, phrases)| {
        let known = known(section);
        if known.is_empty() {
            let sections = ENGLISH.iter().filter_map(|(key, _)| key.split_once('.')).map(|(section, _)| section);
            return vec![Problem::unknown(section, "section", section, sections)];
        }
        let names = phrases.as_object().into_iter().flat_map(|phrases| phrases.keys());
        let unknown = names.filter(|name| !known.contains(&name.as_str()));
        unknown.map(|name| Problem::unknown(format!("{section}.{name}"), "key", name, known.iter().copied())).collect()
    });
    unknown.collect()
}

/// The forms of a translated phrase, held to the holes of the English one.
fn forms(key: &str, given: &Value, english: &str) -> Result<Forms, Problem> {
    let wrong = |key: String, message: String| Err(Problem::new(key, message));
    let forms: Option<Forms> = match given {
        Value::String(text) => Some(Forms::from([(OTHER.to_string(), text.clone())])),
        Value::Object(forms) => {
            forms.iter().map(|(category, text)| Some((category.clone(), text.as_str()?.to_string()))).collect()
        }
        _ => None,
    };
    let Some(forms) = forms.filter(|forms| forms.contains_key(OTHER)) else {
        return wrong(key.into(), format!("`{key}` needs a text, or a table of texts with `other` among them"));
    };
    let is_counted = holes(english).contains(&"count");
    if let Some(category) = forms.keys().find(|category| !CATEGORIES.contains(&category.as_str())) {
        return wrong(
            format!("{key}.{category}"),
            format!("`{category}` is no plural category: {}", CATEGORIES.join(", ")),
        );
    }
    if forms.len() > 1 && !is_counted {
        return wrong(key.into(), format!("`{key}` has no `{{count}}` by which a form could be chosen"));
    }
    let sorted = |text: &str| {
        let mut holes: Vec<String> = holes(text).into_iter().map(String::from).collect();
        holes.sort();
        holes
    };
    let wanted = sorted(english);
    let differs = forms.iter().find(|(category, text)| {
        let mut given = sorted(text);
        // A form that stands for one number may name it in words.
        if *category != OTHER && !given.contains(&"count".to_string()) {
            given = sorted(&format!("{text}{{count}}"));
        }
        given != wanted
    });
    match differs {
        None => Ok(forms),
        Some((_, text)) => {
            let named = |holes: Vec<String>| {
                if holes.is_empty() { "none".into() } else { format!("`{{{}}}`", holes.join("}`, `{")) }
            };
            wrong(
                key.into(),
                format!(
                    "`{key}` has other holes than in English: {}, not {}",
                    named(wanted.clone()),
                    named(sorted(text))
                ),
            )
        }
    }
}
