//! 三盏灯: card made, social function on, bank function on; which one is missing and who can mend it.

use leling_language::{Msg, home as words, msg};
use leling_protocol::wire::LampState;
use leling_protocol::{CardAction, Verdict};
use leling_screen::ActionKind;
use leling_screen::node::{NoticeKind, Row, RowsStyle, Tag, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{Icon, Lamp};

use super::{Flow, Page, State, claim, home};
use crate::context::Context;
use crate::effect::{Effect, GatewayCall};
use crate::ui::Ui;

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 领卡
    Claim,
    /// 知道了
    Done,
}

/// Opens the lamps and looks after them.
pub fn open(state: &mut State) -> Vec<Effect> {
    state.flow = Flow::Lamps;
    vec![Effect::Gateway(GatewayCall::FetchCard)]
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    match event {
        Event::Claim => {
            state.flow = Flow::Claim(claim::Claiming::default());
            Vec::new()
        }
        Event::Done => home::open(state, cx),
    }
}

/// The person sees three lamps, each with a sentence, and the one that is missing with who can mend it.
pub fn view(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("lamps", ui.text(msg::LAMPS_TITLE));
    page.section(SectionRole::Status);
    match &state.kept.card {
        Some(card) => {
            let lamps = [
                ("lamp.card", Icon::Card, msg::LAMPS_CARD, card.lamps.card, words::card_lamp(card.physical)),
                ("lamp.social", Icon::Shield, msg::LAMPS_SOCIAL, card.lamps.social, social_sentence(card.lamps.social)),
                ("lamp.bank", Icon::Yuan, msg::LAMPS_BANK, card.lamps.bank, bank_sentence(card.lamps.bank)),
            ];
            let rows = lamps.map(|(id, icon, label, lamp, detail)| row(&page, id, icon, label, lamp, detail));
            page.rows("lamps", RowsStyle::Rows, rows.to_vec());
        }
        None => page.paragraph("fetching", ui.text(msg::HOME_STATUS_UNKNOWN)),
    }
    let pay = ui.text(msg::COMMON_PAY_GOES_ON);
    page.notice("pay", NoticeKind::Note, Tone::Good, Icon::Yuan, pay, None);
    let may_claim = matches!(home::may(state, CardAction::Claim), Verdict::Allowed);
    let (id, label, event) = if may_claim {
        ("claim", msg::HOME_KEY_CLAIM, Event::Claim)
    } else {
        ("done", msg::COMMON_KEY_DONE, Event::Done)
    };
    page.action(ActionKind::Primary, id, ui.label(label), None, super::Event::Lamps(event));
    page
}

fn row(page: &Page, id: &str, icon: Icon, label: Msg, lamp: LampState, detail: Msg) -> Row {
    let ui = page.ui();
    let drawn = match lamp {
        LampState::On => Lamp::Calm,
        LampState::Off => Lamp::Due,
        LampState::Waiting => Lamp::Wait,
    };
    let key = page.silent_key(id, ui.text(label), Some(icon));
    let (tone, word) = match lamp {
        LampState::On => (Tone::Good, msg::LAMPS_TAG_ON),
        LampState::Off => (Tone::Caution, msg::LAMPS_TAG_OFF),
        LampState::Waiting => (Tone::Quiet, msg::LAMPS_TAG_WAITING),
    };
    let tag = Some(Tag { tone, text: ui.text(word) });
    Row { key, pressable: false, detail: Some(ui.text(detail)), lamp: Some(drawn), tag, chosen: false }
}

const fn social_sentence(lamp: LampState) -> Msg {
    match lamp {
        LampState::On => msg::LAMPS_SOCIAL_ON,
        LampState::Off => msg::LAMPS_SOCIAL_OFF,
        LampState::Waiting => msg::LAMPS_SOCIAL_WAITING,
    }
}

const fn bank_sentence(lamp: LampState) -> Msg {
    match lamp {
        LampState::On => msg::LAMPS_BANK_ON,
        LampState::Off => msg::LAMPS_BANK_OFF,
        LampState::Waiting => msg::LAMPS_BANK_WAITING,
    }
}
