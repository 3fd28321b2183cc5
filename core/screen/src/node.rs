//! The closed list of what can stand on a screen. A shell maps each kind to one native part, one to one.
//!
//! There is no kind for an advertisement, a pop-up, a toast, a carousel, a picture code or a countdown, and none may be
//! added: an elder's screen changes only when the elder or the thing itself changes.

use core::fmt;

use leling_tokens::{Icon, Illustration, Lamp};
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Names a part of a screen for shells, tests and scenarios: lower-case letters, digits, `.`, `-`, `_`; 1 to 64 characters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(String);

impl NodeId {
    /// Takes a name; characters that do not fit become `-`.
    pub fn new(name: &str) -> Self {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
        Self(name.chars().take(64).map(|c| if fits(c) { c } else { '-' }).collect())
    }

    /// Gives the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for NodeId {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lets members of the token tables cross as their names.
mod by_name {
    use core::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<T: ToString, S: Serializer>(value: &T, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&value.to_string())
    }

    pub(super) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
        String::deserialize(d)?.parse().map_err(|_| D::Error::custom("a name that the tokens do not hold"))
    }
}

/// As [`by_name`], where there may be none.
mod by_optional_name {
    use core::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "serde hands the field by reference")]
    pub(super) fn serialize<T: ToString, S: Serializer>(value: &Option<T>, s: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => s.serialize_some(&value.to_string()),
            None => s.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(d: D) -> Result<Option<T>, D::Error> {
        let name = Option::<String>::deserialize(d)?;
        name.map(|name| name.parse().map_err(|_| D::Error::custom("a name that the tokens do not hold"))).transpose()
    }
}

/// Something that can be pressed, chosen or said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Its name.
    pub id: NodeId,
    /// Revision at which this id last got its present meaning; filled by the core loop.
    #[serde(default)]
    pub since: u64,
    /// Visible words.
    pub label: Text,
    /// What assistive technology and voice mode say; holds the visible words.
    pub speech: String,
    /// Other words by which it may be called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Icon beside the words.
    #[serde(default, with = "by_optional_name", skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// What pressing does, where the words alone do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
}

/// When assistive technology announces a change of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Live {
    /// Never by itself.
    #[default]
    Off,
    /// When nothing else is being said.
    Polite,
    /// At once.
    Assertive,
}

/// How private the content of a node is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// May be said aloud.
    #[default]
    Public,
    /// Said aloud only after asking, or on an earpiece.
    Personal,
    /// Never said aloud.
    Secret,
}

