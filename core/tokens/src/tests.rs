use super::*;

#[test]
fn every_pair_of_colours_has_the_contrast_it_needs() {
    for pair in &CONTRAST_PAIRS {
        assert!(pair.ratio() >= pair.need, "{} {} on {}: {:.2}", pair.theme, pair.front, pair.ground, pair.ratio());
    }
}

#[test]
fn the_contrast_formula_gives_known_ratios() {
    let grey = |v| Rgb { red: v, green: v, blue: v };
    assert!((grey(0).contrast(grey(255)) - 21.0).abs() < 1e-9);
    assert!((grey(119).contrast(grey(255)) - 4.48).abs() < 0.005);
    assert!((grey(7).contrast(grey(7)) - 1.0).abs() < f64::EPSILON);
}

#[test]
fn every_role_reaches_30_dp_at_the_top_step() {
    for role in TypeRole::ALL {
        for mode in Mode::ALL {
            let top = f32::from(role.size(*mode)) * mode.user_steps()[4];
            assert!(top >= 30.0, "{role} in {mode}: {top}");
        }
    }
}

#[test]
fn user_steps_start_at_one_and_rise() {
    for mode in Mode::ALL {
        let steps = mode.user_steps();
        assert!((steps[0] - 1.0).abs() < f32::EPSILON);
        assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{mode}");
    }
}

#[test]
fn targets_are_large_enough_in_each_mode() {
    assert_eq!(Mode::Standard.target_minimum(), 48);
    assert_eq!(Mode::Elder.target_minimum(), 60);
    assert_eq!(Mode::Large.target_minimum(), 60);
    assert_eq!(target::PRIMARY, 88);
}

#[test]
fn paths_hold_whole_m_l_c_z_commands() {
    let icons = Icon::ALL.iter().flat_map(|i| [Some(i.stroke()), i.fill()]).flatten();
    let lamps = Lamp::ALL.iter().map(|l| l.drawing());
    let layers = lamps.chain(Illustration::ALL.iter().map(|i| i.drawing())).flat_map(|d| d.layers).map(|l| l.path);
    for path in icons.chain(layers) {
        assert!(path.starts_with('M'), "{path}");
        for command in path.split_inclusive(|c: char| c.is_ascii_alphabetic()).collect::<Vec<_>>().windows(2) {
            let letter = command[0].chars().last().expect("split_inclusive yields no empty piece");
            let numbers = command[1].trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let count = numbers.split_whitespace().filter(|n| n.parse::<f32>().is_ok()).count();
            let expected = match letter {
                'M' | 'L' => 2,
                'C' => 6,
                'Z' => 0,
                other => panic!("command {other}"),
            };
            assert_eq!(count, expected, "{letter} in {path}");
        }
    }
}

#[test]
fn names_round_trip_and_are_unique() {
    fn check<T: Copy + PartialEq + std::fmt::Debug + std::str::FromStr<Err = UnknownName>>(
        all: &[T],
        name: fn(T) -> &'static str,
    ) {
        for item in all {
            assert_eq!(name(*item).parse::<T>().as_ref(), Ok(item));
        }
        assert!("no such name".parse::<T>().is_err());
    }
    check(Colour::ALL, Colour::as_str);
    check(TypeRole::ALL, TypeRole::as_str);
    check(Icon::ALL, Icon::as_str);
    check(Lamp::ALL, Lamp::as_str);
    check(Illustration::ALL, Illustration::as_str);
    check(Script::ALL, Script::as_str);
    check(Mode::ALL, Mode::as_str);
    check(Theme::ALL, Theme::as_str);
}

#[test]
fn css_defines_each_property_once_per_block_and_every_colour_in_both_themes() {
    let css = css();
    for block in css.split('}') {
        let body = block.rsplit('{').next().unwrap_or_default();
        let mut names: Vec<_> = body.split(';').filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "a property twice in {block}");
    }
    for theme in Theme::ALL {
        let block = css.split(&format!(".screen[data-theme={theme}]{{")).nth(1).expect("a block for each theme");
        let block = &block[..block.find('}').expect("a closed block")];
        for colour in Colour::ALL.iter().filter(|c| **c != Colour::Code) {
            assert!(block.contains(&format!("--{colour}:{};", colour.rgb(*theme))), "{colour} in {theme}");
        }
    }
    assert!(css.contains("--body:calc(22px*var(--step)"));
    assert!(css.contains(".screen[data-mode=large][data-step=\"4\"]{--step:1.5}"));
    assert_eq!(css.matches('{').count(), css.matches('}').count());
}

#[test]
fn svg_has_a_symbol_for_each_picture_and_marks_what_mirrors() {
    let svg = icons_svg();
    let pictures = Icon::ALL.len() + Lamp::ALL.len() + Illustration::ALL.len();
    assert_eq!(svg.matches("<symbol ").count(), pictures);
    assert_eq!(svg.matches("</symbol>").count(), pictures);
    assert!(svg.contains(r#"<symbol id="i-back" viewBox="0 0 24 24" data-mirror="true">"#));
    assert!(!svg.contains(r#"<symbol id="i-call" viewBox="0 0 24 24" data-mirror"#));
    assert!(Icon::Back.mirrors() && !Icon::Call.mirrors());
}

#[test]
fn rings_are_eleven_and_every_lamp_says_its_state_in_shape() {
    assert_eq!(Illustration::Rings.drawing().layers.len(), 11);
    let shapes: std::collections::BTreeSet<_> = Lamp::ALL.iter().map(|l| l.drawing().layers[0].path).collect();
    assert_eq!(shapes.len(), Lamp::ALL.len());
}
