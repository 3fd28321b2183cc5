//! The short messages that the gateway sends. None ever holds a link, a name or a number of a person.

use leling_protocol::SmsCode;

/// Gives the text that carries a phone code.
pub(crate) fn phone_code(code: &SmsCode, minutes: u32) -> String {
    format!("【乐龄卡】验证码{}，{minutes}分钟内有效。工作人员不会向您要，谁要都别给。", code.as_str())
}

/// Gives the text that tells the old phone's number of a replacement.
pub(crate) fn replacement_started(hours: u32) -> String {
    format!(
        "【乐龄卡】有人在新手机上用您的身份登记，{hours}小时后生效。不是您本人，请在原手机上点“不是我”，或拨打12333。"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_holds_a_link() {
        let code = SmsCode::parse("123456").unwrap();
        for text in [phone_code(&code, 5), replacement_started(24)] {
            let lower = text.to_lowercase();
            assert!(!["http", "www", "://", ".com", ".cn", "点击"].iter().any(|link| lower.contains(link)), "{text}");
        }
    }
}
