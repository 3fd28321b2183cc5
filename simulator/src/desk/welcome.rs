//! What is printed at the start: five lines on the first run, and always one address.

use std::{
    net::SocketAddr,
    process::{Command, Stdio},
};

use super::folder::Age;

/// Prints what this is, and where.
pub(super) fn print(link: &str, age: Age, address: SocketAddr, wanted: SocketAddr) {
    if age == Age::New {
        println!("乐龄卡模拟器：左边两部手机，对面是终端、自助机、大屏、骗人网页和柜台。");
        println!("先从人物架选一位老人，照着手机上的话，一步步领卡。");
        println!("验证码看短信格；领卡码找窗口要；领好了就出示社保码。");
        println!("把码给终端看，再看一次就不受理；点扫一扫对准自助机，登录一次试试。");
        println!("人和号码都是编的；按 Ctrl-C 结束。请打开下面的网址：");
    }
    if address.port() != wanted.port() && wanted.port() != 0 {
        println!("{wanted} 已被占用，改用 {address}。");
    }
    println!("{link}");
}

/// Opens the page in the browser, where the machine has a way to; the address is printed in any case.
pub(super) fn open_browser(link: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(opener);
    command.arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(mut browser) = command.spawn() {
        // Waited for in a thread of its own, so that no finished process is left in the table.
        std::thread::spawn(move || browser.wait());
    }
}
