//! What was said, and what it comes to.

use leling_language::msg;
use leling_language::understand::{Asks, Meaning, Offer, Reply, Slot, Turn, Why, understand};
use leling_screen::node::Input;
use leling_screen::{ActionKind, Key, Node, NodeId, NodeKind, Risk, SaidBy, Screen, Value};

use super::answer::{Answer, examples, key, name, naming, read_back};
use super::{Phase, Voice, accent, globals};
use crate::citizen::{State, help};
use crate::context::Context;
use crate::session::Heard;
use crate::ui::Ui;

/// What asks for everything to be read aloud; no part of a screen.
const READ_ALL: &str = "voice.read_all";
/// Seconds for which an echo may follow what was said.
const ECHO: i64 = 1;

/// Reads words against the screen and its dialogue.
pub(in crate::citizen) fn hear(state: &mut State, screen: &Screen, (words, by): (&str, SaidBy), cx: &Context) -> Heard {
    let screen = Screen { voice: None, ..screen.clone() };
    let voice = &mut state.live.voice;
    voice.listens = false;
    let silent = words.trim().is_empty();
    if silent && voice.phase != Phase::Listening {
        return Heard::Nothing;
    }
    voice.hears |= !silent;
    let turn = turn(state, &screen);
    let turn = match being_said(&state.live.voice, cx).filter(|_| by == SaidBy::Mouth) {
        Some(words) => turn.while_saying(words),
        None => turn,
    };
    let voice = &mut state.live.voice;
    let (reply, next) = voice.dialogue.hear(&turn, words);
    if reply == Reply::Ignore {
        // The recogniser has ended; where it is the person's turn it begins again.
        return if voice.phase == Phase::Listening { Heard::Answered } else { Heard::Nothing };
    }
    voice.dialogue = next;
    (voice.talks, voice.level) = (true, 0);
    let cut = voice.interrupt();
    match reply {
        Reply::Do(meaning) => done(state, &screen, meaning, cut),
        missed => dictated(state, &screen, &missed, words).unwrap_or_else(|| answered(state, &screen, missed)),
    }
}

/// Says whether words repeat what the loudspeaker says.
pub(super) fn echoes(state: &State, words: &str) -> bool {
    let Some(saying) = &state.live.voice.saying else { return false };
    understand(&Turn::default().while_saying(saying), words) == Meaning::Reject(Why::Echo)
}

/// What a microphone may still hear of the loudspeaker; nothing where the person has it at their ear.
fn being_said<'a>(voice: &'a Voice, cx: &Context) -> Option<&'a String> {
    let just_said = voice.said.as_ref().filter(|(_, at)| cx.now().since(*at) <= ECHO).map(|(words, _)| words);
    voice.saying.as_ref().or(just_said).filter(|_| !voice.earpiece)
}

/// What may be said now.
fn turn(state: &State, screen: &Screen) -> Turn {
    let voice = &state.live.voice;
    let mut turn = Turn::of(screen).in_accent(accent(state));
    if turn.asks == Asks::Nothing && decision(screen).is_some() {
        turn = turn.asking(Asks::YesNo { question: Some(screen.title.speech.clone()) });
        turn.irreversible = asks_secret(screen);
    }
    if screen.withholds() && !voice.asked_for_all {
        let ui = Ui::new(state.settings.presentation);
        let key = ui.key(READ_ALL, msg::VOICE_KEY_REVEAL, None);
        let (label, names) = (key.label.display(), key.aliases);
        turn.offers.push(Offer { id: key.id, label, names, risk: Risk::None, listed: false });
    }
    turn
}

/// The two sides of a decision: yes, no.
fn decision(screen: &Screen) -> Option<(&Key, &Key)> {
    let no = screen.actions.iter().find(|action| action.kind == ActionKind::Refuse)?;
    let yes = screen.actions.iter().find(|action| action.kind == ActionKind::Primary)?;
    Some((&yes.key, &no.key))
}

fn asks_secret(screen: &Screen) -> bool {
    screen.nodes().any(|node| matches!(node.kind, NodeKind::DigitField { secret: true, .. }))
}

