//! Every sentence of the product, by language: formats a message with its values into a [`Text`] with speech.
//!
//! Sources are Fluent files inside the crate (`messages/LANGUAGE/*.ftl`), each parsed when a message of it is first told.
//! Attributes of a message tell it differently: `.large` and `.standard` by size, `.spoken` where it is said otherwise than
//! drawn, `.also` for other words by which a key may be called (separated by `、`), `.hint` for what a key does.
//!
//! A sentence that may not be shown in its language ([`Standing::may_show`]) falls back to Chinese, whole, and the text says
//! so ([`Text::language`]). Where phones do not speak the language, what is said is said in Chinese ([`Language::voice`]).

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentMessage, FluentResource, FluentValue};
use leling_screen::{Direction, Key, Language, NodeId, Presentation, Size, Span, SpanKind, Text, Value};
use unic_langid::LanguageIdentifier;

use crate::message::{Msg, Place, msg};
use crate::review::Standing;
use crate::template::{self, Piece};
use crate::value::{self, Told};

/// The public service number that every message may name as `{ $helpline }`.
pub const HELPLINE: &str = "12333";

pub(crate) type Bundle = FluentBundle<FluentResource>;

/// All message files. Keep one and share it: each file is parsed once, when it is first needed.
pub struct Catalogue {
    bundles: Vec<OnceLock<Bundle>>,
}

/// How many messages a language has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Messages that the language may show, in its own words.
    pub own: usize,
    /// Messages that fall back to Chinese because they are missing or stale.
    pub fallback: usize,
}

/// Which attribute of a message tells it, and which words are said.
#[derive(Clone, Copy)]
struct Telling<'a> {
    attribute: Option<&'a str>,
    spoken: Option<&'a str>,
}

impl Msg {
    /// Says how the translation of a message stands; Chinese is approved.
    pub fn standing(self, language: Language) -> Standing {
        place(language, self).standing
    }

    /// Gives the language in which a form of it (an attribute, or `""` for its own) is shown to readers of a language.
    pub fn shown_in(self, language: Language, attribute: &str) -> Language {
        let shows = self.standing(language).may_show(self.is_critical(attribute));
        if shows { language } else { Language::Chinese }
    }
}

fn place(language: Language, message: Msg) -> &'static Place {
    let places = msg::PLACES.iter().find(|(tag, _)| *tag == language.tag());
    let (_, places) = places.expect("languages and places are made from the same folders");
    &places[message.index()]
}

