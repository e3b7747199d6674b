//! Each kind of edit, and the one change that it is.

use super::*;

#[test]
fn another_scale_is_a_change_of_the_study() {
    let change = only(&Texts::shipped().study("mmt-max = 150", "mmt-max = 80"));
    assert_eq!(change.touches(), Touch::Form("mmt8".into()));
    assert_eq!(
        change,
        Change {
            part: Part::Study,
            path: vec![key("mmt-max")],
            what: changed(number("150"), number("80")),
        }
    );
}

#[test]
fn title_and_version_of_the_study_file_are_versioned() {
    let change = only(&Texts::shipped().study("version = \"3\"", "version = \"4\""));
    assert_eq!(change.path, [key("version")]);
    let edited = Texts::shipped().study(
        "title = \"Abatacept in refractory dermatomyositis\"",
        "title = \"Abatacept\"",
    );
    assert_eq!(only(&edited).path, [key("title")]);
}

#[test]
fn a_window_is_a_change_of_its_visit() {
    let edited = Texts::shipped().study(
        "day = 84\nearly = 7\nlate = 7\n",
        "day = 84\nearly = 7\nlate = 14\n",
    );
    let change = only(&edited);
    assert_eq!(change.touches(), Touch::Visit("week-12".into()));
    assert_eq!(change.part, Part::Visit("week-12".into()));
    assert_eq!(change.path, [key("late")]);
    assert_eq!(change.what, changed(number("7"), number("14")));
}

#[test]
fn a_visit_between_others_is_one_change() {
    let edited = Texts::shipped().study(
        "[[visit]]\nid = \"week-8\"",
        "[[visit]]\nid = \"week-6\"\nlabel = \"Week 6\"\nday = 42\nearly = 3\nlate = 3\nforms = [\"phga\"]\n\n[[visit]]\nid = \"week-8\"",
    );
    let change = only(&edited);
    assert_eq!(change.part, Part::Visit("week-6".into()));
    assert_eq!(change.path, []);
    let What::Added(visit) = change.what else {
        panic!("{:?}", change.what);
    };
    assert_eq!(visit.get("label"), Some(&text("Week 6")));
}

#[test]
fn a_visit_that_goes_is_one_change() {
    let shipped = Texts::shipped();
    let start = shipped.study.find("[[visit]]\nid = \"week-8\"").unwrap();
    let end = shipped.study.find("[[visit]]\nid = \"week-12\"").unwrap();
    let mut edited = shipped;
    edited.study.replace_range(start..end, "");
    let change = only(&edited);
    assert_eq!(change.part, Part::Visit("week-8".into()));
    assert!(matches!(change.what, What::Removed(_)));
}

#[test]
fn a_visit_of_another_id_keeps_the_old_one_in_the_difference() {
    let change = only(&Texts::shipped().study("id = \"week-8\"", "id = \"week-eight\""));
    assert_eq!(change.touches(), Touch::Visit("week-8".into()));
    assert_eq!(change.path, [key("id")]);
    assert_eq!(change.what, changed(text("week-8"), text("week-eight")));
}

#[test]
fn forms_of_a_visit_are_added_and_moved_by_name() {
    let old = "forms = [\"ptga\", \"phga\", \"glucocorticoid\", \"vital-signs\", \"laboratory\", \"events-asked\"]";
    let at = |form: &str| vec![key("forms"), Step::Listed(form.to_owned())];
    let change = only(&Texts::shipped().study(
        old,
        "forms = [\"ptga\", \"haq\", \"phga\", \"glucocorticoid\", \"vital-signs\", \"laboratory\", \"events-asked\"]",
    ));
    assert_eq!(change.part, Part::Visit("week-2".into()));
    assert_eq!(change.path, at("haq"));
    assert_eq!(change.what, What::Added(text("haq")));
    let change = only(&Texts::shipped().study(
        old,
        "forms = [\"glucocorticoid\", \"ptga\", \"phga\", \"vital-signs\", \"laboratory\", \"events-asked\"]",
    ));
    assert_eq!(change.path, at("glucocorticoid"));
    assert_eq!(change.what, moved(3, 1));
}

