//! The screens of the kiosk.

use axum::response::Response;
use maud::html;

use super::{session::Person, sign_in::SignInError};
use crate::web::page;

const SCRIPT: &str = "/kiosk.js";
const TITLE: &str = "历下老年食堂";

pub(super) fn home() -> Response {
    let main = html! {
        p.over { "3号自助机" }
        h1 { (TITLE) }
        p.lead { "满65岁，饭菜打八折。" }
        a.key href="/login" { "用乐龄卡登录" }
        p.quiet { "没带手机？请到窗口，一样打折。" }
    };
    page(TITLE, "home", SCRIPT, &main)
}

/// Others can see this screen: the name is masked.
pub(super) fn person(person: &Person, ask_after: u64, clear_after: u64) -> Response {
    let main = html! {
        p.over { "3号自助机" }
        h1 { (masked(&person.name)) "，您好" }
        @match person.age_65 {
            Some(true) => p.lead.good { "您满65岁，今天八折。" },
            Some(false) => p.lead { "您还没满65岁，今天不打折。" },
            None => p.lead { "年龄没有告诉我们，今天不打折。" },
        }
        ul.menu {
            @for (dish, price) in [("小米粥", 3), ("清蒸鱼", 18), ("炒时蔬", 8)] {
                li { span { (dish) } b { (discounted(price, person.age_65)) "元" } }
            }
        }
        form #leave method="post" action="/logout" { button.key type="submit" { "用好了，退出" } }
        p.quiet { "退出以后，这里不留您的东西。" }
        dialog #still data-ask=(ask_after) data-clear=(clear_after) aria-labelledby="still-here" {
            h2 #still-here { "还在吗？" }
            p { "没人点，就替您退出。" }
            button.key #here type="button" { "我还在" }
        }
    };
    page(TITLE, "person", SCRIPT, &main)
}

pub(super) fn trouble(error: &SignInError) -> Response {
    let said = match error {
        SignInError::Refused => "您在手机上说了不是，这里什么都没登录。",
        SignInError::NotAsked => "等得太久了，请再来一次。",
        SignInError::Unbelievable | SignInError::Token => "这次没对上，请再来一次。",
        SignInError::Provider(_) => "现在连不上，请到窗口办，一样打折。",
    };
    let main = html! {
        p.over { "3号自助机" }
        h1 { "没有登录" }
        p.lead { (said) }
        a.key href="/" { "回到开头" }
    };
    page(TITLE, "trouble", SCRIPT, &main)
}

/// The family name and a star for each further character.
fn masked(name: &str) -> String {
    name.chars().enumerate().map(|(at, letter)| if at == 0 { letter } else { '*' }).collect()
}

/// Price in yuan; eight tenths of it, to the tenth, for who is 65.
fn discounted(price: u32, age_65: Option<bool>) -> String {
    if age_65 == Some(true) { format!("{}.{}", price * 8 / 10, price * 8 % 10) } else { price.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_masked_and_prices_are_cut_for_the_old_only() {
        assert_eq!(masked("王秀兰"), "王**");
        assert_eq!(masked("欧阳"), "欧*");
        assert_eq!((discounted(18, Some(true)), discounted(18, Some(false))), ("14.4".to_owned(), "18".to_owned()));
        assert_eq!(discounted(18, None), "18");
    }
}
