//! Parts of the screens on which somebody asks who one is: a party, what it may know, numbers to compare, the camera.

use leling_language::{Msg, home, login as words, msg};
use leling_protocol::wire::{Party, PartyKind};
use leling_protocol::{CivilDate, ErrorCode, Scope, Timestamp};
use leling_screen::node::{CameraFrame, ChoiceOption, ChoiceStyle, Live, NoticeKind, Plate, Row, RowsStyle, Tone};
use leling_screen::{Icon, Lamp, Language, NodeKind, Presentation, Text, Value};

use super::{Page, Ui, joined};

impl Ui {
    /// Gives the words in Chinese, whatever the person reads: for what a draft must not be the only one to say.
    const fn chinese(self) -> Self {
        Self { presentation: Presentation { language: Language::Chinese, ..self.presentation } }
    }

    /// Tells a line that is made of several texts in one language: where a part fell back to Chinese, all of it does.
    pub fn whole(self, line: impl Fn(Self) -> Text) -> Text {
        let told = line(self);
        if told.draft && told.language.is_some() { self.foreign(line(self.chinese())) } else { told }
    }

    /// Marks Chinese words for what they are on a screen of another language.
    fn foreign(self, chinese: Text) -> Text {
        let other = self.presentation.language != Language::Chinese;
        Text { language: other.then_some(Language::Chinese), ..chinese }
    }
}

impl<E: Clone, F: Clone> Page<E, F> {
    /// Adds who asks by where they are: the city, and the place and spot there, or the name where there is none.
    pub fn place(&mut self, id: &str, party: &Party) {
        let value = |words: &String| self.ui.foreign(self.ui.value(&named(words)));
        let lines = [Some(party.place.as_ref().unwrap_or(&party.name)), party.spot.as_ref()];
        let relation = lines.into_iter().flatten().map(value).reduce(|line, next| line.joined(" ", next));
        let name = value(&party.city);
        let speech = joined([Some(&name), relation.as_ref()]);
        let plate = Plate::Place(icon_of(party.kind));
        self.node(id, speech, NodeKind::PersonCard { plate, name, relation, status: None });
    }

    /// Adds who asks by name, with what for.
    pub fn party(&mut self, id: &str, party: &Party) {
        let name = self.ui.foreign(self.ui.value(&named(&party.name)));
        let purpose = self.ui.foreign(self.ui.value(&Value::Words(party.purpose.clone())));
        let letter = party.name.chars().next().map(String::from).unwrap_or_default();
        let speech = joined([Some(&name), Some(&purpose)]);
        let kind = NodeKind::PersonCard { plate: Plate::Party(letter), name, relation: Some(purpose), status: None };
        self.node(id, speech, kind);
    }

    /// Adds what a party will see, in one row.
    pub fn sees(&mut self, id: &str, scopes: &[Scope]) {
        let (label, list) = match scopes {
            [Scope::View] => (msg::LOGIN_SEES_VIEW, None),
            [] => (msg::LOGIN_SEES_NONE, None),
            _ => (msg::LOGIN_SEES, self.ui.catalogue().scopes(self.ui.presentation.language, scopes)),
        };
        let row = self.told(&format!("{id}.row"), Icon::Eye, self.ui.text(label), list);
        self.rows(id, RowsStyle::Rows, vec![row]);
    }

    /// Adds what a party will not see, in one row; nothing where it sees everything.
    pub fn sees_not(&mut self, id: &str, scopes: &[Scope]) {
        let rest: Vec<Scope> = Scope::ALL.iter().copied().filter(|scope| !scopes.contains(scope)).collect();
        if let Some(rest) = self.ui.catalogue().scopes(self.ui.presentation.language, &rest) {
            let row = self.told(&format!("{id}.row"), Icon::No, self.ui.text(msg::LOGIN_SEES_NOT), Some(rest));
            self.rows(id, RowsStyle::Rows, vec![row]);
        }
    }

    /// Makes a row that only informs.
    pub fn told(&self, id: &str, icon: Icon, label: Text, detail: Option<Text>) -> Row {
        let key = self.silent_key(id, label, Some(icon));
        Row { key, pressable: false, detail, lamp: None, tag: None, chosen: false }
    }