#[test]
fn labels_and_codes_of_options_are_changes_of_the_option() {
    let change = only(&Texts::shipped().form(
        "haq",
        "label = \"with much difficulty\"",
        "label = \"with great difficulty\"",
    ));
    assert_eq!(change.touches(), Touch::Form("haq".into()));
    assert_eq!(change.part, option("haq", "difficulty", "2"));
    assert_eq!(change.path, [key("label")]);
    let change = only(&Texts::shipped().form(
        "phga",
        "code = \"4\", label = \"extremely severe\"",
        "code = \"5\", label = \"extremely severe\"",
    ));
    assert_eq!(change.part, option("phga", "activity", "4"));
    assert_eq!(change.path, [key("code")]);
    assert_eq!(change.what, changed(text("4"), text("5")));
}

#[test]
fn options_whose_labels_are_swapped_both_change() {
    let edited = Texts::shipped()
        .form(
            "phga",
            "\"0\", label = \"inactive\"",
            "\"0\", label = \"mild.\"",
        )
        .form(
            "phga",
            "\"1\", label = \"mild\"",
            "\"1\", label = \"inactive\"",
        )
        .form("phga", "mild.", "mild");
    let parts: Vec<Part> = changes(&edited).into_iter().map(|c| c.part).collect();
    assert_eq!(
        parts,
        [
            option("phga", "activity", "0"),
            option("phga", "activity", "1")
        ]
    );
}

#[test]
fn an_option_that_stands_elsewhere_has_moved() {
    let first = "    { code = \"0\", label = \"inactive\" },\n";
    let last = "    { code = \"4\", label = \"extremely severe\" },\n";
    let edited =
        Texts::shipped()
            .form("phga", first, "")
            .form("phga", last, &format!("{last}{first}"));
    let change = only(&edited);
    assert_eq!(change.part, option("phga", "activity", "0"));
    assert_eq!(change.what, moved(1, 5));
}

#[test]
fn options_are_added_and_removed_one_by_one() {
    let third = "    { code = \"3\", label = \"severe\" },\n";
    let change = only(&Texts::shipped().form("phga", third, ""));
    assert_eq!(change.part, option("phga", "activity", "3"));
    assert!(matches!(change.what, What::Removed(_)));
    let one_more = format!("{third}    {{ code = \"3.5\", label = \"very severe\" }},\n");
    let change = only(&Texts::shipped().form("phga", third, &one_more));
    assert_eq!(change.part, option("phga", "activity", "3.5"));
    assert!(matches!(change.what, What::Added(_)));
}

#[test]
fn hard_and_soft_limits_are_changes_of_the_field() {
    for (name, old, new) in [("max", "300", "280.5"), ("soft-min", "35", "40")] {
        let edited = Texts::shipped().form(
            "enrolment",
            &format!("\n{name} = {old}\n"),
            &format!("\n{name} = {new}\n"),
        );
        let change = only(&edited);
        assert_eq!(change.part, field("enrolment", "weight"));
        assert_eq!(change.path, [key(name)]);
        assert_eq!(change.what, changed(number(old), number(new)));
    }
}

#[test]
fn rules_of_the_verdict_are_changes_of_the_study() {
    let scales = Touch::Form("rand36".into());
    for (name, old, new, touched) in [
        ("zero-baseline", "worse", "unevaluable", Touch::Study),
        ("population", "adult", "jdm", Touch::Study),
        ("rand36-missing", "half-scale", "any", scales),
    ] {
        let line = |value: &str| format!("\n{name} = \"{value}\"");
        let change = only(&Texts::shipped().study(&line(old), &line(new)));
        assert_eq!(change.touches(), touched);
        assert_eq!(change.path, [key(name)]);
        assert_eq!(change.what, changed(text(old), text(new)));
    }
}

#[test]
fn the_way_of_scoring_is_a_change_of_the_form() {
    let edited = Texts::shipped().form("rand36", "scoring = \"rand36\"", "scoring = \"none\"");
    let change = only(&edited);
    assert_eq!(change.part, Part::Form("rand36".into()));
    assert_eq!(change.path, [key("scoring")]);
}

#[test]
fn forms_hidden_from_a_role_are_a_change_of_the_study() {
    let mut once = Texts::shipped();
    once.study
        .push_str("\n[audit-hidden]\nassessor = [\"phga\"]\n");
    let change = only(&once);
    assert_eq!(change.path, [key("audit-hidden")]);
    assert!(matches!(change.what, What::Added(_)));

    let mut twice = Texts::shipped();
    twice
        .study
        .push_str("\n[audit-hidden]\nassessor = [\"phga\", \"mdaat\"]\n");
    let found = difference(&once.content(), &twice.content());
    assert_eq!(
        found,
        [Change {
            part: Part::Study,
            path: vec![
                key("audit-hidden"),
                key("assessor"),
                Step::Listed("mdaat".to_owned())
            ],
            what: What::Added(text("mdaat")),
        }]
    );
}

