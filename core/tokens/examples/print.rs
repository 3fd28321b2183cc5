//! Prints what a page needs: `cargo run -p leling-tokens --example print -- css` or `-- icons`.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let text = match std::env::args().nth(1).as_deref() {
        Some("css") => leling_tokens::css(),
        Some("icons") => leling_tokens::icons_svg(),
        _ => return Err(io::Error::new(io::ErrorKind::InvalidInput, "say `css` or `icons`")),
    };
    io::stdout().write_all(text.as_bytes())
}
