//! (Native.) Ids: what authors call parts, chapters, scenarios, plates, questions and labs by. They are names of folders
//! and files, and stand in addresses.

/// What is wrong with an id, if it is not kebab-case: `vector-clocks`, `2pc`.
pub fn fault(id: &str) -> Option<String> {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    (!id.split('-').all(is_word)).then(|| format!("`{id}` must be words of a–z and 0–9 with `-` between them"))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn an_id_is_words_with_one_hyphen_between_them() {
        for id in ["gossip", "vector-clocks", "2pc", "part-10"] {
            assert_eq!(fault(id), None);
        }
        for id in ["", "-", "-a", "a-", "a--b", "A", "a b", "a_b", "é", "a/b", ".."] {
            assert!(fault(id).is_some_and(|fault| fault.contains(id)), "{id}");
        }
    }
}
