//! Turns the project's `visual/tokens.json` and `visual/icons.json` into Rust constants.
//!
//! In: the two tables. Out: `$OUT_DIR/tokens.rs`, included by `src/lib.rs`. A table that lacks a field, names an
//! unknown colour or holds a path command other than M L C Z stops the build with the place in the table.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

use serde_json::{Map, Value};

type Problem = Box<dyn std::error::Error>;

const MODES: [&str; 3] = ["standard", "elder", "large"];

fn main() -> Result<(), Problem> {
    let visual = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../visual");
    println!("cargo::rerun-if-changed=build.rs");
    let read = |name: &str| -> Result<Value, Problem> {
        let path = visual.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
    };
    let tokens = read("tokens.json")?;
    let icons = read("icons.json")?;

    let mut out = String::new();
    colours(&mut out, &tokens)?;
    contrast(&mut out, &tokens)?;
    type_roles(&mut out, &tokens)?;
    measures(&mut out, &tokens)?;
    pictures(&mut out, &tokens, &icons)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("tokens.rs"), out)?;
    Ok(())
}

/// `Colour` with a value in each theme, `IllustrationColour` with one value for both.
fn colours(out: &mut String, tokens: &Value) -> Result<(), Problem> {
    let light = object(tokens, "/colour/light")?;
    let dark = object(tokens, "/colour/dark")?;
    if !light.keys().eq(dark.keys()) {
        return Err("colour: the themes name different colours".into());
    }
    token_enum(
        out,
        "Colour",
        "A colour of the interface by its meaning; its value depends on the theme.",
        light.keys(),
    )?;
    rgb_table(out, "COLOURS_LIGHT", light)?;
    rgb_table(out, "COLOURS_DARK", dark)?;
    let drawn = object(tokens, "/illustration_colour")?;
    token_enum(out, "IllustrationColour", "A colour that only drawings use; the same in both themes.", drawn.keys())?;
    rgb_table(out, "ILLUSTRATION_COLOURS", drawn)
}

