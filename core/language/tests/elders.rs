//! What elders may say, and what a recogniser makes of it: other words, dialect, mishearings, refusals, corrections, talk
//! beside the phone. The same tables go through `leling-probe understand`.

use leling_language::understand::{Asks, Meaning, Offer, Turn, understand};
use leling_screen::{NodeId, Risk};

const HOME: [(&str, &str); 8] = [
    ("pension", "查养老金"),
    ("certify", "资格认证"),
    ("card", "电子社保卡"),
    ("loss", "社保卡挂失"),
    ("progress", "办事进度"),
    ("records", "办事记录"),
    ("medical", "看病报销"),
    ("settings", "设置"),
];

fn turn(actions: &[(&str, &str)], asks: Asks) -> Turn {
    let offer = |(id, label): &(&str, &str)| Offer {
        id: NodeId::new(id),
        label: (*label).to_owned(),
        names: Vec::new(),
        risk: if label.starts_with("确认") { Risk::Irreversible } else { Risk::None },
        listed: true,
    };
    Turn { offers: actions.iter().map(offer).collect(), asks, ..Turn::default() }
}

fn meant(turn: &Turn, heard: &str) -> String {
    match understand(turn, heard) {
        Meaning::Press(id) => id.as_str().to_owned(),
        Meaning::Global(global) => global.id().to_owned(),
        Meaning::WhereIs(_) => "where_is".to_owned(),
        Meaning::Yes => "yes".to_owned(),
        Meaning::No => "no".to_owned(),
        Meaning::Value(value) => value.value(),
        Meaning::Ask(_) => "ask".to_owned(),
        Meaning::Reject(_) => "reject".to_owned(),
    }
}

fn each(turn: &Turn, table: &[(&str, &str)]) {
    for (heard, wanted) in table {
        assert_eq!(&meant(turn, heard), wanted, "{heard}");
    }
}

#[test]
fn other_words_dialect_and_homophones_reach_the_part() {
    each(
        &turn(&HOME, Asks::Nothing),
        &[
            ("俺要查养老钱", "pension"),
            ("老保发没发", "pension"),
            ("看看俺这个月开支来了没", "pension"),
            ("查查样老斤", "pension"),
            ("证明俺还活着那个", "certify"),
            ("紫格认证", "certify"),
            ("刷连认证", "certify"),
            ("点子社保卡", "card"),
            ("卡丢了", "loss"),
            ("俺的卡找不着了", "loss"),
            ("俺那个卡知不道放哪了", "loss"),
            ("社宝卡挂失", "loss"),
            ("我办的事到哪一步了", "progress"),
            ("谁给我办过业务", "records"),
            ("药费能报多少", "medical"),
            ("看病爆销", "medical"),
            ("设制", "settings"),
            ("第三个", "card"),
            ("弟三个", "card"),
            ("第伞个", "card"),
            ("倒数第二个", "medical"),
        ],
    );
}

#[test]
fn what_is_refused_is_not_done_and_what_is_meant_instead_is() {
    each(
        &turn(&HOME, Asks::Nothing),
        &[
            ("别点", "reject"),
            ("不要挂失", "reject"),
            ("先别给我挂失", "reject"),
            ("我没说要挂失", "reject"),
            ("我卡没丢", "reject"),
            ("甭挂失", "reject"),
            ("遣给我挂失", "reject"),
            ("不看记录，看进度", "progress"),
            ("不是认证，是查养老金", "pension"),
            ("挂失就不用了，看看养老金", "pension"),
            ("不是不是我要第二个", "certify"),
        ],
    );
}

#[test]
fn talk_beside_the_phone_is_nothing() {
    let home = turn(&HOME, Asks::Nothing);
    for heard in [
        "今天天气不错",
        "中央电视台新闻联播",
        "晚上吃啥",
        "孙子放学了没",
        "对对对就是那个",
        "把门关上",
        "给我倒杯水",
        "老李来下棋",
        "地里的麦子该收了",
        "嗯",
        "好",
        "是",
        "买二斤鸡蛋",
        "明天去赶集",
        "几点了",
        "帮我放首歌",
        "给我闺女打个电话",
        "附近有啥好吃的",
        "这个老头真倔",
        "打开支付宝",
        "说书的来了",
        "听你的",
        "asdf",
        "。。",
    ] {
        assert_eq!(meant(&home, heard), "reject", "{heard}");
    }
}