/// One part of a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its name, unique on the screen.
    pub id: NodeId,
    /// Revision at which this id last got its present meaning; filled by the core loop.
    #[serde(default)]
    pub since: u64,
    /// What is said of the whole node; empty for decoration.
    pub speech: String,
    /// When a change is announced.
    #[serde(default)]
    pub live: Live,
    /// How private it is.
    #[serde(default)]
    pub privacy: Privacy,
    /// What it is.
    #[serde(flatten)]
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NodeKind {
    /// Words that begin a part.
    Heading {
        /// The words.
        text: Text,
    },
    /// At most two sentences.
    Paragraph {
        /// The words.
        text: Text,
    },
    /// A label with its value.
    Fact {
        /// What it is.
        label: Text,
        /// What it says.
        value: Text,
    },
    /// A person, a party with a letter on its plate, or a place with its icon.
    PersonCard {
        /// Whose plate.
        plate: Plate,
        /// Name, in the role `name`.
        name: Text,
        /// Relation to the reader.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        relation: Option<Text>,
        /// One line of status.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Text>,
    },
    /// The head of the electronic card.
    CardFace {
        /// Words beside the brand mark.
        brand: Text,
        /// Name of the holder.
        name: Text,
        /// Number, masked unless revealed.
        number: Text,
        /// Shows or hides the number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        eye: Option<Eye>,
    },
    /// A code to be read by a camera; stands inside the card where it follows a `CardFace`.
    QrCode {
        /// The modules.
        modules: QrModules,
        /// What it is good for, for those who do not see it.
        purpose: Text,
    },
    /// A line to type in.
    TextField {
        /// What belongs in it.
        label: Text,
        /// Why it is asked for.
        purpose: Text,
        /// Value as the core last set it.
        value: FieldValue,
        /// Which letters it takes; chooses the keyboard.
        input: Input,
        /// Longest value, in characters.
        max_chars: u16,
        /// 说: fills it by voice, where the phone hears.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        say: Option<Key>,
        /// What is wrong with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<Text>,
    },
    /// One box a digit, with a number pad of our own.
    DigitField {
        /// What belongs in it.
        label: Text,
        /// Why it is asked for.
        purpose: Text,
        /// Value as the core last set it.
        value: FieldValue,
        /// Number of digits, 4 to 9.
        length: u8,
        /// Whether digits show as dots and are never spoken.
        secret: bool,
        /// Words of the pad's keys.
        pad: Pad,
        /// 说出来: fills it by voice, where the phone hears; never where it is secret.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        say: Option<Key>,
        /// What is wrong with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<Text>,
    },
    /// A day between a minus and a plus key.
    DateField {
        /// What belongs in it.
        label: Text,
        /// Why it is asked for.
        purpose: Text,
        /// The day.
        value: Text,
        /// One day earlier.
        earlier: Key,
        /// One day later.
        later: Key,
    },
    /// Answers of which one is taken.
    Choice {
        /// How they stand.
        style: ChoiceStyle,
        /// The answers.
        options: Vec<ChoiceOption>,
    },
    /// A switch with words inside.
    Toggle {
        /// The switch.
        key: Key,
        /// Whether it is on.
        on: bool,
        /// Word for on.
        on_word: Text,
        /// Word for off.
        off_word: Text,
    },
    /// Where one is in a sequence.
    Steps {
        /// How they stand.
        style: StepsStyle,
        /// The steps.
        items: Vec<StepItem>,
    },
    /// How far a thing has come; never time left.
    Progress {
        /// Whole percent.
        percent: u8,
        /// What goes on.
        text: Text,
    },
    /// The camera's picture with one cue.
    CameraStage {
        /// The one thing that helps most now.
        cue: Text,
        /// What the camera looks for.
        frame: CameraFrame,
        /// How good the picture is, 0 to 100; fills the ring of ticks.
        quality: u8,
    },
    /// A soft block, or the status panel where it has a lamp.
    Notice {
        /// What it is.
        notice: NoticeKind,
        /// Its colour family.
        tone: Tone,
        /// The one sentence.
        lead: Text,
        /// Small words above it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        over: Option<Text>,
        /// A line below it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more: Option<Text>,
        /// The lead once more in Chinese, where its own words are a draft.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repeat: Option<Text>,
        /// Icon; a lamp stands in its place where there is one.
        #[serde(default, with = "by_optional_name", skip_serializing_if = "Option::is_none")]
        icon: Option<Icon>,
        /// Lamp of a status panel.
        #[serde(default, with = "by_optional_name", skip_serializing_if = "Option::is_none")]
        lamp: Option<Lamp>,
        /// Inset row that opens the reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        event: Option<Row>,
    },
    /// All facts once more before an act.
    Review {
        /// The facts.
        facts: Vec<ReviewFact>,
    },
    /// What another party will and will not see.
    Consent {
        /// Heading of what it will see.
        will_title: Text,
        /// What it will see.
        will: Vec<Text>,
        /// Heading of what it will not see.
        will_not_title: Text,
        /// What it will not see.
        will_not: Vec<Text>,
    },
    /// A drawing; silent.
    Illustration {
        /// Which one.
        #[serde(with = "by_name")]
        which: Illustration,
    },
    /// Something being told, step by step.
    Player {
        /// What is told.
        title: Text,
        /// Whole percent told.
        percent: u8,
        /// Tells it slower.
        slower: Key,
        /// Tells it from the start.
        again: Key,
    },
    /// Rows, tiles or the mode strip.
    Rows {
        /// How they stand.
        style: RowsStyle,
        /// The rows.
        items: Vec<Row>,
    },
}