fn done(state: &mut State, screen: &Screen, meaning: Meaning, cut: Phase) -> Heard {
    let ui = Ui::new(state.settings.presentation);
    let voice = &mut state.live.voice;
    let pressed = match meaning {
        Meaning::Press(id) if id.as_str() == READ_ALL => {
            voice.asked_for_all = true;
            state.live.repeat = true;
            return Heard::Answered;
        }
        Meaning::Press(id) => key(screen, &id),
        Meaning::Global(global) => return globals::act(state, screen, global, cut),
        Meaning::WhereIs(id) => {
            voice.pending = globals::where_is(ui, screen, &id);
            return Heard::Answered;
        }
        // What is agreed to is heard whole before.
        Meaning::Yes if cut == Phase::Narrating => {
            voice.pending = Some(Answer::told(ui.text(msg::VOICE_HEAR_FIRST)).reading_on(true));
            return Heard::Answered;
        }
        // Where a secret is typed, hands say yes.
        Meaning::Yes => decision(screen).filter(|_| !asks_secret(screen)).map(|(yes, _)| yes.clone()),
        Meaning::No => decision(screen).map(|(_, no)| no.clone()),
        Meaning::Value(Slot::Digits(digits)) => return filled(voice, ui, screen, &digits),
        Meaning::Value(_) | Meaning::Ask(_) | Meaning::Reject(_) => None,
    };
    if let Some(key) = pressed {
        return press(voice, ui, screen, &key);
    }
    voice.pending = Some(Answer::missed(ui.text(msg::VOICE_REJECTED)));
    Heard::Answered
}

/// Presses a part by its name; where the screen stays, the name is read back.
pub(super) fn press(voice: &mut Voice, ui: Ui, screen: &Screen, key: &Key) -> Heard {
    voice.pending = Some(Answer::told(naming(ui, msg::VOICE_DID, &name(screen, key))));
    Heard::Press(key.id.clone())
}

/// Where nothing on the screen fitted and a field waits for words, they are its text.
fn dictated(state: &mut State, screen: &Screen, missed: &Reply, words: &str) -> Option<Heard> {
    if !matches!(missed, Reply::SayAgain | Reply::Examples | Reply::Person) || words.trim().is_empty() {
        return None;
    }
    let ui = Ui::new(state.settings.presentation);
    let voice = &mut state.live.voice;
    let node = field(screen, voice.field.as_ref())?;
    let NodeKind::TextField { input, .. } = &node.kind else { return None };
    let waits = voice.field.is_some() || voice.phase == Phase::Listening;
    match input {
        Input::Name | Input::Words if waits => {
            let text = plain(words)?;
            let heard = naming(ui, msg::VOICE_HEARD_WORDS, &text);
            Some(fill(voice, ui, screen, node.id.clone(), text, heard))
        }
        Input::CardNumber => {
            let text = spelled(words)?;
            let heard = ui.with(msg::VOICE_HEARD_DIGITS, &[("number", Value::Code(text.clone()))]);
            Some(fill(voice, ui, screen, node.id.clone(), text, heard))
        }
        _ => None,
    }
}

/// The field that words fill: the one whose 说 was pressed, else the first that takes any.
fn field<'a>(screen: &'a Screen, chosen: Option<&NodeId>) -> Option<&'a Node> {
    let takes = |node: &&Node| match &node.kind {
        NodeKind::TextField { .. } => true,
        NodeKind::DigitField { secret, .. } => !secret,
        _ => false,
    };
    screen.nodes().filter(takes).find(|node| chosen.is_none_or(|chosen| *chosen == node.id))
}

fn filled(voice: &mut Voice, ui: Ui, screen: &Screen, digits: &str) -> Heard {
    let Some(node) = field(screen, voice.field.as_ref()) else { return Heard::Answered };
    let heard = ui.with(msg::VOICE_HEARD_DIGITS, &[("number", Value::Code(digits.to_owned()))]);
    fill(voice, ui, screen, node.id.clone(), digits.to_owned(), heard)
}