impl Catalogue {
    /// Opens the files inside the crate; none is parsed yet.
    pub fn new() -> Self {
        Self { bundles: msg::SOURCES.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Tells a message with its values, in the plain form of every size.
    pub fn text(&self, language: Language, message: Msg, values: &[(&str, Value)]) -> Text {
        self.tell(language, message, values, Telling { attribute: None, spoken: Some("spoken") })
    }

    /// Tells a message as the person's size wants it: `.large`, `.standard`, or the plain form.
    pub fn text_for(&self, presentation: &Presentation, message: Msg, values: &[(&str, Value)]) -> Text {
        let attribute = match presentation.size {
            Size::Standard => Some("standard"),
            Size::Elder => None,
            Size::Large => Some("large"),
        };
        let attribute = attribute.filter(|name| self.has_attribute(presentation.language, message, name));
        self.tell(presentation.language, message, values, Telling { attribute, spoken: Some("spoken") })
    }

    /// Tells an attribute of a message; `None` where the message has no such attribute.
    pub fn attribute(
        &self,
        language: Language,
        message: Msg,
        attribute: &str,
        values: &[(&str, Value)],
    ) -> Option<Text> {
        self.has_attribute(language, message, attribute)
            .then(|| self.tell(language, message, values, Telling { attribute: Some(attribute), spoken: None }))
    }

    /// Makes a key from a message: label, speech, other words (`.also`) and hint (`.hint`); icon and `since` are empty.
    pub fn key(
        &self,
        presentation: &Presentation,
        id: impl Into<NodeId>,
        message: Msg,
        values: &[(&str, Value)],
    ) -> Key {
        let label = self.text_for(presentation, message, values);
        Key {
            id: id.into(),
            since: 0,
            speech: label.speech.clone(),
            label,
            aliases: self.aliases(presentation.language, message),
            icon: None,
            hint: self.attribute(presentation.language, message, "hint", values),
        }
    }

    /// Gives the other words by which a message may be called (`.also`), with those of the Chinese text.
    pub fn aliases(&self, language: Language, message: Msg) -> Vec<String> {
        let mut aliases: Vec<String> = Vec::new();
        for language in [language, Language::Chinese] {
            let Some((bundle, found)) = self.find(language, message) else { continue };
            let Some(also) = format(bundle, &found, Some("also"), &[]) else { continue };
            let words = self.assemble(&also, language, &[]).speech;
            for word in words.split(['、', '،', ',']).map(str::trim).filter(|word| !word.is_empty()) {
                if !aliases.iter().any(|known| known == word) {
                    aliases.push(word.to_owned());
                }
            }
        }
        aliases
    }

    /// Draws and says a value that stands alone, such as that of a fact.
    pub fn value(&self, language: Language, value: &Value) -> Text {
        let Told { span, speech } = self.tell_value(language, value);
        let speech = if language.voice() == language { speech } else { value::tell(value).speech };
        Text { spans: vec![isolated(span, language)], speech, draft: false, language: None }
    }

    /// Names a language in the words of another; one that has no name there gives its own.
    pub fn language_name(&self, language: Language, named: Language) -> Text {
        let key = format!("language-{}", named.tag().to_ascii_lowercase());
        Msg::from_key(&key).map_or_else(|| Text::plain(named.endonym()), |message| self.text(language, message, &[]))
    }

    /// Counts the messages that the language has itself and those that fall back.
    pub fn coverage(&self, language: Language) -> Coverage {
        let own = msg::ALL.iter().filter(|message| message.standing(language).may_show(false)).count();
        Coverage { own, fallback: msg::ALL.len() - own }
    }

    /// Gives the file that a language has a message in, parsed now if it was not before.
    fn find(&self, language: Language, message: Msg) -> Option<(&Bundle, FluentMessage<'_>)> {
        let Place { source, standing } = place(language, message);
        if *standing == Standing::Missing {
            return None;
        }
        let bundle = self.bundle((*source).into(), language);
        Some((bundle, bundle.get_message(message.key())?))
    }

    fn bundle(&self, source: usize, language: Language) -> &Bundle {
        self.bundles[source].get_or_init(|| parsed(source, language))
    }

    /// Finds a form of a message in its language, else in Chinese.
    fn resolve(&self, language: Language, message: Msg, attribute: &str) -> (Language, &Bundle, FluentMessage<'_>) {
        let shown = message.shown_in(language, attribute);
        let (bundle, found) = self.find(shown, message).expect("the build found the message in this file");
        (shown, bundle, found)
    }

    fn has_attribute(&self, language: Language, message: Msg, attribute: &str) -> bool {
        self.resolve(language, message, attribute).2.get_attribute(attribute).is_some()
    }

    fn tell(&self, wanted: Language, message: Msg, values: &[(&str, Value)], telling: Telling<'_>) -> Text {
        let (language, bundle, found) = self.resolve(wanted, message, telling.attribute.unwrap_or_default());
        let form = telling.attribute.filter(|name| found.get_attribute(name).is_some());
        let Some(formatted) = format(bundle, &found, form, values) else { return Text::default() };
        let mut text = self.assemble(&formatted, language, values);
        if language.voice() != language {
            text.speech = self.tell(Language::Chinese, message, values, telling).speech;
        } else if let Some(spoken) = telling.spoken.and_then(|name| format(bundle, &found, Some(name), values)) {
            text.speech = self.assemble(&spoken, language, values).speech;
        }
        text.draft = message.standing(language) == Standing::Draft;
        text.language = (language != wanted).then_some(language);
        text
    }

    fn assemble(&self, formatted: &str, language: Language, values: &[(&str, Value)]) -> Text {
        let mut text = Text::default();
        for piece in template::pieces(formatted) {
            let told = match piece {
                Piece::Words(words) => value::words(language, words),
                Piece::Literal(value) => self.tell_value(language, &value),
                Piece::Argument(place) => match values.get(place) {
                    Some((_, value)) => self.tell_value(language, value),
                    None => self.tell_value(language, &Value::ServiceNumber(HELPLINE)),
                },
            };
            text.speech.push_str(&told.speech);
            text.spans.push(isolated(told.span, language));
        }
        text
    }

    pub(crate) fn tell_value(&self, language: Language, value: &Value) -> Told {
        if language == Language::Chinese {
            return value::tell(value);
        }
        value::tell_in(language, self.forms(language), value)
    }

    /// Gives how values are drawn in a language, where its folder says so.
    pub(crate) fn forms(&self, language: Language) -> Option<&Bundle> {
        let wanted =
            |source: &crate::message::Source| source.tag == language.tag() && source.file == value::forms::FILE;
        Some(self.bundle(msg::SOURCES.iter().position(wanted)?, language))
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::new()
    }
}

impl core::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let parsed = self.bundles.iter().filter(|bundle| bundle.get().is_some()).count();
        write!(f, "Catalogue({parsed} of {} files parsed)", self.bundles.len())
    }
}

