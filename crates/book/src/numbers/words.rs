//! Numbers in words: `two pixels`, `three quarters`, `eight by eight`.

use super::value::Fraction;

/// Units of measure, before which any number counts as a result.
const UNITS: [&str; 18] = [
    "pixel",
    "sample",
    "cell",
    "place",
    "position",
    "row",
    "column",
    "step",
    "dimension",
    "time",
    "bit",
    "byte",
    "second",
    "minute",
    "hour",
    "degree",
    "percent",
    "permille",
];

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const PARTS: [(&str, i128); 16] = [
    ("third", 3),
    ("quarter", 4),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("sixteenth", 16),
    ("twentieth", 20),
    ("hundredth", 100),
    ("thousandth", 1000),
    ("millionth", 1_000_000),
];

/// A word in lower case, and where it ends.
pub(super) struct Word {
    pub(super) text: String,
    pub(super) end: usize,
}

/// As many words as a number and its unit could need.
pub(super) const MOST: usize = 12;

/// The words from `at` on with nothing but a space or a hyphen between them, at `most` so many.
pub(super) fn words(chars: &[char], mut at: usize, most: usize) -> Vec<Word> {
    let mut words = Vec::new();
    while words.len() < most {
        let start = at;
        while chars.get(at).is_some_and(|c| c.is_alphabetic()) {
            at += 1;
        }
        if at == start {
            break;
        }
        let text = chars[start..at].iter().collect::<String>().to_lowercase();
        words.push(Word { text, end: at });
        let hyphen = matches!(chars.get(at), Some('-' | '\u{2010}' | '\u{2011}'));
        if hyphen {
            at += 1;
        } else {
            while chars.get(at).is_some_and(|c| c.is_whitespace()) {
                at += 1;
            }
        }
    }
    words
}

/// Whether a number in words can begin with a word.
pub(super) fn begins_number(word: &Word) -> bool {
    let word = word.text.as_str();
    matches!(word, "a" | "an" | "half") || ONES.contains(&word) || TENS.contains(&word)
}

/// How many of the words at the start name a unit: `pixels`, `per cent`.
pub(super) fn unit(words: &[Word]) -> Option<usize> {
    let text = |k: usize| words.get(k).map(|word| word.text.as_str());
    match (text(0)?, text(1)) {
        ("per", Some("cent" | "mille" | "thousand")) => Some(2),
        (word, _) => UNITS
            .iter()
            .any(|unit| word == *unit || word.strip_suffix('s') == Some(unit))
            .then_some(1),
    }
}

/// What a number in words is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// `two`, `twenty-one`.
    Whole(i128),
    /// `three quarters`, `one half`, `two and a half`: a counted fraction.
    Counted(Fraction),
    /// `a quarter`, and `half` without anything.
    Part(Fraction),
    /// `eight by eight`, from two on.
    Size(Vec<i128>),
    /// `one in two`, `nine out of ten`.
    Ratio(Fraction),
}

/// The number at the start of the words, the longest that can be read, and of how many words it is.
pub(super) fn read(words: &[Word]) -> Option<(Kind, usize)> {
    let text = |k: usize| words.get(k).map_or("", |word| word.text.as_str());
    if let Some((part, count)) = part(words) {
        return Some((Kind::Part(part), count));
    }
    let (whole, count) = whole(words)?;
    let rest = &words[count..];
    if let Some(parts) = denominator(text(count), whole == 1) {
        return Some((Kind::Counted(Fraction::new(whole, parts)), count + 1));
    }
    if text(count) == "and"
        && let Some((Kind::Part(part) | Kind::Counted(part), more)) = read(&rest[1..])
        && part.is_below_one()
    {
        return Some((Kind::Counted(part.plus(whole)), count + 1 + more));
    }
    let other = |skip: usize| {
        let (other, more) = self::whole(rest.get(skip..)?)?;
        (other >= 2).then_some((other, count + skip + more))
    };
    if whole >= 2
        && text(count) == "by"
        && let Some((other, mut count)) = other(1)
    {
        let mut sides = vec![whole, other];
        if text(count) == "by"
            && let Some((other, more)) = self::whole(&words[count + 1..])
        {
            sides.push(other);
            count += 1 + more;
        }
        return Some((Kind::Size(sides), count));
    }
    let in_all = match (text(count), text(count + 1)) {
        ("in", _) => other(1),
        ("out", "of") => other(2),
        _ => None,
    };
    if whole >= 1
        && let Some((all, count)) = in_all
        && whole < all
    {
        return Some((Kind::Ratio(Fraction::new(whole, all)), count));
    }
    Some((Kind::Whole(whole), count))
}

/// `half`, `a half`, `a quarter`.
fn part(words: &[Word]) -> Option<(Fraction, usize)> {
    let article = matches!(words.first()?.text.as_str(), "a" | "an");
    match words.get(usize::from(article))?.text.as_str() {
        "half" => Some((Fraction::new(1, 2), 1 + usize::from(article))),
        word if article => Some((Fraction::new(1, denominator(word, true)?), 2)),
        _ => None,
    }
}

