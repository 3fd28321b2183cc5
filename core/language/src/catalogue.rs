//! Every sentence of the product, by language: formats a message with its values into a [`Text`] with speech.
//!
//! Sources are Fluent files inside the crate (`messages/LANGUAGE/*.ftl`). Attributes of a message tell it differently:
//! `.large` and `.standard` by size, `.spoken` where it is said otherwise than drawn, `.also` for other words by which
//! a key may be called (separated by `、`), `.hint` for what a key does. A language that has no text of a message falls
//! back to Chinese, the whole sentence, and the text says so ([`Text::language`]).

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentMessage, FluentResource, FluentValue};
use leling_screen::{Direction, Key, Language, NodeId, Presentation, Size, Span, SpanKind, Text, Value};
use unic_langid::LanguageIdentifier;

use crate::message::{Msg, msg};
use crate::narrate;
use crate::template::{self, Piece};
use crate::value::{Told, tell};

/// The public service number that every message may name as `{ $helpline }`.
pub const HELPLINE: &str = "12333";

type Bundle = FluentBundle<FluentResource>;

/// All message files, parsed. Building it reads every file once; keep one and share it.
pub struct Catalogue {
    bundles: Vec<(Language, Bundle)>,
}

/// How many messages a language has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Messages in the language itself.
    pub own: usize,
    /// Messages that fall back to Chinese.
    pub fallback: usize,
}

/// Which attribute of a message tells it, and which words are said.
#[derive(Clone, Copy)]
struct Telling<'a> {
    attribute: Option<&'a str>,
    spoken: Option<&'a str>,
}

impl Catalogue {
    /// Parses the files inside the crate.
    pub fn new() -> Self {
        Self::from_sources(msg::SOURCES)
    }

    /// Parses sources given as language tag, file name and content.
    fn from_sources(sources: &[(&str, &str, &str)]) -> Self {
        let mut bundles: Vec<(Language, Bundle)> = Vec::new();
        for (tag, file, content) in sources {
            let language = Language::from_tag(tag).expect("folders are named by the tags of the product's languages");
            let at = bundles.iter().position(|(known, _)| *known == language).unwrap_or_else(|| {
                bundles.push((language, empty_bundle(language)));
                bundles.len() - 1
            });
            let resource = FluentResource::try_new((*content).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("{tag}/{file} is embedded and parses in its test: {errors:?}"));
            bundles[at]
                .1
                .add_resource(resource)
                .unwrap_or_else(|errors| panic!("{tag}/{file} is embedded and holds no key twice: {errors:?}"));
        }
        Self { bundles }
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
            let own = self.bundle(language).and_then(|bundle| bundle.get_message(message.key()));
            if own.is_none_or(|found| found.get_attribute("also").is_none()) {
                continue;
            }
            let words = self.attribute(language, message, "also", &[]).unwrap_or_default().speech;
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
        let Told { span, speech } = tell(value);
        Text { spans: vec![isolated(span, language)], speech, draft: false, language: None }
    }

    /// Names a language in the words of another; one that has no name there gives its own.
    pub fn language_name(&self, language: Language, named: Language) -> Text {
        let key = format!("language-{}", named.tag().to_ascii_lowercase());
        Msg::from_key(&key).map_or_else(|| Text::plain(named.endonym()), |message| self.text(language, message, &[]))
    }

    /// Says whether the language has the message itself.
    pub fn covers(&self, language: Language, message: Msg) -> bool {
        self.bundle(language).is_some_and(|bundle| bundle.has_message(message.key()))
    }

    /// Counts the messages that the language has itself and those that fall back.
    pub fn coverage(&self, language: Language) -> Coverage {
        let own = msg::ALL.iter().filter(|message| self.covers(language, **message)).count();
        Coverage { own, fallback: msg::ALL.len() - own }
    }

    fn bundle(&self, language: Language) -> Option<&Bundle> {
        self.bundles.iter().find(|(known, _)| *known == language).map(|(_, bundle)| bundle)
    }