fn parsed(source: usize, language: Language) -> Bundle {
    let crate::message::Source { tag, file, content } = &msg::SOURCES[source];
    let id: LanguageIdentifier = language.tag().parse().expect("tags of the product's languages are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.add_function("COUNT", count_function).expect("a fresh bundle has no such function");
    let resource = FluentResource::try_new((*content).to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{tag}/{file} is embedded and parses in its test: {errors:?}"));
    bundle
        .add_resource(resource)
        .unwrap_or_else(|errors| panic!("{tag}/{file} is embedded and holds no key twice: {errors:?}"));
    bundle
}

/// `{ COUNT(24, "hours") }`: a number that a message itself holds, drawn and said as a typed value.
fn count_function<'a>(arguments: &[FluentValue<'a>], _: &FluentArgs<'_>) -> FluentValue<'a> {
    let [FluentValue::Number(count), FluentValue::String(unit)] = arguments else { return FluentValue::Error };
    let whole = format!("{:.0}", count.value).parse().ok();
    whole
        .and_then(|count| template::literal_mark(count, unit))
        .map_or(FluentValue::Error, |mark| FluentValue::String(mark.into()))
}

/// Gives each value as a mark, and the helpline, which is always there, behind them.
fn marks(values: &[(&str, Value)]) -> FluentArgs<'static> {
    let mut arguments = FluentArgs::with_capacity(values.len() + 1);
    arguments.set("helpline", template::argument_mark(values.len()));
    for (place, (name, _)) in values.iter().enumerate() {
        arguments.set((*name).to_owned(), template::argument_mark(place));
    }
    arguments
}

