//! What stands on a screen as words: every text of it, and how L14 counts them.

use leling_screen::{Key, Node, NodeKind, Screen, SpanKind, Text};

/// Gives every text of a screen with the name of the part that shows it.
pub fn of_screen(screen: &Screen) -> Vec<(String, Text)> {
    let mut bare = Screen { sections: Vec::new(), ..screen.clone() };
    let mut texts = Vec::new();
    let keys = keys(&bare);
    bare.for_each_text_mut(|text| {
        let key = keys.iter().find(|key| key.label == *text || key.hint.as_ref() == Some(text));
        let place = key.map_or("the head of the screen", |key| key.id.as_str());
        texts.push((place.to_owned(), text.clone()));
    });
    for node in screen.nodes() {
        texts.extend(of_node(node).into_iter().map(|text| (node.id.as_str().to_owned(), text)));
    }
    texts
}

/// Gives every text of a node, in reading order.
pub fn of_node(node: &Node) -> Vec<Text> {
    let mut texts = Vec::new();
    node.clone().for_each_text_mut(&mut |text: &mut Text| texts.push(text.clone()));
    texts
}

/// Gives every key of a screen, in reading order.
pub fn keys(screen: &Screen) -> Vec<Key> {
    let mut keys = Vec::new();
    screen.for_each_key(|key| keys.push(key.clone()));
    keys
}

/// Says whether a node is typed into.
pub const fn is_field(node: &Node) -> bool {
    matches!(node.kind, NodeKind::TextField { .. } | NodeKind::DigitField { .. })
}

/// Says whether a choice lists languages, each under its own name: one looks, or listens, for one's own and weighs no other.
pub fn lists_languages(node: &Node) -> bool {
    let NodeKind::Choice { options, .. } = &node.kind else { return false };
    let own = options.iter().filter(|option| option.key.id.as_str().starts_with("language."));
    !options.is_empty() && own.count() == options.len()
}

/// Says whether a character is a Chinese one.
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

/// Says whether words hold a Chinese character.
pub fn has_han(words: &str) -> bool {
    words.chars().any(is_han)
}

/// Counts Han characters and words of other letters; a typed value counts one, punctuation nothing.
pub fn length(text: &Text) -> usize {
    text.spans.iter().map(|span| if span.kind == SpanKind::Plain { plain_length(&span.display) } else { 1 }).sum()
}

/// Counts the Han characters of words, and the words of other letters.
pub fn plain_length(words: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for c in words.chars() {
        let letter = c.is_alphanumeric() && !is_han(c);
        count += usize::from(is_han(c) || letter && !in_word);
        in_word = letter;
    }
    count
}

/// Gives the length of each sentence of a text, counted as [`length`] does.
pub fn sentences(text: &Text) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut now = 0;
    for span in &text.spans {
        if span.kind != SpanKind::Plain {
            now += 1;
            continue;
        }
        let mut parts = span.display.split(['。', '？', '！', '.', '?', '!', '؟', '།', '᠃']);
        now += parts.next().map_or(0, plain_length);
        for part in parts {
            lengths.push(core::mem::replace(&mut now, plain_length(part)));
        }
    }
    lengths.push(now);
    lengths.retain(|length| *length > 0);
    lengths
}

#[cfg(test)]
mod tests {
    use leling_screen::Span;

    use super::*;

    #[test]
    fn a_value_counts_one_and_punctuation_nothing() {
        let mut text = Text::plain("到");
        text.spans.push(Span { kind: SpanKind::Date, display: "2027年9月30日".to_owned() });
        text.spans.push(Span { kind: SpanKind::Plain, display: "，前都行。 abc def。".to_owned() });
        assert_eq!(length(&text), 7);
        assert_eq!(sentences(&text), [5, 2]);
        assert_eq!(sentences(&Text::plain("一句没有句号的话")), [8]);
        assert_eq!(sentences(&Text::default()), Vec::<usize>::new());
    }
}