    /// Finds the message in its language, else in Chinese.
    fn resolve(&self, language: Language, message: Msg) -> (Language, &Bundle, FluentMessage<'_>) {
        [language, Language::Chinese]
            .into_iter()
            .find_map(|language| {
                let bundle = self.bundle(language)?;
                Some((language, bundle, bundle.get_message(message.key())?))
            })
            .expect("a message constant is made from the Chinese files")
    }

    fn has_attribute(&self, language: Language, message: Msg, attribute: &str) -> bool {
        self.resolve(language, message).2.get_attribute(attribute).is_some()
    }

    fn tell(&self, wanted: Language, message: Msg, values: &[(&str, Value)], telling: Telling<'_>) -> Text {
        let (language, bundle, found) = self.resolve(wanted, message);
        let pattern = telling
            .attribute
            .and_then(|name| found.get_attribute(name))
            .map(|attribute| attribute.value())
            .or_else(|| found.value());
        let Some(pattern) = pattern else { return Text::default() };
        let arguments = marks(values);
        let mut errors = Vec::new();
        let formatted = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        report(message, &errors);
        let mut text = assemble(&formatted, values, language);
        if let Some(spoken) = telling.spoken.and_then(|name| found.get_attribute(name)) {
            let formatted = bundle.format_pattern(spoken.value(), Some(&arguments), &mut errors);
            report(message, &errors);
            text.speech = assemble(&formatted, values, language).speech;
        }
        text.draft = language != Language::Chinese;
        text.language = (language != wanted).then_some(language);
        text
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::new()
    }
}

impl core::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.bundles.iter().map(|(language, _)| language)).finish()
    }
}

fn empty_bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().expect("tags of the product's languages are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.add_function("COUNT", count_function).expect("a fresh bundle has no such function");
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

/// A missing value shows its name in braces; a debug build stops instead.
fn report(message: Msg, errors: &[FluentError]) {
    debug_assert!(errors.is_empty(), "{message:?} needs {:?}: {errors:?}", message.arguments());
}

fn assemble(formatted: &str, values: &[(&str, Value)], language: Language) -> Text {
    let mut text = Text::default();
    for piece in template::pieces(formatted) {
        let told = match piece {
            Piece::Words(words) => {
                Told { span: Span { kind: SpanKind::Plain, display: words.to_owned() }, speech: narrate::words(words) }
            }
            Piece::Literal(value) => tell(&value),
            Piece::Argument(place) => match values.get(place) {
                Some((_, value)) => tell(value),
                None => tell(&Value::ServiceNumber(HELPLINE)),
            },
        };
        text.speech.push_str(&told.speech);
        text.spans.push(isolated(told.span, language));
    }
    text
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
    fn another_language_falls_back_whole_and_says_so() {
        let catalogue = catalogue();
        let text = catalogue.text(Language::Uyghur, msg::COMMON_KEY_NEXT, &[]);
        assert_eq!(text.language, Some(Language::Chinese));
        assert!(!text.draft);
        assert_eq!(text.display(), "下一步");
        assert_eq!(catalogue.coverage(Language::Uyghur).own, 0);
        assert_eq!(catalogue.coverage(Language::Chinese).fallback, 0);
    }

    #[test]
    fn a_language_of_its_own_is_a_draft_and_isolates_its_values() {
        let sources = [
            ("zh-CN", "a.ftl", "home-greeting-morning = { $name }，上午好\ncommon-key-next = 下一步"),
            ("ug", "a.ftl", "home-greeting-morning = ياخشىمۇسىز، { $name }"),
        ];
        let catalogue = Catalogue::from_sources(&sources);
        let text = catalogue.text(Language::Uyghur, msg::HOME_GREETING_MORNING, &[("name", name("李建国"))]);
        assert!(text.draft);
        assert_eq!(text.language, None);
        assert_eq!(text.spans[1].display, "\u{2068}李\u{2060}建\u{2060}国\u{2069}");
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