#[test]
fn long_talk_is_nothing_and_costs_nothing() {
    let talk = "查养老金认证一千二百块三月".repeat(500);
    for asks in [Asks::Nothing, Asks::Date, Asks::Money, Asks::Phone, Asks::Digits { length: None }] {
        assert_eq!(meant(&turn(&HOME, asks), &talk), "reject");
    }
}

#[test]
fn a_short_yes_does_nothing_where_it_cannot_be_taken_back() {
    let actions = [("confirm", "确认挂失"), ("change", "改电话"), ("cancel", "先不办")];
    let review = turn(&actions, Asks::YesNo { question: None });
    for heard in [
        "好的",
        "嗯",
        "行吧",
        "可以可以",
        "对对对",
        "中",
        "管",
        "确认",
        "挂失",
        "好好好确认",
        "办",
        "就按你说的办",
        "同意",
        "OK",
        "确认挂失吗",
        "第一个",
        "你说确认挂失就行",
        "让我说确认挂失",
        "确定挂失",
        "确认解除",
    ] {
        assert_eq!(meant(&review, heard), "reject", "{heard}");
    }
    each(
        &review,
        &[
            ("确认挂失", "confirm"),
            ("嗯确认挂失", "confirm"),
            ("我不同意", "no"),
            ("不办了", "cancel"),
            ("电话不对", "change"),
            ("返回", "back"),
            ("打12333", "help_12333"),
        ],
    );
}

#[test]
fn yes_no_and_what_is_neither() {
    let question = turn(&[], Asks::YesNo { question: None });
    for yes in ["好", "中", "管", "是的", "没问题", "妥了", "中中中", "那行", "俺愿意"] {
        assert_eq!(meant(&question, yes), "yes", "{yes}");
    }
    for no in ["不", "不中", "我不同意", "不用了", "先不", "俺不愿意", "那不行", "这可不行"] {
        assert_eq!(meant(&question, no), "no", "{no}");
    }
    for neither in [
        "知不道",
        "行不行啊",
        "是不是",
        "是不鳃",
        "我想想",
        "好什么好",
        "谁同意了",
        "对不起",
        "好家伙",
        "没说不行",
        "不反对",
    ] {
        assert_eq!(meant(&question, neither), "reject", "{neither}");
    }
}

#[test]
fn values_as_they_are_said_and_corrected() {
    each(
        &turn(&[("resend", "重新发送"), ("other", "换个办法")], Asks::Digits { length: None }),
        &[
            ("四八二，六幺三", "482613"),
            ("我看看啊，五五七，九零二", "557902"),
            ("一二三四五六，不对，是一二三四五七", "123457"),
            ("三个八一二六", "888126"),
            ("四八二六十三", "reject"),
            ("我今年七十二了", "reject"),
            ("再发一遍", "resend"),
        ],
    );
    each(
        &turn(&[("next", "下一步")], Asks::Phone),
        &[
            ("我的手机号是九九九，幺二三四，五六七八", "99912345678"),
            ("九九九一二三四五六七八，不对，是九九九一二三四五六七九", "99912345679"),
            ("九九九一二三四", "reject"),
        ],
    );
    each(
        &turn(&[("forgot", "记不清了")], Asks::Date),
        &[
            ("农历腊月二十三", "lunar:12-23"),
            ("闰四月初八", "lunar:L04-08"),
            ("二零零三年八月九号", "2003-08-09"),
            ("两千零三年八月九号", "2003-08-09"),
            ("1958-3-15", "1958-03-15"),
            ("我是五二年腊月初八生的", "lunar:1952-12-08"),
            ("二月三十号", "reject"),
            ("民国三十七年", "reject"),
        ],
    );
    each(
        &turn(&[("skip", "跳过")], Asks::Money),
        &[
            ("一千二百块零五毛", "1200.5"),
            ("1200.5元", "1200.5"),
            ("一万零五块", "10005"),
            ("一千二，不对，一千三", "1300"),
            ("负五百", "reject"),
            ("千把块", "reject"),
        ],
    );
}