/// Formats the message's own words or one of its attributes; `None` where it has none. A missing value shows its name in
/// braces; a debug build stops instead.
fn format(
    bundle: &Bundle,
    found: &FluentMessage<'_>,
    attribute: Option<&str>,
    values: &[(&str, Value)],
) -> Option<String> {
    let pattern = match attribute {
        Some(name) => found.get_attribute(name)?.value(),
        None => found.value()?,
    };
    let mut errors: Vec<FluentError> = Vec::new();
    let formatted = bundle.format_pattern(pattern, Some(&marks(values)), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{formatted:?} lacks {errors:?}");
    Some(formatted)
}

/// In a line that runs from the right, a value keeps its own direction (U+2068, U+2069).
pub(crate) fn isolated(mut span: Span, language: Language) -> Span {
    if language.direction() == Direction::Rtl && span.kind != SpanKind::Plain {
        span.display = format!("\u{2068}{}\u{2069}", span.display);
    }
    span
}

#[cfg(test)]
mod tests {
    use leling_protocol::PersonName;

    use super::*;

    fn catalogue() -> Catalogue {
        Catalogue::new()
    }

    fn name(text: &str) -> Value {
        Value::Name(PersonName::parse(text).unwrap())
    }

    #[test]
    fn values_become_spans_of_their_kind() {
        let text = catalogue().text(Language::Chinese, msg::HOME_GREETING_MORNING, &[("name", name("李建国"))]);
        assert_eq!(text.display(), "李建国，上午好");
        assert_eq!(text.speech, "李建国，上午好");
        assert_eq!(text.spans[0].kind, SpanKind::Name);
        assert_eq!(text.spans[0].display, "李\u{2060}建\u{2060}国");
        assert_eq!(text.spans[1].kind, SpanKind::Plain);
    }

    #[test]
    fn numbers_inside_a_message_are_typed_too() {
        let text = catalogue().text(Language::Chinese, msg::COMMON_KEY_HELP, &[]);
        assert_eq!((text.display().as_str(), text.speech.as_str()), ("打12333", "打幺二三三三"));
        assert_eq!(text.spans[1].kind, SpanKind::Phone);
    }

    #[test]
    fn a_language_without_texts_falls_back_whole_and_says_so() {
        let catalogue = catalogue();
        let text = catalogue.text(Language::Tibetan, msg::COMMON_KEY_NEXT, &[]);
        assert_eq!(text.language, Some(Language::Chinese));
        assert!(!text.draft);
        assert_eq!(text.display(), "下一步");
        assert_eq!(catalogue.coverage(Language::Tibetan).own, 0);
        assert_eq!(catalogue.coverage(Language::Chinese).fallback, 0);
    }

    #[test]
    fn a_draft_is_marked_isolates_its_values_and_is_said_in_chinese_where_phones_do_not_speak_it() {
        let values = [("name", name("李建国"))];
        let text = catalogue().text(Language::Uyghur, msg::HOME_GREETING_MORNING, &values);
        assert!(text.draft);
        assert_eq!(text.language, None);
        assert!(text.spans.iter().any(|span| span.display == "\u{2068}李\u{2060}建\u{2060}国\u{2069}"), "{text:?}");
        assert_eq!(text.speech, "李建国，上午好");
        let english = catalogue().text(Language::English, msg::HOME_GREETING_MORNING, &values);
        assert_eq!((english.speech.as_str(), english.draft), ("Good morning, 李建国", true));
    }

    #[test]
    fn a_critical_draft_is_shown_in_chinese_and_nothing_else_is() {
        let catalogue = catalogue();
        let english = |message| catalogue.text(Language::English, message, &[]);
        assert_eq!(msg::PRIVACY_KEY_AGREE.standing(Language::English), Standing::Draft);
        assert_eq!(english(msg::PRIVACY_KEY_AGREE).display(), "同意，往下走");
        assert_eq!(english(msg::PRIVACY_KEY_AGREE).language, Some(Language::Chinese));
        assert_eq!(english(msg::COMMON_KEY_NEXT).display(), "Next");
        let error = catalogue.error(Language::English, leling_protocol::ErrorCode::NetNone);
        assert_eq!(error.what.display(), "No internet right now.");
        assert_eq!(error.means.unwrap().display(), "您填的都留着，钱照发。");
    }

    #[test]
    fn values_are_drawn_and_said_as_their_language_does() {
        let step = [("n", Value::Ordinal(2)), ("of", Value::Count(3, leling_screen::Unit::Steps))];
        for (language, drawn, said) in [
            (Language::Chinese, "第2步，共3步", "第二步，共三步"),
            (Language::Korean, "3단계 중 2단계", "삼 단계 중 이단계"),
            (Language::English, "2 of 3\u{a0}steps", "two of three steps"),
        ] {
            let text = catalogue().text(language, msg::COMMON_STEP, &step);
            assert_eq!((text.display().as_str(), text.speech.as_str()), (drawn, said));
        }
        let wait = catalogue().text(Language::English, msg::ENROL_RESEND_LATER, &[]);
        assert_eq!(wait.display(), "One was just sent. Try again in 1\u{a0}minute.");
    }

    #[test]
    fn only_what_is_told_is_parsed() {
        let catalogue = catalogue();
        let parsed = || catalogue.bundles.iter().filter(|bundle| bundle.get().is_some()).count();
        assert_eq!(parsed(), 0);
        catalogue.text(Language::Chinese, msg::HOME_TITLE, &[]);
        catalogue.text(Language::Chinese, msg::HOME_KEY_LAMPS, &[]);
        assert_eq!(parsed(), 1);
        catalogue.text(Language::Korean, msg::HOME_TITLE, &[]);
        assert_eq!(parsed(), 2);
    }

    #[test]
    fn sizes_tell_a_message_differently_and_keys_carry_their_other_names() {
        let catalogue = catalogue();
        let mut presentation = Presentation { size: Size::Standard, ..Presentation::default() };
        let key = catalogue.key(&presentation, "show", msg::HOME_KEY_SHOW_CODE, &[]);
        assert_eq!(key.label.display(), "出示社保卡");
        assert!(key.aliases.iter().any(|alias| alias == "亮码"), "{:?}", key.aliases);
        for (size, words) in [
            (Size::Standard, "不用连号、重复的数和证号里的数。"),
            (Size::Elder, "别连着，别重复，别用证号。"),
            (Size::Large, "别连着，别重复，别用证号。"),
        ] {
            presentation.size = size;
            let text = catalogue.text_for(&presentation, msg::CLAIM_PASSWORD_RULES, &[]);
            assert_eq!((text.display().as_str(), text.speech.as_str()), (words, words));
        }
    }
}
