//! In which language a page speaks, and its sentences as markup.

use axum::http::{HeaderMap, header};
use leling_language::{Catalogue, Language, Msg, Span, Standing, Text, Value, msg};
use maud::{Markup, html};

/// Most languages that a browser or a party may name.
const MOST_TAGS: usize = 20;

/// Speaks one language.
#[derive(Clone, Copy)]
pub(crate) struct Say<'a> {
    words: &'a Catalogue,
    language: Language,
}

impl<'a> Say<'a> {
    /// Speaks `language`.
    pub(crate) const fn new(words: &'a Catalogue, language: Language) -> Self {
        Self { words, language }
    }

    /// Gives the language of the page.
    pub(crate) const fn language(self) -> Language {
        self.language
    }

    /// Tells a message.
    pub(crate) fn say(self, message: Msg) -> Markup {
        self.with(message, &[])
    }

    /// Tells a message with its values.
    pub(crate) fn with(self, message: Msg, values: &[(&str, Value)]) -> Markup {
        text(&self.words.text(self.language, message, values))
    }

    /// Draws a text that was told elsewhere.
    pub(crate) fn drawn(text: &Text) -> Markup {
        self::text(text)
    }

    /// Tells a value that stands alone.
    pub(crate) fn value(self, value: &Value) -> Markup {
        text(&self.words.value(self.language, value))
    }

    /// Tells a message as one plain string, for an attribute or a title.
    pub(crate) fn plain(self, message: Msg) -> String {
        self.words.text(self.language, message, &[]).display()
    }

    /// Says whether no native reader has reviewed the pages in this language.
    pub(crate) fn is_draft(self) -> bool {
        msg::PAGES_LOGIN_TITLE.standing(self.language) == Standing::Draft
    }
}

/// Draws a text; one that fell back to another language says so to who reads it aloud.
fn text(text: &Text) -> Markup {
    let spans = |spans: &[Span]| html! { @for span in spans { (span.display) } };
    match text.language {
        None => spans(&text.spans),
        Some(language) => {
            html! { span lang=(language.tag()) dir=(direction(language)) { (spans(&text.spans)) } }
        }
    }
}

/// Gives the value of `dir` for a language.
pub(crate) fn direction(language: Language) -> &'static str {
    match language.direction() {
        leling_language::Direction::Ltr => "ltr",
        leling_language::Direction::Rtl => "rtl",
    }
}

/// Chooses the first language that is wanted and has pages: the party's wish before the browser's, else Chinese.
pub(crate) fn choose(ui_locales: &[String], headers: &HeaderMap) -> Language {
    choose_for(msg::PAGES_LOGIN_TITLE, ui_locales, headers)
}

/// Chooses the first language that is wanted and has the words of staff, else Chinese.
pub(crate) fn choose_for_staff(headers: &HeaderMap) -> Language {
    choose_for(msg::DESK_IN_TITLE, &[], headers)
}

/// A language that tells `first` itself tells its pages.
fn choose_for(first: Msg, ui_locales: &[String], headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let wanted = ui_locales.iter().map(String::as_str).take(MOST_TAGS).chain(by_weight(accepted));
    wanted.filter_map(of_tag).find(|language| first.shown_in(*language, "") == *language).unwrap_or(Language::Chinese)
}

/// Gives the tags of `Accept-Language` (RFC 9110, section 12.5.4), the most wanted first; a weight of 0 is a refusal.
fn by_weight(accepted: &str) -> impl Iterator<Item = &str> {
    let mut tags: Vec<(&str, f32)> = accepted
        .split(',')
        .take(MOST_TAGS)
        .map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse).unwrap_or(0.0);
            (tag.trim(), weight)
        })
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    tags.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    tags.into_iter().map(|(tag, _)| tag)
}

/// Finds the language of a tag by its first part: `zh-TW` is read in Chinese too.
fn of_tag(tag: &str) -> Option<Language> {
    let first = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    Language::ALL.iter().copied().find(|language| first(language.tag()) == first(tag))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn has_pages(language: Language) -> bool {
        msg::PAGES_LOGIN_TITLE.shown_in(language, "") == language
    }

    fn accepting(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(value))])
    }

    #[test]
    fn tags_are_read_by_weight_and_first_part() {
        assert_eq!(by_weight("en;q=0.5, ug, *;q=0.1, bo;q=0").collect::<Vec<_>>(), ["ug", "en", "*"]);
        assert_eq!(by_weight("ug;q=x,,;;").collect::<Vec<_>>(), ["", ""]);
        assert_eq!(of_tag("ZH-Hant-TW"), Some(Language::Chinese));
        assert_eq!((of_tag("*"), of_tag(""), of_tag("fr")), (None, None, None));
    }

    #[test]
    fn a_language_without_pages_gives_way_to_chinese() {
        assert_eq!(choose(&[], &HeaderMap::new()), Language::Chinese);
        assert_eq!(choose(&["fr".to_owned(), "zh".to_owned()], &accepting("fr,de")), Language::Chinese);
        for language in Language::ALL.iter().copied() {
            let wanted = [language.tag().to_owned()];
            let spoken = choose(&wanted, &accepting("zh-CN"));
            assert_eq!(spoken == language, has_pages(language), "{language:?}");
        }
    }

    #[test]
    fn what_is_told_is_escaped_and_falls_back_with_its_language() {
        let words = Catalogue::new();
        let say = Say::new(&words, Language::Chinese);
        let hostile = Value::Words("<script>\"&'".to_owned());
        let told = say.with(msg::PAGES_END_BACK, &[("party", hostile)]).into_string();
        assert_eq!(told, "回到&lt;script&gt;&quot;&amp;'");
        if let Some(bare) = Language::ALL.iter().copied().find(|language| !has_pages(*language)) {
            let told = Say::new(&words, bare).say(msg::PAGES_GONE).into_string();
            assert!(told.starts_with("<span lang=\"zh-CN\" dir=\"ltr\">"), "{told}");
        }
    }
}