#[test]
fn a_condition_of_a_hidden_field_is_a_change_of_the_field() {
    let mut edited = Texts::shipped();
    let text = edited.text("haq");
    let old = "visible-when = { field = ";
    let at = text.find(old).unwrap();
    let end = at + text[at..].find('\n').unwrap();
    text.replace_range(at..=end, "");
    let change = only(&edited);
    assert!(matches!(change.part, Part::Field { .. }));
    assert_eq!(change.path, [key("visible-when")]);
    assert!(matches!(change.what, What::Removed(_)));
}

#[test]
fn the_rule_for_passphrases_is_a_change_of_the_study() {
    let edited = Texts::shipped().study(
        "passphrase-least-length = 8",
        "passphrase-least-length = 12",
    );
    let change = only(&edited);
    assert_eq!(
        change.path,
        [key("terminal"), key("passphrase-least-length")]
    );
}

#[test]
fn a_default_that_is_written_is_told_from_one_that_is_not() {
    let change = only(&Texts::shipped().study("passphrase-tries = 5\n", ""));
    assert_eq!(change.path, [key("terminal"), key("passphrase-tries")]);
    assert_eq!(change.what, What::Removed(number("5")));
}

#[test]
fn a_log_comes_with_its_form() {
    let with = "logs = [\"medication\", \"abatacept\", \"adverse-event\"]";
    let old = Texts::shipped().study(with, "logs = [\"abatacept\", \"medication\"]");
    let found = difference(&old.content(), &shipped());
    let log = |form: &str| vec![key("logs"), Step::Listed(form.to_owned())];
    assert_eq!(found.len(), 3, "{found:#?}");
    assert_eq!(found[0].part, Part::Study);
    assert_eq!(found[0].path, log("medication"));
    assert_eq!(found[0].what, moved(2, 1));
    assert_eq!(found[1].path, log("adverse-event"));
    assert_eq!(found[1].touches(), Touch::Form("adverse-event".into()));
    assert_eq!(found[2].part, Part::Form("adverse-event".into()));
    assert!(matches!(found[2].what, What::Added(_)));
}

#[test]
fn reasons_washouts_drugs_and_tiers_change_one_by_one() {
    let named = |list: &str, name: &str| vec![key(list), Step::Named(name.to_owned())];
    let change = only(&Texts::shipped().study("label = \"sample lost\"", "label = \"tube lost\""));
    let mut path = named("missing-reason", "lost-sample");
    path.push(key("label"));
    assert_eq!(change.path, path);

    let washout = "    { drug = \"adalimumab\", days = 70 },\n";
    let change = only(&Texts::shipped().study(washout, ""));
    let mut path = vec![key("eligibility")];
    path.extend(named("washout", "adalimumab"));
    assert_eq!(change.path, path);

    let change = only(&Texts::shipped().study("\"golimumab\", ", ""));
    let mut path = named("forbidden-with-abatacept", "tnf");
    path.extend([key("names"), Step::Listed("golimumab".to_owned())]);
    assert_eq!(change.path, path);

    let tier = |at: usize| vec![key("abatacept"), key("tier"), Step::Numbered(at)];
    let change = only(&Texts::shipped().study("mg = 750", "mg = 800"));
    let mut path = tier(2);
    path.push(key("mg"));
    assert_eq!(change.path, path);
    let change = only(&Texts::shipped().study(
        "    { up-to = 100, mg = 750 },\n",
        "    { up-to = 80, mg = 700 },\n    { up-to = 100, mg = 750 },\n",
    ));
    assert_eq!(change.path, tier(2));
    assert!(matches!(change.what, What::Added(_)));

    let change = only(&Texts::shipped().study("days = [0, 14, 28]", "days = [0, 14]"));
    assert_eq!(change.path, [key("abatacept"), key("days")]);
}

/// A field of phga that stands in no file.
const NOTE: &str = "[[section.field]]\nid = \"note\"\nlabel = \"Note\"\nkind = \"text\"\nmax-length = 80\nrequired = false\n\n";