fn fill(voice: &mut Voice, ui: Ui, screen: &Screen, id: NodeId, text: String, heard: leling_screen::Text) -> Heard {
    voice.dialogue = leling_language::understand::Dialogue::default();
    voice.pending = Some(read_back(ui, screen, heard));
    Heard::Fill(id, text)
}

/// A name or a few words as they were said, without what leads up to them; `None` where it is too long to be one.
fn plain(words: &str) -> Option<String> {
    const LEADS: [&str; 7] = ["我的名字叫", "我的名字是", "名字叫", "我叫", "我是", "俺叫", "叫"];
    const LONGEST: usize = 12;
    let bare: String = words.chars().filter(|c| c.is_alphanumeric() || *c == '·').collect();
    let bare = LEADS.iter().find_map(|lead| bare.strip_prefix(lead)).unwrap_or(&bare);
    let long = bare.chars().count();
    ((2..=LONGEST).contains(&long)).then(|| bare.to_owned())
}

/// A card number: one letter and eight digits, said one by one.
fn spelled(words: &str) -> Option<String> {
    const SAID: [(&str, &str); 10] = [
        ("零〇洞", "0"),
        ("一幺", "1"),
        ("二两", "2"),
        ("三", "3"),
        ("四", "4"),
        ("五", "5"),
        ("六", "6"),
        ("七拐", "7"),
        ("八", "8"),
        ("九", "9"),
    ];
    let digit = |c: char| SAID.iter().find(|(said, _)| said.contains(c)).map(|(_, digit)| (*digit).to_owned());
    let written = |c: char| c.is_ascii_alphanumeric().then(|| c.to_ascii_uppercase().to_string());
    let number: String = words.chars().filter_map(|c| digit(c).or_else(|| written(c))).collect();
    let (letter, digits) = (number.chars().next()?, number.get(1..)?);
    (letter.is_ascii_alphabetic() && digits.len() == 8 && digits.chars().all(|c| c.is_ascii_digit())).then_some(number)
}

/// What a dialogue that did nothing answers.
fn answered(state: &mut State, screen: &Screen, reply: Reply) -> Heard {
    let ui = Ui::new(state.settings.presentation);
    let named = |id: &NodeId| key(screen, id).map(|key| name(screen, &key));
    let this_one = |id: &NodeId| named(id).map(|name| naming(ui, msg::VOICE_THIS_ONE, &name));
    let secret = asks_secret(screen);
    let two = examples(screen);
    let answer = match reply {
        Reply::AskBack(two) => {
            let asked = Answer::asked(ui.text(msg::VOICE_ASK));
            two.iter().filter_map(this_one).fold(asked, Answer::then).offering(two)
        }
        Reply::SayFullPhrase(id) => {
            let phrase = named(&id).unwrap_or_default();
            Answer::asked(naming(ui, msg::VOICE_FULL_PHRASE, &phrase))
        }
        Reply::LeftAlone => Answer::told(ui.text(msg::VOICE_LEFT_ALONE)),
        Reply::Person => {
            let call = ui.with(msg::COMMON_CALL_SAYS, &[("helpline", Value::ServiceNumber(help::HOTLINE))]);
            let ways = Answer::other_ways(call).then(ui.text(msg::VOICE_TOUCH_TOO)).then(ui.text(msg::VOICE_HELPER));
            ways.offering([screen.nav.help.id.clone(), screen.nav.repeat.id.clone()])
        }
        _ if secret => Answer::missed(ui.text(msg::VOICE_SECRET)),
        Reply::Examples => {
            let lead = Answer::missed(ui.text(msg::VOICE_CAN_SAY));
            let examples = two.iter().filter_map(this_one).fold(lead, Answer::then);
            examples.then(ui.text(msg::VOICE_TOUCH_TOO)).offering(two)
        }
        Reply::SayAgain | Reply::Do(_) | Reply::Ignore => Answer::missed(ui.text(msg::VOICE_NOT_HEARD)).offering(two),
    };
    state.live.voice.pending = Some(answer);
    Heard::Answered
}