    /// Adds what a party will and will not come to know by a yes.
    pub fn consent(&mut self, id: &str, scopes: &[Scope]) {
        let ui = self.ui;
        let will: Vec<Text> = match scopes {
            [] => vec![ui.text(msg::LOGIN_SEES_NONE)],
            _ => scopes.iter().map(|scope| ui.text(words::scope(*scope))).collect(),
        };
        let rest: Vec<Scope> = Scope::ALL.iter().copied().filter(|scope| !scopes.contains(scope)).collect();
        let rest = ui.catalogue().scopes(ui.presentation.language, &rest);
        let will_not: Vec<Text> = rest.into_iter().chain([ui.text(msg::CONSENT_NEVER)]).collect();
        let (will_title, will_not_title) = (ui.text(msg::LOGIN_SEES), ui.text(msg::LOGIN_SEES_NOT));
        let said = |title: &Text, list: &[Text]| {
            let list: Vec<&str> = list.iter().map(|text| text.speech.as_str()).collect();
            format!("{}，{}。", title.speech, list.join("，"))
        };
        let speech = said(&will_title, &will) + &said(&will_not_title, &will_not);
        self.node(id, speech, NodeKind::Consent { will_title, will, will_not_title, will_not });
    }

    /// Adds three numbers side by side; a key is called by its number.
    pub fn numbers(&mut self, id: &str, numbers: [u8; 3], chosen: Option<u8>, event: impl Fn(u8) -> E) {
        let options: Vec<ChoiceOption> = numbers
            .into_iter()
            .map(|number| {
                let label = self.ui.value(&Value::Number(number.into()));
                let key = self.key(&format!("number.{number}"), label, None, event(number));
                ChoiceOption { key, chosen: chosen == Some(number), samples: Vec::new() }
            })
            .collect();
        let speech = options.iter().map(|option| option.key.speech.as_str()).collect::<Vec<_>>().join("；");
        self.node(id, speech, NodeKind::Choice { style: ChoiceStyle::Numbers, options });
    }

    /// Adds the camera that looks for a code, with its one cue.
    pub fn camera_for_code(&mut self, id: &str, cue: Text) {
        let speech = cue.speech.clone();
        self.node(id, speech, NodeKind::CameraStage { cue, frame: CameraFrame::Code, quality: 0 }).live = Live::Polite;
    }

    /// Adds the panel that says what was stopped for the person, why, and that nothing happened.
    pub fn stopped(&mut self, id: &str, over: Msg, code: ErrorCode, more: Msg) {
        let what = |ui: Ui| ui.catalogue().error(ui.presentation.language, code).what;
        let lead = what(self.ui);
        let repeat = lead.draft.then(|| what(self.ui.chinese()));
        let (over, more) = (Some(self.ui.text(over)), Some(self.ui.text(more)));
        let speech = joined([over.as_ref(), Some(&lead), more.as_ref()]);
        let (notice, tone, lamp) = (NoticeKind::Status, Tone::Danger, Some(Lamp::Stop));
        let kind = NodeKind::Notice { notice, tone, lead, over, more, repeat, icon: None, lamp, event: None };
        self.node(id, speech, kind).live = Live::Assertive;
    }

    /// Adds an error with another thing that helps than the code's own.
    pub fn error_with(&mut self, id: &str, code: ErrorCode, helps: Msg) {
        self.told.get_or_insert(code);
        let what = self.ui.catalogue().error(self.ui.presentation.language, code).what;
        self.notice(id, NoticeKind::Error, Tone::Caution, Icon::Info, what, Some(self.ui.text(helps)));
    }

    /// Tells a day and an hour in a sentence that takes both.
    pub fn moment(&self, message: Msg, at: Timestamp, today: CivilDate) -> Text {
        let (day, hour, minute) = at.in_china();
        self.ui.with(message, &[("day", home::day_value(day, today)), ("time", Value::Time(hour, minute))])
    }
}

/// Longest name that is held together on one line, in characters.
const ONE_LINE: usize = 9;

/// A name of a place or party as a value: a short one never breaks across lines (U+2060).
pub fn named(words: &str) -> Value {
    if words.chars().count() > ONE_LINE {
        return Value::Words(words.to_owned());
    }
    let held: Vec<String> = words.chars().map(String::from).collect();
    Value::Words(held.join("\u{2060}"))
}

const fn icon_of(kind: PartyKind) -> Icon {
    match kind {
        PartyKind::Kiosk => Icon::Kiosk,
        PartyKind::Counter => Icon::Hall,
        PartyKind::Website => Icon::Online,
        PartyKind::App => Icon::Grid,
    }
}