fn denominator(word: &str, singular: bool) -> Option<i128> {
    if word == if singular { "half" } else { "halves" } {
        return Some(2);
    }
    let word = if singular {
        word
    } else {
        word.strip_suffix('s')?
    };
    let part = PARTS.iter().find(|(name, _)| *name == word)?;
    Some(part.1)
}

/// A whole number: `twenty-one`, `a hundred and five`.
fn whole(words: &[Word]) -> Option<(i128, usize)> {
    let place = |list: &[&str], word: &str| list.iter().position(|known| *known == word);
    // The sum of what stands before the last `thousand`, and of what stands after it.
    let (mut total, mut current, mut count) = (0_i128, None::<i128>, 0);
    let mut after_scale = false;
    while let Some(word) = words.get(count) {
        let word = word.text.as_str();
        let next = words.get(count + 1).map_or("", |word| word.text.as_str());
        let small = |word: &str| {
            place(&ONES, word)
                .or_else(|| place(&TENS, word).map(|k| 10 * (k + 2)))
                .filter(|&value| value > 0)
        };
        if matches!(word, "a" | "an") && count == 0 && scale(next).is_some() {
            current = Some(1);
        } else if let Some(value) = place(&ONES, word) {
            let value = value as i128;
            match current {
                None if !(value == 0 && total > 0) => current = Some(value),
                Some(now) if value > 0 && now > 0 && now % 100 == 0 => current = Some(now + value),
                Some(now) if (1..10).contains(&value) && now % 10 == 0 && now % 100 >= 20 => {
                    current = Some(now + value);
                }
                _ => break,
            }
            after_scale = false;
        } else if let Some(k) = place(&TENS, word) {
            let now = current.unwrap_or(0);
            if now % 100 != 0 || current == Some(0) {
                break;
            }
            current = Some(now + 10 * (k as i128 + 2));
            after_scale = false;
        } else if let (Some(scale), Some(now)) = (scale(word), current) {
            if scale == 100 {
                current = Some(now * scale);
            } else {
                total += now * scale;
                current = None;
            }
            after_scale = true;
        } else if !(word == "and" && after_scale && small(next).is_some()) {
            break;
        }
        count += 1;
    }
    (count > 0).then_some((total + current.unwrap_or(0), count))
}

fn scale(word: &str) -> Option<i128> {
    match word {
        "dozen" => Some(12),
        "hundred" => Some(100),
        "thousand" => Some(1000),
        "million" => Some(1_000_000),
        _ => None,
    }
}

/// Where the number in words ends that begins with these words and could be a result; none for ordinary prose.
///
/// `named` says that the word before is an article or another word that points at something known: `the other half of`.
pub(super) fn result(words: &[Word], named: bool) -> Option<usize> {
    let (kind, count) = read(words)?;
    let rest = &words[count..];
    let text = |k: usize| rest.get(k).map_or("", |word| word.text.as_str());
    let end = words[count - 1].end;
    let before_of = text(0) == "of" && !named;
    let before_unit = unit(rest).is_some();
    let is_per_cent = before_unit && text(0).starts_with("per");
    let counts = match kind {
        Kind::Whole(0 | 1) => is_per_cent,
        Kind::Whole(whole) => whole >= 10 || before_unit || before_of,
        Kind::Counted(_) | Kind::Size(_) | Kind::Ratio(_) => true,
        Kind::Part(_) => {
            let one = matches!(text(0), "a" | "an") && unit(&rest[1..]).is_some();
            before_of || before_unit || one
        }
    };
    counts.then_some(end)
}

/// The number at the end of a text of which nothing else is left, and the unit `per cent` or `per mille` behind it.
pub(super) fn whole_text(text: &str) -> Option<Kind> {
    let chars: Vec<char> = text.trim().chars().collect();
    let words = words(&chars, 0, MOST);
    if words.last()?.end != chars.len() {
        return None;
    }
    if let [word] = words.as_slice() {
        match word.text.as_str() {
            "no" | "none" => return Some(Kind::Whole(0)),
            "once" => return Some(Kind::Whole(1)),
            "twice" => return Some(Kind::Whole(2)),
            _ => {}
        }
    }
    let (kind, count) = read(&words)?;
    let rest: Vec<&str> = words[count..]
        .iter()
        .map(|word| word.text.as_str())
        .collect();
    let in_all = match rest.as_slice() {
        [] => return Some(kind),
        ["percent"] | ["per", "cent"] => 100,
        ["permille"] | ["per", "mille" | "thousand"] => 1000,
        _ => return None,
    };
    match kind {
        Kind::Whole(whole) => Some(Kind::Ratio(Fraction::new(whole, in_all))),
        Kind::Counted(part) | Kind::Part(part) => Some(Kind::Ratio(part.over(in_all))),
        Kind::Size(_) | Kind::Ratio(_) => None,
    }
}
