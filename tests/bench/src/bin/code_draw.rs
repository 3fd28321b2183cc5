//! Drawing an identity code as modules, beside `qrcodegen`.

use leling_bench::{
    Failed, clock,
    identity::Issuer,
    pairs::{Pairs, exact, say_load},
};
use leling_code::{Level, draw};
use qrcodegen::{QrCode, QrCodeEcc};

/// Drawings of one sample.
const DRAWINGS: u32 = 20;
const PAIRS: usize = 25;

fn main() -> Result<(), Failed> {
    say_load("code_draw");
    let text = Issuer::new()?.code()?.text;
    let ours = || clock::micros_each(DRAWINGS, || draw(&text, Level::Medium).map_err(Failed::from));
    let peer = || clock::micros_each(DRAWINGS, || QrCode::encode_text(&text, QrCodeEcc::Medium).map_err(Failed::from));
    Pairs::take(PAIRS, ours, peer)?.report("code_draw", "cpu_us");
    let side = u32::try_from(draw(&text, Level::Medium)?.size())?;
    let of_peer = QrCode::encode_text(&text, QrCodeEcc::Medium)?.size();
    exact("code_draw_side", f64::from(side), "modules", Some(f64::from(of_peer)));
    println!("# code_draw: {} characters", text.len());
    Ok(())
}
