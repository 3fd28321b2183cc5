//! What every page has to be, read from its markup: one heading, its landmarks, labels that lead somewhere, nothing inline.

/// Looks at a whole page.
///
/// # Panics
/// Where something is missing.
pub(crate) fn check(page: &str) {
    let count = |needle: &str| page.matches(needle).count();
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    for once in ["<h1", "<header", "<main", "<footer", "<title>", "<html lang=\""] {
        assert_eq!(count(once), 1, "{once} in {page}");
    }
    for never in [" style=", "<style", "javascript:", "http-equiv", " onclick", " onload", " onsubmit", "<iframe"] {
        assert_eq!(count(never), 0, "{never} in {page}");
    }
    assert_eq!(count("<script"), count("<script src=\"/assets/"), "an inline script in {page}");
    let ids = values(page, "id");
    for (place, id) in ids.iter().enumerate() {
        assert!(!ids[..place].contains(id), "id {id} stands twice");
    }
    for name in ["for", "aria-labelledby", "aria-describedby"] {
        for id in values(page, name).iter().flat_map(|ids| ids.split(' ')) {
            assert!(ids.contains(&id), "{name} {id} leads nowhere");
        }
    }
    for input in tags(page, "input").into_iter().filter(|tag| !tag.contains("type=\"hidden\"")) {
        let named = values(input, "id").first().is_some_and(|id| page.contains(&format!("for=\"{id}\"")));
        let inside = input.contains("type=\"radio\"") || input.contains("type=\"checkbox\"");
        assert!(named || inside, "{input} has no label");
    }
    for form in tags(page, "form") {
        assert!(form.contains("method=\"post\"") && form.contains("action=\"/"), "{form}");
    }
    for drawing in tags(page, "svg") {
        let silent = drawing.contains("aria-hidden=\"true\"");
        assert!(silent || (drawing.contains("role=\"img\"") && drawing.contains("aria-label=")), "{drawing}");
    }
}

/// Gives the values of an attribute, in order.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Gives the opening tags of an element.
fn tags<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<{name} ");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('>').next()).collect()
}
