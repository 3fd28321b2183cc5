//! Checks of identity codes at a terminal, beside the two bare P-256 checks that they cannot do without.

use leling_bench::{
    Failed, clock,
    identity::{Issuer, NOW, Shown},
    pairs::{Pairs, say_load},
};

/// Codes of one sample.
const CODES: u32 = 200;
const PAIRS: usize = 25;

fn main() -> Result<(), Failed> {
    say_load("verify");
    let mut issuer = Issuer::new()?;
    let codes = (0..CODES).map(|_| issuer.code()).collect::<Result<Vec<Shown>, _>>()?;
    let terminal = issuer.terminal()?;
    // A code counts once at a terminal: each sample begins with one that has seen none.
    let ours = || {
        let mut terminal = terminal.clone();
        let mut code = codes.iter().cycle();
        let each = clock::micros_each(CODES, || {
            terminal.verify(&code.next().ok_or("no codes")?.text, NOW).map_err(Failed::from)
        })?;
        Ok::<_, Failed>(1e6 / each)
    };
    let peer = || {
        let mut code = codes.iter().cycle();
        let each = clock::micros_each(CODES, || code.next().ok_or("no codes")?.check_signatures())?;
        Ok(1e6 / each)
    };
    Pairs::take(PAIRS, ours, peer)?.report("verify_identity_code", "per_cpu_second");
    println!("# verify_identity_code: {} characters; the peer checks the same two signatures", codes[0].text.len());
    Ok(())
}