#[test]
fn a_field_that_comes_or_goes_is_one_change() {
    let start = "[[section.field]]\nid = \"likert\"";
    let edited = Texts::shipped().form("phga", start, &format!("{NOTE}{start}"));
    let change = only(&edited);
    assert_eq!(change.touches(), Touch::Form("phga".into()));
    assert_eq!(change.part, field("phga", "note"));
    assert_eq!(change.path, []);
    let What::Added(value) = change.what else {
        panic!("{:?}", change.what);
    };
    assert_eq!(value.get("label"), Some(&text("Note")));
    let back = difference(&edited.content(), &shipped());
    assert_eq!(back.len(), 1);
    assert_eq!(back[0].what, What::Removed(value));
}

#[test]
fn a_field_of_another_id_keeps_the_old_one_in_the_difference() {
    let edited = Texts::shipped().form("enrolment", "id = \"initials\"", "id = \"letters\"");
    let change = only(&edited);
    assert_eq!(change.part, field("enrolment", "initials"));
    assert_eq!(change.path, [key("id")]);
}

/// Cuts the piece of a form's text from one start to another.
fn cut(texts: &mut Texts, form: &str, from: &str, to: &str) -> String {
    let text = texts.text(form);
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap();
    let piece = text[start..end].to_owned();
    text.replace_range(start..end, "");
    piece
}

#[test]
fn a_field_moves_within_its_section_and_to_another() {
    let mut within = Texts::shipped();
    let piece = cut(
        &mut within,
        "haq",
        "[[section.field]]\nid = \"item01\"",
        "[[section.field]]\nid = \"item02\"",
    );
    let third = "[[section.field]]\nid = \"item04\"";
    let within = within.form("haq", third, &format!("{piece}{third}"));
    let change = only(&within);
    assert_eq!(change.part, field("haq", "item01"));
    assert_eq!(change.what, moved(1, 3));

    let mut across = Texts::shipped();
    let piece = cut(
        &mut across,
        "haq",
        "[[section.field]]\nid = \"item01\"",
        "[[section.field]]\nid = \"item02\"",
    );
    across.text("haq").push_str(&format!("\n{piece}"));
    let last = last_section(&across.content());
    let change = only(&across);
    assert_eq!(change.part, field("haq", "item01"));
    let What::Moved { from, to } = change.what else {
        panic!("{:?}", change.what);
    };
    let section = Some("items1".to_owned());
    assert_eq!(from, Place { section, number: 1 });
    assert_eq!(to.section, Some(last));
}

fn last_section(content: &Content) -> String {
    let sections = content.forms["haq"].get("section").unwrap();
    let last = sections.as_list().unwrap().last().unwrap();
    last.get("id").unwrap().as_text().unwrap().to_owned()
}

#[test]
fn a_section_moves_with_its_fields() {
    let mut edited = Texts::shipped();
    let start = |id: &str| format!("[[section]]\nid = \"{id}\"");
    let piece = cut(
        &mut edited,
        "rand36",
        &start("general"),
        &start("activities"),
    );
    let before = start("social-pain");
    let edited = edited.form("rand36", &before, &format!("{piece}{before}"));
    let change = only(&edited);
    assert_eq!(change.part, section("rand36", "general"));
    assert_eq!(change.what, moved(1, 3));
}

#[test]
fn a_section_of_another_id_keeps_its_fields() {
    let edited = Texts::shipped().form("phga", "id = \"global\"", "id = \"whole\"");
    let change = only(&edited);
    assert_eq!(change.part, section("phga", "global"));
    assert_eq!(change.path, [key("id")]);
    assert_eq!(change.what, changed(text("global"), text("whole")));
}

#[test]
fn a_new_section_and_each_of_its_fields_are_changes() {
    let mut edited = Texts::shipped();
    let section_of_note = format!("\n[[section]]\nid = \"more\"\ntitle = \"More\"\n\n{NOTE}");
    edited.text("phga").push_str(&section_of_note);
    let found = changes(&edited);
    let parts: Vec<&Part> = found.iter().map(|change| &change.part).collect();
    assert_eq!(parts, [&section("phga", "more"), &field("phga", "note")]);
}

#[test]
fn the_form_that_is_asked_first_is_a_change_of_the_study() {
    let mut edited = Texts::shipped();
    let start = edited.study.find("[eligibility]").unwrap();
    let end = edited
        .study
        .find("# The registered record does not give the regimen")
        .unwrap();
    edited.study.replace_range(start..end, "");
    let found = changes(&edited);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0].path, [key("eligibility")]);
    assert_eq!(found[1].part, Part::Form("eligibility".into()));
    assert!(
        found
            .iter()
            .all(|change| matches!(change.what, What::Removed(_)))
    );
}