fn rgb_table(out: &mut String, name: &str, table: &Map<String, Value>) -> Result<(), Problem> {
    writeln!(out, "static {name}: [Rgb; {}] = [", table.len())?;
    for (key, value) in table {
        let hex = value.as_str().and_then(|v| v.strip_prefix('#')).filter(|v| v.len() == 6);
        let hex = hex.ok_or_else(|| format!("{name}: {key} is not #RRGGBB"))?;
        let number = u32::from_str_radix(hex, 16)?;
        let [_, r, g, b] = number.to_be_bytes();
        writeln!(out, "    Rgb {{ red: {r}, green: {g}, blue: {b} }},")?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn contrast(out: &mut String, tokens: &Value) -> Result<(), Problem> {
    let pairs = array(tokens, "/contrast/pairs")?;
    writeln!(
        out,
        "/// Every pair of colours that may meet on a screen, with the ratio that WCAG 2.x or our own rule asks of it."
    )?;
    writeln!(out, "pub static CONTRAST_PAIRS: [ContrastPair; {}] = [", pairs.len())?;
    for pair in pairs {
        let kind = if text(pair, "/kind")? == "text" { "Text" } else { "NonText" };
        writeln!(
            out,
            "    ContrastPair {{ theme: Theme::{}, front: Colour::{}, ground: Colour::{}, kind: ContrastKind::{kind}, need: {:?}, used_for: {:?} }},",
            pascal(text(pair, "/theme")?),
            pascal(text(pair, "/text")?),
            pascal(text(pair, "/on")?),
            as_f64(&number(pair, "/need")?)?,
            text(pair, "/use")?,
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn type_roles(out: &mut String, tokens: &Value) -> Result<(), Problem> {
    let roles = object(tokens, "/type/roles")?;
    token_enum(out, "TypeRole", "A role that text plays; its size depends on the mode.", roles.keys())?;
    writeln!(out, "static TYPE_ROLES: [RoleRow; {}] = [", roles.len())?;
    for role in roles.values() {
        let sizes = MODES.map(|mode| number(role, &format!("/{mode}")).map(|n| n.to_string()));
        let sizes = sizes.into_iter().collect::<Result<Vec<_>, _>>()?.join(", ");
        writeln!(out, "    RoleRow {{ sizes: [{sizes}], weight: {} }},", number(role, "/weight")?)?;
    }
    writeln!(out, "];")?;

    writeln!(out, "static USER_STEPS: [[f32; 5]; 3] = [")?;
    for mode in MODES {
        let steps = array(tokens, &format!("/type/user_steps/{mode}"))?;
        let steps: Option<Vec<_>> = steps.iter().map(|s| s.as_f64().map(|s| format!("{s:?}"))).collect();
        writeln!(out, "    [{}],", steps.ok_or("type/user_steps: not numbers")?.join(", "))?;
    }
    writeln!(out, "];")?;

    let heights = object(tokens, "/type/line_height_by_script")?;
    token_enum(out, "Script", "A script by the language tag that writes it.", heights.keys())?;
    writeln!(out, "static SCRIPTS: [ScriptRow; {}] = [", heights.len())?;
    for (tag, height) in heights {
        let scale = number(tokens, &format!("/type/scale_by_script/{tag}"))?;
        let height = height.as_f64().ok_or("type/line_height_by_script: not a number")?;
        writeln!(out, "    ScriptRow {{ line_height: {height:?}, scale: {:?} }},", as_f64(&scale)?)?;
    }
    writeln!(out, "];")?;
    writeln!(out, "/// Font families for HTML, in order of preference; no web font among them.")?;
    writeln!(out, "pub const FONT_FAMILY: &str = {:?};", text(tokens, "/type/family/html")?)?;
    writeln!(out, "/// Space under a paragraph, in em of its own size.")?;
    writeln!(out, "pub const PARAGRAPH_GAP_EM: f32 = {:?};", as_f64(&number(tokens, "/type/paragraph_gap/em")?)?)?;
    Ok(())
}

/// Modules of constants, and the same as rows of (CSS name, value, unit) for `css()`.
fn measures(out: &mut String, tokens: &Value) -> Result<(), Problem> {
    let groups = [
        ("space", "/space", "Distances in dp.", "px"),
        ("radius", "/radius", "Corner radii in dp.", "px"),
        (
            "target",
            "/target",
            "Smallest heights and widths of what can be pressed, and the gap between two of them, in dp.",
            "px",
        ),
        ("stroke", "/stroke", "Widths of outlines in dp.", "px"),
        ("icon_size", "/icon/sizes", "Sides of icons in dp at user step 1; they grow with the text beside them.", "px"),
        (
            "motion",
            "/motion",
            "Durations in milliseconds; all of them are 0 when the system asks for less motion.",
            "ms",
        ),
    ];
    let mut rows = String::new();
    let mut count = 0;
    for (module, pointer, doc, unit) in groups {
        writeln!(out, "/// {doc}\npub mod {module} {{")?;
        for (key, value) in object(tokens, pointer)? {
            let Some(value) = value.as_u64() else {
                continue;
            };
            let key = key.strip_suffix("_ms").unwrap_or(key);
            writeln!(out, "    #[doc = \"`{key}`\"]\n    pub const {}: u16 = {value};", key.to_uppercase())?;
            let css = format!("{module}-{key}").replace('_', "-");
            writeln!(rows, "    Measure {{ name: {css:?}, value: {value}, unit: {unit:?} }},")?;
            count += 1;
        }
        if module == "motion" {
            let easing = text(tokens, "/motion/easing")?;
            writeln!(
                out,
                "    /// Timing function of every transition, as CSS writes it.\n    pub const EASING: &str = {easing:?};"
            )?;
        }
        writeln!(out, "}}")?;
    }
    writeln!(out, "static MEASURES: [Measure; {count}] = [\n{rows}];")?;
    layout(out, tokens)
}

fn layout(out: &mut String, tokens: &Value) -> Result<(), Problem> {
    writeln!(out, "/// Widths, margins and columns in dp of the three frames we draw for.\npub mod layout {{")?;
    for (frame, values) in object(tokens, "/layout")? {
        let values = values.as_object().ok_or_else(|| format!("layout/{frame}: not an object"))?;
        for (key, value) in values {
            let Some(value) = value.as_u64() else {
                continue;
            };
            let name = format!("{frame}_{key}").to_uppercase();
            writeln!(out, "    #[doc = \"`{frame}`, `{key}`\"]\n    pub const {name}: u16 = {value};")?;
        }
    }
    writeln!(out, "}}")?;
    Ok(())
}

fn pictures(out: &mut String, tokens: &Value, icons: &Value) -> Result<(), Problem> {
    let table = object(icons, "/icons")?;
    token_enum(out, "Icon", "A line icon on a grid of 24; always beside a word, never alone.", table.keys())?;
    writeln!(out, "static ICONS: [IconRow; {}] = [", table.len())?;
    for (name, icon) in table {
        for key in ["stroke", "fill"] {
            check_path(name, icon.get(key))?;
        }
        let path = |key: &str| icon.get(key).and_then(Value::as_str);
        writeln!(
            out,
            "    IconRow {{ stroke: {:?}, fill: {:?}, mirror: {}, name_zh: {:?} }},",
            path("stroke").ok_or_else(|| format!("icon {name}: no stroke"))?,
            path("fill"),
            icon.get("mirror").and_then(Value::as_bool).unwrap_or(false),
            text(icon, "/name_zh")?,
        )?;
    }
    writeln!(out, "];")?;

    let known = object(tokens, "/colour/light")?.keys().cloned().collect::<BTreeSet<_>>();
    let drawn = object(tokens, "/illustration_colour")?.keys().cloned().collect::<BTreeSet<_>>();
    for (kind, pointer, doc) in [
        ("Lamp", "/lamps", "The status lamp: its shape says the state before any colour does."),
        ("Illustration", "/illustrations", "A drawing; decorative, so a screen reader skips it."),
    ] {
        let table = object(icons, pointer)?;
        token_enum(out, kind, doc, table.keys())?;
        writeln!(out, "static {}S: [Drawing; {}] = [", kind.to_uppercase(), table.len())?;
        for (name, drawing) in table {
            let view_box = drawing.get("viewBox").and_then(Value::as_str).unwrap_or("0 0 24 24");
            let [_, _, width, height] = view_box.split(' ').collect::<Vec<_>>()[..] else {
                return Err(format!("{name}: viewBox {view_box}").into());
            };
            writeln!(
                out,
                "    Drawing {{ width: {width}, height: {height}, name_zh: {:?}, layers: &[",
                text(drawing, "/name_zh")?
            )?;
            for layer in array(drawing, "/layers")? {
                writeln!(out, "        {},", layer_text(name, layer, &known, &drawn)?)?;
            }
            writeln!(out, "    ] }},")?;
        }
        writeln!(out, "];")?;
    }
    Ok(())
}

fn layer_text(
    name: &str,
    layer: &Value,
    known: &BTreeSet<String>,
    drawn: &BTreeSet<String>,
) -> Result<String, Problem> {
    let paint = match layer.get("colour").and_then(Value::as_str) {
        None => "Paint::Current".to_owned(),
        Some(colour) if known.contains(colour) => {
            format!("Paint::Theme(Colour::{})", pascal(colour))
        }
        Some(colour) if drawn.contains(colour) => {
            format!("Paint::Fixed(IllustrationColour::{})", pascal(colour))
        }
        Some(colour) => return Err(format!("{name}: unknown colour {colour}").into()),
    };
    if let Some(stroke) = layer.get("stroke") {
        check_path(name, Some(stroke))?;
        let width = as_f64(&number(layer, "/width")?)?;
        return Ok(format!(
            "Layer {{ path: {:?}, brush: Brush::Stroke {{ width: {width:?} }}, paint: {paint} }}",
            text(layer, "/stroke")?
        ));
    }
    check_path(name, layer.get("fill"))?;
    Ok(format!("Layer {{ path: {:?}, brush: Brush::Fill, paint: {paint} }}", text(layer, "/fill")?))
}

/// Shells parse paths with some 20 lines, so nothing but absolute M, L, C and Z may stand in one.
fn check_path(name: &str, path: Option<&Value>) -> Result<(), Problem> {
    let Some(path) = path else { return Ok(()) };
    let path = path.as_str().ok_or_else(|| format!("{name}: a path that is not text"))?;
    let allowed = |c: char| matches!(c, 'M' | 'L' | 'C' | 'Z' | '0'..='9' | '.' | '-' | ' ');
    if path.starts_with('M') && path.chars().all(allowed) {
        Ok(())
    } else {
        Err(format!("{name}: a path command other than M L C Z").into())
    }
}

fn token_enum<'a>(
    out: &mut String,
    name: &str,
    doc: &str,
    keys: impl Iterator<Item = &'a String>,
) -> Result<(), Problem> {
    writeln!(out, "token_enum! {{\n    #[doc = {doc:?}]\n    {name} {{")?;
    for key in keys {
        writeln!(out, "        {} => {key:?},", pascal(key))?;
    }
    writeln!(out, "    }}\n}}")?;
    Ok(())
}

fn pascal(name: &str) -> String {
    name.split(['_', '-'])
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect::<Vec<_>>()
        })
        .collect()
}

fn find<'a>(value: &'a Value, pointer: &str) -> Result<&'a Value, Problem> {
    value.pointer(pointer).ok_or_else(|| format!("{pointer}: missing").into())
}

fn object<'a>(value: &'a Value, pointer: &str) -> Result<&'a Map<String, Value>, Problem> {
    find(value, pointer)?.as_object().ok_or_else(|| format!("{pointer}: not an object").into())
}

fn array<'a>(value: &'a Value, pointer: &str) -> Result<&'a Vec<Value>, Problem> {
    find(value, pointer)?.as_array().ok_or_else(|| format!("{pointer}: not a list").into())
}

fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str, Problem> {
    find(value, pointer)?.as_str().ok_or_else(|| format!("{pointer}: not text").into())
}

fn number(value: &Value, pointer: &str) -> Result<serde_json::Number, Problem> {
    find(value, pointer)?.as_number().cloned().ok_or_else(|| format!("{pointer}: not a number").into())
}

fn as_f64(number: &serde_json::Number) -> Result<f64, Problem> {
    number.as_f64().ok_or_else(|| format!("{number}: not a float").into())
}
