//! What is said of a screen, and when the phone listens.

use leling_language::understand::Accent;
use leling_language::{clips, msg};
use leling_screen::node::NoticeKind;
use leling_screen::{Earshot, Language, NodeKind, PlatformOp, Presentation, Screen, Text};

use super::answer::{is_han, tongue};
use super::{Phase, Voice, accent};
use crate::citizen::{Citizen, State};
use crate::context::Context;
use crate::effect::Effect;
use crate::session::Root;
use crate::ui::Ui;

/// Words with the language that says them.
struct Spoken {
    text: String,
    language: Language,
    phase: Phase,
}

/// Says what has to be said of what is about to be drawn; asks for ears, or for silence.
pub(in crate::citizen) fn drawn(state: &mut State, screen: &Screen, new_screen: bool, cx: &Context) -> Vec<Effect> {
    let asked = core::mem::take(&mut state.live.repeat);
    if new_screen {
        state.live.voice.enter();
    }
    let spoken = words(state, screen, new_screen, asked, cx);
    let (rate, volume) = (state.settings.speech_rate, state.settings.speech_volume);
    let dialect = dialect(accent(state)).to_owned();
    let (reading, reader) = (state.settings.presentation.voice, state.live.screen_reader);
    let voice = &mut state.live.voice;
    let mut effects = Vec::new();
    match spoken {
        Some(Spoken { text, language, phase }) if voice.speaks && !reader => {
            voice.saying = Some(text.clone());
            (voice.phase, voice.stop) = (phase, false);
            let sentences = clips::sentences(language, &text);
            let language = language.tag().to_owned();
            effects.push(Effect::Platform(PlatformOp::Speak { text, sentences, dialect, rate, volume, language }));
        }
        silent => {
            if core::mem::take(&mut voice.stop) {
                voice.saying = None;
                effects.push(Effect::Platform(PlatformOp::StopSpeaking));
            }
            // What nobody says is read, and it is the person's turn at once; a screen is looked at first.
            if silent.is_some_and(|silent| silent.phase == Phase::Answering) {
                voice.after_speech(reading, reader);
            }
        }
    }
    effects.extend(ears(voice, screen));
    effects
}

/// Which clips a person of that accent hears first.
const fn dialect(accent: Accent) -> &'static str {
    match accent {
        Accent::Jilu => "jilu",
        Accent::Zhongyuan => "zhongyuan",
        Accent::Jiaoliao => "jiaoliao",
        Accent::Standard | Accent::Shandong => "standard",
    }
}

/// The microphone is open while it is the person's turn, and at no other time.
fn ears(voice: &mut Voice, screen: &Screen) -> Option<Effect> {
    let wanted = voice.phase == Phase::Listening && voice.hears;
    if wanted == core::mem::replace(&mut voice.listens, wanted) {
        return None;
    }
    let language = screen.presentation.language.voice().tag().to_owned();
    Some(Effect::Platform(if wanted { PlatformOp::Listen { language } } else { PlatformOp::StopListening }))
}

fn words(state: &mut State, screen: &Screen, new_screen: bool, asked: bool, cx: &Context) -> Option<Spoken> {
    let reading = state.settings.presentation.voice;
    let fresh = core::mem::take(&mut state.live.voice.fresh);
    // The words of an answer are drawn and announced in any case.
    state.live.voice.fresh = fresh;
    let alert = alert(screen);
    let news = screen.announce.as_ref().filter(|_| !fresh).map(|words| words.speech.clone());
    let news = news.or_else(|| alert.clone().filter(|alert| state.live.alert.as_ref() != Some(alert)));
    state.live.alert = alert;
    let voice = &state.live.voice;
    if asked || new_screen && (reading || fresh) {
        return Some(narration(state, screen, cx));
    }
    let own = screen.presentation.language;
    let answer = voice.answer.as_ref().filter(|_| fresh);
    let text = match (answer, news) {
        (Some(answer), None) if answer.reads_on() => {
            let told = narration(state, screen, cx);
            return Some(Spoken { text: answer.speech() + &told.text, ..told });
        }
        (Some(answer), None) => answer.speech(),
        // What the screen has to say of an act is a better answer than its name.
        (Some(_), Some(news)) => news,
        (None, Some(news)) if reading => news,
        (None, _) => return None,
    };
    Some(Spoken { language: tongue(own, &text), text, phase: Phase::Answering })
}

/// The screen as it is read: sums and what else is personal only to the person alone, or when asked for.
fn narration(state: &State, screen: &Screen, cx: &Context) -> Spoken {
    let chinese = in_chinese(state, screen, cx);
    let screen = chinese.as_ref().unwrap_or(screen);
    let voice = &state.live.voice;
    let own = voice.earpiece || voice.asked_for_all;
    let mut text = screen.narration_for(if own { Earshot::Own } else { Earshot::Anyone });
    if !own && screen.withholds() {
        let ui = Ui::new(screen.presentation);
        for message in [msg::VOICE_PRIVATE, msg::VOICE_PRIVATE_ASK] {
            text.push_str(&ui.text(message).speech);
        }
    }
    Spoken { text, language: screen.presentation.language, phase: Phase::Narrating }
}

/// Gives the Chinese screen where one voice cannot say what stands on this one: its language has no voice, or a part of it
/// fell back to Chinese.
fn in_chinese(state: &State, screen: &Screen, cx: &Context) -> Option<Screen> {
    let own = screen.presentation.language;
    if own == Language::Chinese {
        return None;
    }
    let mut whole = own.voice() == own;
    // A language that names itself in a list is said in the words of the screen.
    let of_screen = |text: &Text| text.language != Some(Language::Chinese) || !is_han(&text.speech);
    screen.clone().for_each_text_mut(|text| whole &= of_screen(text));
    let presentation = Presentation { language: Language::Chinese, ..screen.presentation };
    (!whole).then(|| Citizen::view(state, presentation, cx).screen)
}

/// Gives what voice mode says of an error as soon as it stands: the words of the notice, or of the field.
fn alert(screen: &Screen) -> Option<String> {
    screen.nodes().find_map(|node| match &node.kind {
        NodeKind::Notice { notice: NoticeKind::Error, .. } => Some(node.speech.clone()),
        NodeKind::TextField { error: Some(error), .. } | NodeKind::DigitField { error: Some(error), .. } => {
            Some(error.speech.clone())
        }
        _ => None,
    })
}
