//! GIFT cut into its parts: the blocks between empty lines, and what stands in the braces of one.

use super::super::report::Fault;

/// What a character stands for that is meant as itself, while the text is cut: noncharacters, which no text holds.
const STAND_INS: [(char, char); 7] = [
    ('#', '\u{fdd0}'),
    ('=', '\u{fdd1}'),
    ('~', '\u{fdd2}'),
    ('{', '\u{fdd3}'),
    ('}', '\u{fdd4}'),
    (':', '\u{fdd5}'),
    ('n', '\u{fdd6}'),
];

/// Some lines without an empty one between them.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The line of the file on which its text begins.
    pub line: u32,
    /// Its text, with stand-ins for what is meant as itself.
    pub text: String,
    /// What a comment before it says is its id.
    pub id: Option<String>,
    /// Whether a comment before it has tags.
    pub has_tags: bool,
}

/// Cuts a file into blocks; comments are read for the id and the tags of what follows them.
pub(super) fn blocks(file: &str) -> Vec<Block> {
    let (mut blocks, mut block) = (Vec::new(), Block::default());
    for (index, line) in file.lines().enumerate() {
        let bare = line.trim();
        if bare.is_empty() {
            if !block.text.is_empty() {
                blocks.push(std::mem::take(&mut block));
            }
        } else if let Some(comment) = bare.strip_prefix("//") {
            block.id = bracketed(comment, "[id:").or(block.id);
            block.has_tags |= bracketed(comment, "[tag:").is_some();
        } else {
            if block.text.is_empty() {
                block.line = index as u32 + 1;
            } else {
                block.text.push('\n');
            }
            block.text.push_str(&hidden(line));
        }
    }
    blocks.push(block);
    blocks.retain(|block| !block.text.is_empty());
    blocks
}

fn bracketed(comment: &str, opening: &str) -> Option<String> {
    let (_, rest) = comment.split_once(opening)?;
    rest.split_once(']').map(|(inside, _)| inside.trim().to_string())
}

/// A line with stand-ins for what a backslash makes itself.
fn hidden(line: &str) -> String {
    let (mut out, mut letters) = (String::with_capacity(line.len()), line.chars().peekable());
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().filter(|_| c == '\\');
        let stand_in = STAND_INS.iter().find(|(meant, _)| next == Some(*meant)).map(|(_, stand_in)| *stand_in);
        match (next, stand_in) {
            (_, Some(stand_in)) => {
                letters.next();
                out.push(stand_in);
            }
            (Some('\\'), None) => {
                letters.next();
                out.push('\\');
            }
            _ if STAND_INS.iter().any(|(_, stand_in)| *stand_in == c) => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// A text as it is meant.
pub(super) fn shown(text: &str) -> String {
    let meant = |c: char| match STAND_INS.iter().find(|(_, stand_in)| *stand_in == c) {
        Some(('n', _)) => '\n',
        Some((meant, _)) => *meant,
        None => c,
    };
    text.trim().chars().map(meant).collect::<String>().trim().to_string()
}

/// The text before the braces, what stands in them if there are any, and the text behind them.
pub(super) fn braces(text: &str, line: u32) -> Result<(&str, Option<&str>, &str), Fault> {
    let fault = |at: usize, why: &str| {
        let line = line + text[..at].matches('\n').count() as u32;
        Err(Fault { line, why: why.to_string() })
    };
    let Some(open) = text.find('{') else {
        return match text.find('}') {
            Some(close) => fault(close, "a `}` closes nothing; one that is text is written `\\}`"),
            None => Ok((text, None, "")),
        };
    };
    if let Some(close) = text[..open].find('}') {
        return fault(close, "a `}` stands before the first `{`; one that is text is written `\\}`");
    }
    let inside = &text[open + 1..];
    let Some(close) = inside.find('}') else {
        return fault(open, "this `{` is not closed before the next empty line; one that is text is written `\\{`");
    };
    let behind = &inside[close + 1..];
    if let Some(second) = inside[..close].find('{').or_else(|| behind.find('{').map(|at| close + 1 + at)) {
        return fault(
            open + 1 + second,
            "a question has its answers in one pair of braces; a brace that is text is written `\\{`",
        );
    }
    if let Some(second) = behind.find('}') {
        return fault(open + 1 + close + 1 + second, "a second `}` closes nothing; one that is text is written `\\}`");
    }
    Ok((&text[..open], Some(&inside[..close]), behind))
}

/// An answer between the braces.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    /// Whether it begins with `=`; what begins with nothing does.
    pub is_right: bool,
    /// Its share of the points in per cent, if it names one.
    pub share: Option<f64>,
    /// What it says, as it stands there.
    pub text: &'a str,
    /// Its feedback, as it stands there.
    pub feedback: &'a str,
}

impl Answer<'_> {
    /// Its share of the points in per cent.
    pub(super) fn credit(&self) -> f64 {
        self.share.unwrap_or(if self.is_right { 100.0 } else { 0.0 })
    }
}

/// The answers between the braces. What stands before the first sign is an answer if it says something.
pub(super) fn answers(text: &str) -> Vec<Answer<'_>> {
    let mut starts: Vec<usize> = text.match_indices(['=', '~']).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pieces = starts.iter().zip(ends).map(|(&start, end)| &text[start..end]);
    pieces.filter(|piece| !piece.trim().is_empty()).map(answer).collect()
}

fn answer(piece: &str) -> Answer<'_> {
    let is_right = !piece.starts_with('~');
    let said = piece.strip_prefix(['=', '~']).unwrap_or(piece).trim();
    let share = said.strip_prefix('%').and_then(|rest| rest.split_once('%'));
    let share = share.and_then(|(share, rest)| Some((share.trim().parse::<f64>().ok()?, rest)));
    let share = share.filter(|(share, _)| (-100.0..=100.0).contains(share));
    let (share, said) = share.map_or((None, said), |(share, rest)| (Some(share), rest));
    let (text, feedback) = said.split_once('#').unwrap_or((said, ""));
    Answer { is_right, share, text: text.trim(), feedback: feedback.trim() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_behind_a_backslash_cuts_nothing() {
        let blocks = blocks("// [id:q-1] [tag:a]\n::a\\:b::c \\{d\\} {=e\\=f#g\\#h ~%-50%i\\\\n}\n\nj\n");
        assert_eq!((blocks.len(), blocks[0].line, blocks[1].line), (2, 2, 4));
        assert_eq!((blocks[0].id.as_deref(), blocks[0].has_tags), (Some("q-1"), true));
        let (before, inside, behind) = braces(&blocks[0].text, 1).unwrap();
        assert_eq!((shown(before), behind), ("::a:b::c {d}".to_string(), ""));
        let all = answers(inside.unwrap());
        assert_eq!((shown(all[0].text), shown(all[0].feedback)), ("e=f".into(), "g#h".into()));
        assert_eq!((all[1].credit(), shown(all[1].text)), (-50.0, "i\\n".to_string()));
    }

    #[test]
    fn braces_that_do_not_fit_are_told_with_their_line() {
        let said = |text: &str| braces(text, 7).unwrap_err();
        assert_eq!(said("a\nb {=c").line, 8);
        assert!(said("a } b {c}").why.contains("before the first"));
        assert!(said("a }").why.contains("closes nothing"));
        assert!(said("a {{b}}").why.contains("one pair"));
        assert!(said("a {b} c }").why.contains("a second"));
        assert!(said("a {b} c {d}").why.contains("one pair"));
    }
}