/// The round plate of a person or party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plate {
    /// Family name of a person.
    Person(String),
    /// Letter or character of a party.
    Party(String),
    /// Kind of a place, as an icon.
    Place(#[serde(with = "by_name")] Icon),
}

/// The key that shows or hides a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eye {
    /// The key.
    pub key: Key,
    /// Whether the number shows now.
    pub revealed: bool,
}

/// Modules of a QR code, row by row from the top left, without the quiet zone of four modules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrModules {
    /// Modules on a side, 21 to 177.
    pub size: u16,
    /// `size` rows of `size` characters, `1` dark and `0` light.
    pub rows: Vec<String>,
}

/// Value of a field as the core last set it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValue {
    /// The text.
    pub text: String,
    /// Rises when the core itself changed the text; a shell takes the text over only then.
    pub value_epoch: u32,
}

impl fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FieldValue(redacted, epoch {})", self.value_epoch)
    }
}

/// Which letters a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// A person's name.
    Name,
    /// An id number.
    IdNumber,
    /// A phone number.
    Phone,
    /// A card number.
    CardNumber,
    /// Ordinary words.
    Words,
}

/// Words of a number pad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pad {
    /// 改一个: takes the last digit back.
    pub erase: Text,
    /// Said at each press of a secret field: 一位.
    pub one_digit: Text,
}

/// How the answers of a choice stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceStyle {
    /// Cards with icon, label, hint and ring.
    Cards,
    /// Large numbers side by side.
    Numbers,
}

/// One answer of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// The answer.
    pub key: Key,
    /// Whether it is the one taken.
    pub chosen: bool,
    /// Words in other scripts under the label, each with its language tag.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
}

/// A word in its own script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Its language.
    pub language: crate::presentation::Language,
    /// The word.
    pub word: String,
}

/// How steps stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepsStyle {
    /// Numbered discs.
    Numbered,
    /// Discs on a line.
    Line,
}

/// Where one step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Behind us.
    Done,
    /// Now.
    Now,
    /// Ahead.
    Next,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepItem {
    /// What it is.
    pub text: Text,
    /// Where it is.
    pub state: StepState,
}

/// What the camera looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameraFrame {
    /// A face in an oval.
    Face,
    /// A code in a square.
    Code,
}

/// What a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// How things stand.
    Status,
    /// What went wrong and what helps.
    Error,
    /// What was done.
    Receipt,
    /// Something to know.
    Note,
}

/// Colour family of a notice; never the only sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Pine.
    Good,
    /// Apricot.
    Caution,
    /// Paper.
    Quiet,
    /// Brick: fraud, freeze, remove; never an error, never being late.
    Danger,
}

/// A fact of a review with the way to change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewFact {
    /// What it is.
    pub label: Text,
    /// What it says.
    pub value: Text,
    /// 改一改
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Key>,
}

/// How rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowsStyle {
    /// One card with hairlines.
    Rows,
    /// Tiles, three a line.
    Tiles,
    /// The strip of modes on the front page.
    Modes,
}

/// One row: pressable where it has a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Words and name.
    pub key: Key,
    /// Whether pressing does something; otherwise it only informs and has no chevron.
    pub pressable: bool,
    /// Second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Text>,
    /// Lamp in place of the icon.
    #[serde(default, with = "by_optional_name", skip_serializing_if = "Option::is_none")]
    pub lamp: Option<Lamp>,
    /// Tag at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Tag>,
    /// Whether it is the one in force (mode strip).
    #[serde(default)]
    pub chosen: bool,
}

/// A word in a pill at the end of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its colour family.
    pub tone: Tone,
    /// The word.
    pub text: Text,
}
