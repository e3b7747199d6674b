//! Mistakes in data files: each is named with its line, its column and, for names, the nearest valid one.

use coreset::domain::base::shown::shown_line;
use coreset::domain::forms::table::FORMS;
use coreset::domain::forms::table::parse_instrument;
use coreset::domain::record::user::Role;
use coreset::domain::study::named_files::{kept_study_from, study_from};
use coreset::domain::study::parse::parse_protocol;
use coreset::domain::study::shipped::STUDY;

const FORM: &str = r#"id = "walk"
title = "Walk"
long-title = "Timed walk"
version = "1"
respondent = "assessor"
recall = "Now"
source = "Site"
scoring = "sum"
missing = ["not-done", "other"]

[options]
level = [
    { code = "0", label = "none" },
    { code = "1", label = "some", key = "*" },
]
unit = [{ code = "U/L", label = "U/L" }]

[[section]]
id = "first"
title = "First"

[[section.field]]
id = "done"
label = "done"
kind = "choice"
options = "level"
absent = "0"

[[section.field]]
id = "metres"
label = "metres"
kind = "number"
min = 0
max = 900
soft-min = 50
visible-when = { field = "done", is = ["1"] }

[[section.field]]
id = "remark"
label = "remark"
kind = "text"
max-length = 20

[[section]]
id = "second"
title = "Second"

[[section.field]]
id = "unit"
label = "unit"
kind = "choice"
options = "unit"

[[section.field]]
id = "ck"
label = "ck"
kind = "lab"
unit-field = "unit"
uln-field = "ck.uln"
max = 100
soft-min = 1
soft-max = 9.5

[[section.field]]
id = "ck.uln"
label = "limit"
kind = "lab"
unit-field = "unit"
is-limit = true
max = 100
soft-min = 1
soft-max = 9
"#;

/// Returns a text with one snippet, which must stand in it, replaced where it stands first.
fn with(text: &str, snippet: &str, other: &str) -> String {
    assert!(text.contains(snippet), "no such snippet: {snippet}");
    text.replacen(snippet, other, 1)
}

fn form_error(snippet: &str, other: &str) -> String {
    match parse_instrument("walk.toml", &with(FORM, snippet, other)) {
        Ok(_) => panic!("nothing wrong with {other}"),
        Err(error) => error.to_string(),
    }
}

fn study_error(snippet: &str, other: &str) -> String {
    match parse_protocol("study.toml", &with(STUDY.text, snippet, other)) {
        Ok(_) => panic!("nothing wrong with {other}"),
        Err(error) => error.to_string(),
    }
}

/// Returns the mistake of the embedded study with one more file.
fn whole_error(name: &str, text: String) -> String {
    match study_from([(name.to_owned(), text)]) {
        Ok(_) => panic!("nothing wrong with {name}"),
        Err(error) => error.to_string(),
    }
}

fn form_text(id: &str) -> &'static str {
    let name = format!("{id}.toml");
    FORMS.iter().find(|file| file.name == name).unwrap().text
}

#[test]
fn the_sample_is_free_of_mistakes() {
    parse_instrument("walk.toml", FORM).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn mistakes_in_forms() {
    for (snippet, other, message) in [
        (
            "title = \"Walk\"",
            "titel = \"Walk\"",
            "walk.toml:2:1: `titel` is not a key of a form; did you mean \"title\"?",
        ),
        (
            "title = \"Walk\"\n",
            "",
            "walk.toml:1:1: `title` is missing here",
        ),
        (
            "title = \"Walk\"",
            "title = 7",
            "walk.toml:2:9: `title` must be text in quotes, not a number",
        ),
        (
            "title = \"Walk\"",
            "title = \" \"",
            "walk.toml:2:9: `title` must not be blank",
        ),
        (
            "title = \"Walk\"",
            "title = \"Walking for a very long time\"",
            "walk.toml:2:9: `title` has 28 characters, but at most 24 fit",
        ),
        (
            "title = \"Walk\"",
            "title = \"Walk\\n\"",
            "walk.toml:2:9: `title` must be one line of plain text",
        ),
        (
            "id = \"walk\"",
            "id = \"Walk\"",
            "walk.toml:1:6: `id` must be a name of small letters, digits, `-` and `.`, a letter first, not \"Walk\"",
        ),
        (
            "id = \"walk\"",
            "id = \"walk",
            "walk.toml:1:11: this is not TOML: invalid basic string, expected `\"`",
        ),
        (
            "title = \"Walk\"",
            "title = \"Walk\"\ntitle = \"Walk\"",
            "walk.toml:3:1: this is not TOML: duplicate key",
        ),
        (
            "respondent = \"assessor\"",
            "respondent = \"asessor\"",
            "walk.toml:5:14: `respondent` must be one of patient, assessor, physician, laboratory, nurse, not \"asessor\"; did you mean \"assessor\"?",
        ),
        (
            "scoring = \"sum\"",
            "scoring = \"average\"",
            "walk.toml:8:11: `scoring` must be one of none, sum, mean, vas, mmt8, haq, enzymes, mdaat, rand36, glucocorticoid, vital-signs, laboratory, disease, not \"average\"",
        ),
        (
            "scoring = \"sum\"",
            "scoring = \"sum\"\nmeasure = \"ptg\"",
            "walk.toml:9:11: `measure` must be one of phga, ptga, mmt, haq, enzyme, extramuscular, not \"ptg\"; did you mean \"ptga\"?",
        ),
        (
            "scoring = \"sum\"",
            "scoring = \"sum\"\nmeasure = \"mmt\"",
            "walk.toml:9:11: the measure mmt needs `scoring = \"mmt8\"`",
        ),
        (
            "missing = [\"not-done\", \"other\"]",
            "missing = \"other\"",
            "walk.toml:9:11: `missing` must be a list, not text",
        ),
        (
            "missing = [\"not-done\", \"other\"]",
            "missing = [\"other\", \"other\"]",
            "walk.toml:9:21: \"other\" stands twice in `missing`",
        ),
        (
            "level = [",
            "levels = [",
            "walk.toml:26:11: this form has no options named \"level\"; did you mean \"levels\"?",
        ),
        (
            "unit = [{ code = \"U/L\", label = \"U/L\" }]",
            "unit = []",
            "walk.toml:16:8: `unit` must not be empty",
        ),
        (
            "label = \"none\"",
            "lable = \"none\"",
            "walk.toml:13:19: `lable` is not a key of an option; did you mean \"label\"?",
        ),
        (
            "code = \"1\"",
            "code = \"0\"",
            "walk.toml:14:5: \"0\" enters two options of `level`",
        ),
        (
            "code = \"0\"",
            "code = \"*\"",
            "walk.toml:14:5: \"*\" enters two options of `level`",
        ),
        (
            "key = \"*\"",
            "key = \"10\"",
            "walk.toml:14:41: `key` must be a single character, not \"10\"",
        ),
        (
            "[options]\n",
            "[options]\nother = [{ code = \"a\", label = \"a\" }]\n",
            "walk.toml:12:9: no field uses the options `other`",
        ),
        (
            "id = \"second\"",
            "id = \"first\"",
            "walk.toml:45:6: the section \"first\" stands twice in this form",
        ),
        (
            "title = \"Second\"",
            "title = \"Second\"\ntint = \"red\"",
            "walk.toml:47:1: `tint` is not a key of a section; did you mean \"hint\"?",
        ),
        (
            "id = \"second\"\n",
            "",
            "walk.toml:44:1: `id` is missing here",
        ),
        (
            "kind = \"number\"",
            "kind = \"numbr\"",
            "walk.toml:32:8: `kind` must be one of vas, number, lab, choice, text, paragraph, date, partial-date, time, not \"numbr\"; did you mean \"number\"?",
        ),
        (
            "kind = \"number\"\n",
            "",
            "walk.toml:29:1: `kind` is missing here",
        ),
        ("max = 900\n", "", "walk.toml:29:1: `max` is missing here"),
        (
            "max = 900",
            "max = \"900\"",
            "walk.toml:34:7: `max` must be a number, not text",
        ),
        (
            "max = 900",
            "max = -1",
            "walk.toml:34:7: `max` -1 is below `soft-min` 50",
        ),
        (
            "max = 900",
            "max = 10",
            "walk.toml:34:7: `max` 10 is below `soft-min` 50",
        ),
        (
            "max = 900",
            "max = inf",
            "walk.toml:34:7: `max` must be a plain number such as 0.5 or 200",
        ),
        (
            "max = 900",
            "max = 0x10",
            "walk.toml:34:7: `max` must be written in decimal digits",
        ),
        (
            "max = 900",
            "max = 900\ndecimals = 2.5",
            "walk.toml:35:12: `decimals` must be a whole number from 0 to 6",
        ),
        (
            "max = 900",
            "max = 900\ndecimals = 7",
            "walk.toml:35:12: `decimals` must be a whole number from 0 to 6",
        ),
        (
            "max = 900",
            "max = 900\njump = 0",
            "walk.toml:35:8: `jump` must be above 0",
        ),
        (
            "soft-min = 50",
            "soft-mim = 50",
            "walk.toml:35:1: `soft-mim` is not a key of a field of kind number; did you mean \"soft-min\"?",
        ),
        (
            "soft-min = 50",
            "soft-min = 50\nsoft-max = 40",
            "walk.toml:36:12: `soft-max` 40 is below `soft-min` 50",
        ),
        (
            "label = \"metres\"",
            "label = \"metres walked without any help or a single pause\"",
            "walk.toml:31:9: `label` has 48 characters, but at most 40 fit",
        ),
        (
            "label = \"metres\"",
            "label = \"metres\"\nfact = \"yes\"",
            "walk.toml:32:8: `fact` must be true or false, not text",
        ),
        (
            "label = \"metres\"",
            "label = \"metres\"\nfollow-up = true",
            "walk.toml:32:13: `follow-up` belongs to a field of a form with `log = true`",
        ),
        (
            "label = \"metres\"",
            "label = \"metres\"\nabsent = \"0\"",
            "walk.toml:32:10: `absent` belongs to a field of kind choice",
        ),
        (
            "label = \"metres\"",
            "label = \"metres\"\noptions = \"level\"",
            "walk.toml:32:1: `options` is not a key of a field of kind number",
        ),
        (
            "label = \"metres\"",
            "label = \"metres\"\nstands-in-for = \"done\"",
            "walk.toml:32:17: `stands-in-for` needs a `scale` on which the field is asked anyway",
        ),
        (
            "label = \"metres\"",
            "label = \"metres\"\nscale = 80\nstands-in-for = \"don\"",
            "walk.toml:33:17: no field before this one is named \"don\"; did you mean \"done\"?",
        ),
        (
            "id = \"metres\"",
            "id = \"done\"",
            "walk.toml:30:6: the field \"done\" stands twice in this form",
        ),
        (
            "field = \"done\"",
            "field = \"dones\"",
            "walk.toml:36:26: no field before this one is named \"dones\"; did you mean \"done\"?",
        ),
        (
            "field = \"done\"",
            "field = \"remark\"",
            "walk.toml:36:26: no field before this one is named \"remark\"",
        ),
        (
            "field = \"done\"",
            "feld = \"done\"",
            "walk.toml:36:18: `feld` is not a key of a condition; did you mean \"field\"?",
        ),
        (
            "is = [\"1\"]",
            "is = [\"2\"]",
            "walk.toml:36:40: \"2\" is none of the codes 0, 1 that can stand here",
        ),
        (
            "is = [\"1\"]",
            "is = []",
            "walk.toml:36:39: `is` must not be empty",
        ),
        (
            "field = \"done\", is = [\"1\"]",
            "field = \"done\"",
            "walk.toml:36:16: a condition needs `is` with codes, a number to compare with, or `missing = true`",
        ),
        (
            "field = \"done\", is = [\"1\"]",
            "field = \"done\", below = 3",
            "walk.toml:36:42: `below` needs a field of kind number or vas, and \"done\" is none",
        ),
        (
            "field = \"done\", is = [\"1\"]",
            "field = \"done\", above-field = \"done\"",
            "walk.toml:36:48: \"done\" and \"done\" do not hold numbers of one quantity in one unit",
        ),
        (
            "max-length = 20",
            "max-length = 20\nvisible-when = { field = \"metres\", above = 3, below = 2 }",
            "walk.toml:43:44: a number is compared once: below or above, with one other",
        ),
        (
            "absent = \"0\"",
            "absent = \"o\"",
            "walk.toml:27:10: \"o\" is none of the codes 0, 1 that can stand here",
        ),
        (
            "options = \"level\"",
            "options = \"levl\"",
            "walk.toml:26:11: this form has no options named \"levl\"; did you mean \"level\"?",
        ),
        (
            "options = \"unit\"",
            "options = \"unit\"\njump = 1",
            "walk.toml:53:8: `jump` needs numbers as codes, and `unit` has none",
        ),
        (
            "max-length = 20",
            "max-length = 0",
            "walk.toml:42:14: `max-length` must be a whole number from 1 to 2000",
        ),
        (
            "max-length = 20",
            "max-length = 20\npattern = \"999999999999999999999\"",
            "walk.toml:43:11: `pattern` asks for 21 characters, but `max-length` is 20",
        ),
        (
            "unit-field = \"unit\"",
            "unit-field = \"done\"",
            "walk.toml:58:14: `unit-field` must be a choice of the units U/L, ukat/L",
        ),
        (
            "uln-field = \"ck.uln\"",
            "uln-field = \"ck-uln\"",
            "walk.toml:59:13: no field with `is-limit = true` is named \"ck-uln\"; did you mean \"ck.uln\"?",
        ),
        (
            "uln-field = \"ck.uln\"",
            "uln-field = \"ck.uln\"\nfact = true",
            "walk.toml:60:8: a rating or a result is never a fact that may be repeated",
        ),
        (
            "is-limit = true",
            "is-limit = true\nuln-field = \"ck\"",
            "walk.toml:70:13: a limit has no `uln-field` of its own",
        ),
        (
            "max = 100",
            "max = 0",
            "walk.toml:60:7: `max` must be above 0",
        ),
        (
            "max = 100",
            "max = 5",
            "walk.toml:60:7: `max` 5 is below `soft-max` 9.5",
        ),
    ] {
        assert_eq!(form_error(snippet, other), message);
    }
}

#[test]
fn mistakes_in_studies() {
    for (snippet, other, message) in [
        (
            "target = 20",
            "targets = 20",
            "study.toml:7:1: `targets` is not a key of a study; did you mean \"target\"?",
        ),
        (
            "target = 20",
            "target = 0",
            "study.toml:7:10: `target` must be a whole number from 1 to 1000000",
        ),
        (
            "target = 20",
            "target = 2.5",
            "study.toml:7:10: `target` must be a whole number from 1 to 1000000",
        ),
        (
            "target = 20\n",
            "",
            "study.toml:1:1: `target` is missing here",
        ),
        (
            "participant-id-example = \"01-003\"",
            "participant-id-example = \"1-003\"",
            "study.toml:11:26: `participant-id-example` does not have the form 99-999 of `participant-id`",
        ),
        (
            "mmt-max = 150",
            "mmt-max = 260",
            "study.toml:15:11: `mmt-max` must be 150 (both sides and neck) or 80 (one side), not 260",
        ),
        (
            "population = \"adult\"",
            "population = \"adults\"",
            "study.toml:16:14: `population` must be one of adult, jdm, not \"adults\"; did you mean \"adult\"?",
        ),
        (
            "zero-baseline = \"worse\"",
            "zero-baseline = \"worst\"",
            "study.toml:19:17: `zero-baseline` must be one of worse, unevaluable, not \"worst\"; did you mean \"worse\"?",
        ),
        (
            "rand36-missing = \"half-scale\"",
            "rand36-missing = \"half\"",
            "study.toml:23:18: `rand36-missing` must be one of half-scale, any, not \"half\"",
        ),
        (
            "haq-min-categories = 6",
            "haq-min-categories = 9",
            "study.toml:21:22: `haq-min-categories` must be a whole number from 1 to 8",
        ),
        (
            "baseline = \"baseline\"",
            "baseline = \"basline\"",
            "study.toml:25:12: no visit is named \"basline\"; did you mean \"baseline\"?",
        ),
        (
            "outcome = \"week-12\"",
            "outcome = \"week-13\"",
            "study.toml:26:11: no visit is named \"week-13\"; did you mean \"week-12\"?",
        ),
        (
            "outcome = \"week-12\"",
            "outcome = \"baseline\"",
            "study.toml:26:11: the visit of the `outcome` must come after the `baseline`",
        ),
        (
            "mmt = \"show\"",
            "mmt8 = \"show\"",
            "study.toml:39:1: `mmt8` is not a key of the earlier scores; did you mean \"mmt\"?",
        ),
        (
            "mmt = \"show\"\n",
            "",
            "study.toml:36:1: `mmt` is missing here",
        ),
        (
            "mmt = \"show\"",
            "mmt = \"shown\"",
            "study.toml:39:7: `mmt` must be one of show, after-entry, never, not \"shown\"; did you mean \"show\"?",
        ),
        (
            "code = \"laboratory\"",
            "code = \"patient\"",
            "study.toml:51:8: the reason \"patient\" stands twice",
        ),
        (
            "key = \"2\"",
            "key = \"1\"",
            "study.toml:52:7: the key 1 already picks \"patient\"",
        ),
        (
            "lock-after-minutes = 10",
            "lock-after-minutes = 1441",
            "study.toml:304:22: `lock-after-minutes` must be a whole number from 0 to 1440",
        ),
        (
            "passphrase-least-length = 8",
            "passphrase-least-length = 0",
            "study.toml:305:27: `passphrase-least-length` must be a whole number from 1 to 64",
        ),
        (
            "passphrase-tries = 5",
            "passphrase-trys = 5",
            "study.toml:306:1: `passphrase-trys` is not a key of the terminal; did you mean \"passphrase-tries\"?",
        ),
        (
            "passphrase-pause-minutes = 15",
            "passphrase-pause-minutes = \"15\"",
            "study.toml:307:28: `passphrase-pause-minutes` must be a number, not text",
        ),
        (
            "key = \"2\"",
            "key = \"a\"",
            "study.toml:52:7: `key` must be one digit, not \"a\"",
        ),
        (
            "key = \"2\"",
            "key = 2",
            "study.toml:52:7: `key` must be text in quotes, not a number",
        ),
        (
            "needs-text = true",
            "needs_text = true",
            "study.toml:74:1: `needs_text` is not a key of a reason; did you mean \"needs-text\"?",
        ),
        (
            "needs-text = true",
            "needs-text = 1",
            "study.toml:74:14: `needs-text` must be true or false, not a number",
        ),
        (
            "label = \"Baseline\"",
            "label = \"Baseline visit\"",
            "study.toml:192:9: `label` has 14 characters, but at most 10 fit",
        ),
        (
            "day = 14",
            "day = 0",
            "study.toml:201:7: visits stand in the order of their days, and 0 is not after 0 of \"baseline\"",
        ),
        (
            "early = 3",
            "early = -3",
            "study.toml:202:9: `early` must be a whole number from 0 to 3650",
        ),
        (
            "id = \"week-4\"",
            "id = \"week-2\"",
            "study.toml:207:6: the visit \"week-2\" stands twice",
        ),
        (
            "\"phga\", \"glucocorticoid\", \"vital-signs\", \"laboratory\", \"events-asked\"]",
            "\"phga\", \"phga\"]",
            "study.toml:204:26: \"phga\" stands twice in `forms`",
        ),
        (
            "[\"ptga\", \"phga\", \"glucocorticoid\", \"vital-signs\", \"laboratory\", \"events-asked\"]",
            "[]",
            "study.toml:204:9: `forms` must not be empty",
        ),
    ] {
        assert_eq!(study_error(snippet, other), message);
    }
}

#[test]
fn mistakes_in_the_reasons_for_changes_and_for_late_entry() {
    for (snippet, other, message) in [
        (
            "code = \"wrong-line\"",
            "code = \"typing\"",
            "study.toml:136:8: the reason \"typing\" stands twice",
        ),
        (
            "[[late-reason]]\ncode = \"paper\"",
            "[[late-reasons]]\ncode = \"paper\"",
            "study.toml:172:3: `late-reasons` is not a key of a study; did you mean \"late-reason\"?",
        ),
        (
            "key = \"1\"\nlabel = \"system was down\"",
            "key = \"0\"\nlabel = \"system was down\"",
            "study.toml:169:7: the key 0 goes back here; a reason has one of 1 to 9",
        ),
        (
            "label = \"system was down\"",
            "label = \"the system of the hospital or the network was down\"",
            "study.toml:170:9: `label` has 50 characters, but at most 40 fit",
        ),
    ] {
        assert_eq!(study_error(snippet, other), message);
    }
    let more =
        |key: u32| format!("[[late-reason]]\ncode = \"c{key}\"\nkey = \"{key}\"\nlabel = \"x\"\n");
    let eight: String = (4..=8).map(more).collect();
    let nine = format!("{eight}{}[[late-reason]]\ncode = \"paper\"", more(9));
    assert_eq!(
        study_error("[[late-reason]]\ncode = \"paper\"", &nine),
        "study.toml:201:1: there can be 8 reasons here, and this is one more"
    );
}

#[test]
fn mistakes_in_the_rules_beside_the_schedule() {
    let at = |snippet: &str| {
        let before = STUDY.text.split(snippet).next().unwrap();
        before.matches('\n').count() + 1
    };
    for (snippet, other, column, message) in [
        (
            "logs = [\"medication\"",
            "logs = [\"abatacept\"",
            22,
            "\"abatacept\" stands twice in `logs`",
        ),
        (
            "glucocorticoid-table = \"prednisone-5mg-1\"",
            "glucocorticoid-table = \"prednisone-5mg-2\"",
            24,
            "`glucocorticoid-table` must be one of prednisone-5mg-1, not \"prednisone-5mg-2\"; did you mean \"prednisone-5mg-1\"?",
        ),
        (
            "stable-months = 3",
            "stable-months = 121",
            17,
            "`stable-months` must be a whole number from 0 to 120",
        ),
        (
            "glucocorticoid-per-kg = 1",
            "glucocorticoid-per-kg = 0",
            25,
            "`glucocorticoid-per-kg` must be above 0",
        ),
        (
            "{ drug = \"adalimumab\", days = 70 }",
            "{ drug = \"rituximab\", days = 70 }",
            14,
            "the washout of \"rituximab\" stands twice",
        ),
        (
            "days = [0, 14, 28]",
            "days = [0, 28, 14]",
            16,
            "`days` must ascend",
        ),
        (
            "days = [0, 14, 28]",
            "days = [7, 14, 28]",
            9,
            "`days` begin with 0, the day of the first dose",
        ),
        (
            "    { up-to = 100, mg = 750 },",
            "    { up-to = 100, mg = 0 },",
            25,
            "`mg` must be above 0",
        ),
        (
            "id = \"jak\"",
            "id = \"tnf\"",
            6,
            "the forbidden drug \"tnf\" stands twice",
        ),
        (
            "serious-hours = 24",
            "serious-hours = 0",
            17,
            "`serious-hours` must be a whole number from 1 to 720",
        ),
        (
            "id = \"week-2\"",
            "id = \"log\"",
            6,
            "no visit can be named \"log\": what is kept beside the visits stands under that name",
        ),
    ] {
        let line = at(snippet);
        assert_eq!(
            study_error(snippet, other),
            format!("study.toml:{line}:{column}: {message}")
        );
    }
    let tiers = study_error(
        "    { up-to = 100, mg = 750 },\n",
        "    { up-to = 50, mg = 750 },\n",
    );
    assert!(
        tiers.contains("the upper weights of the tiers must rise"),
        "{tiers}"
    );
    let two = study_error("then-every = 28", "then-every = 28\nmg = 500");
    assert!(two.contains("one of `tier`, `mg-per-kg` and `mg`"), "{two}");
}

#[test]
fn forms_stand_where_they_are_filled_in() {
    for (snippet, other, message) in [
        (
            "logs = [\"medication\"",
            "logs = [\"medicaton\"",
            "there is no form \"medicaton\"; did you mean \"medication\"?",
        ),
        (
            "logs = [\"medication\"",
            "logs = [\"phga\"",
            "the form \"phga\" is filled in at visits: it has neither `log` nor `once`",
        ),
        (
            "[\"ptga\", \"phga\", \"glucocorticoid\", \"vital-signs\", \"laboratory\", \"events-asked\"]",
            "[\"ptga\", \"medication\"]",
            "the form \"medication\" is kept in rows (`log = true`) and belongs to `logs`",
        ),
        (
            "form = \"eligibility\"",
            "form = \"adverse-event\"",
            "the form \"adverse-event\" is kept in rows (`log = true`) and belongs to `logs`",
        ),
        (
            "{ drug = \"etanercept\", days = 28 }",
            "{ drug = \"etanercep\", days = 28 }",
            "has no option \"etanercep\"; did you mean \"etanercept\"?",
        ),
    ] {
        let error = whole_error("study.toml", with(STUDY.text, snippet, other));
        assert!(error.ends_with(message), "{error}");
    }
}

#[test]
fn mistakes_between_files() {
    for (name, text, message) in [
        (
            "study.toml",
            with(STUDY.text, "\"ptga\", \"phga\"", "\"ptga\", \"phg\""),
            "study.toml:204:18: there is no form \"phg\"; did you mean \"phga\"?",
        ),
        (
            "study.toml",
            with(STUDY.text, "\"ptga\", \"phga\"", "\"ptga\", \"enrolment\""),
            "study.toml:204:18: the form \"enrolment\" belongs to no visit",
        ),
        (
            "study.toml",
            with(
                STUDY.text,
                "code = \"contracture\"",
                "code = \"contractures\"",
            ),
            "mmt8.toml:16:20: the study has no missing reason \"contracture\"; did you mean \"contractures\"?",
        ),
        (
            "instruments/x.toml",
            with(form_text("phga"), "\"not-done\"", "\"not-don\""),
            "instruments/x.toml:13:12: the study has no missing reason \"not-don\"; did you mean \"not-done\"?",
        ),
        (
            "instruments/x.toml",
            with(
                form_text("phga"),
                "jump = 4",
                "jump = 4\nmissing = [\"pian\"]",
            ),
            "instruments/x.toml:37:12: the study has no missing reason \"pian\"; did you mean \"pain\"?",
        ),
        (
            "instruments/x.toml",
            with(form_text("phga"), "id = \"vas\"", "id = \"line\""),
            "instruments/x.toml:12:11: the form cannot be scored: it has no field \"vas\"",
        ),
        (
            "instruments/x.toml",
            with(
                form_text("phga"),
                "measure = \"phga\"",
                "measure = \"ptga\"",
            ),
            "instruments/x.toml:11:11: the measure ptga already comes from the form \"ptga\"",
        ),
        (
            "instruments/x.toml",
            with(form_text("haq"), "id = \"item07\"", "id = \"item7\""),
            "instruments/x.toml:15:11: the form cannot be scored: it has no field \"item07\"",
        ),
        (
            "instruments/x.toml",
            with(
                form_text("mmt8"),
                "{ code = \"T\", label = \"trace (MRC 1): contraction, no movement\" },\n",
                "",
            ),
            "instruments/x.toml:188:6: the form cannot be scored: its field \"neckflex\" must be a choice with the codes 0, T, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        ),
        (
            "instruments/x.toml",
            with(form_text("mmt8"), "scale = 150\n", "scale = 260\n"),
            "instruments/x.toml:63:9: `scale` must be 80 or 150, not 260",
        ),
        (
            "instruments/x.toml",
            with(form_text("enzymes"), "is-limit = true", "is-limit = false"),
            "instruments/x.toml:82:8: a rating or a result is never a fact that may be repeated",
        ),
        (
            "instruments/x.toml",
            with(
                form_text("glucocorticoid"),
                "code = \"weekly\"",
                "code = \"monthly\"",
            ),
            "instruments/x.toml:102:6: the form cannot be scored: its field \"frequency\" must be a choice of codes among once-daily, twice-daily, alternate-days, weekly",
        ),
        (
            "instruments/x.toml",
            with(form_text("phga"), "id = \"phga\"", "id = "),
            "instruments/x.toml:4:6: this is not TOML: string values must be quoted, expected literal string",
        ),
        (
            "instruments/x.toml",
            with(
                form_text("medication"),
                "id = \"route\"\nlabel",
                "id = \"way\"\nlabel",
            ),
            "instruments/x.toml:6:6: the rows of \"medication\" cannot be read: it has no field \"route\"",
        ),
        (
            "instruments/x.toml",
            with(form_text("abatacept"), "id = \"weight\"", "id = \"kg\""),
            "instruments/x.toml:5:6: the rows of \"abatacept\" cannot be read: it has no field \"weight\"",
        ),
        (
            "instruments/x.toml",
            with(
                form_text("adverse-event"),
                "id = \"important\"",
                "id = \"medically\"",
            ),
            "instruments/x.toml:6:6: the rows of \"adverse-event\" cannot be read: it has no field \"important\"",
        ),
        (
            "instruments/x.toml",
            with(
                form_text("adverse-event"),
                "    { code = \"5\", label = \"death related to the event\" },\n",
                "",
            ),
            "instruments/x.toml:79:6: the rows of \"adverse-event\" cannot be read: its field \"grade\" must be a choice with the codes 1, 2, 3, 4, 5",
        ),
        (
            "notes.toml",
            String::new(),
            "notes.toml:1:1: this is no file of a study; it takes study.toml and instruments/*.toml",
        ),
    ] {
        assert_eq!(whole_error(name, text), message);
    }
}

#[test]
fn columns_count_characters() {
    let text = with(
        FORM,
        "{ code = \"1\", label = \"some\"",
        "{ code = \"1\", label = \"größer\", kee = \"\"",
    );
    let error = parse_instrument("walk.toml", &text).unwrap_err();
    assert_eq!((error.line, error.column), (14, 37));
    assert_eq!(error.nearest.as_deref(), Some("key"));
}

#[test]
fn two_files_with_one_form_are_refused() {
    let text = form_text("haq").to_owned();
    let files = ["instruments/a.toml", "instruments/b.toml"];
    let error = study_from(files.map(|name| (name.to_owned(), text.clone()))).unwrap_err();
    assert_eq!(error.file, "instruments/b.toml");
    assert_eq!(error.message, "another file already has the form \"haq\"");
}

#[test]
fn what_is_hidden_in_the_audit_names_roles_and_forms_that_exist() {
    let hide = |what: &str| {
        with(
            STUDY.text,
            "target = 20\n",
            &format!("target = 20\naudit-hidden = {{ {what} }}\n"),
        )
    };
    let study = study_from([("study.toml".to_owned(), hide("monitor = [\"phga\"]"))]).unwrap();
    let hidden = study.protocol.hidden_from(&[Role::Monitor]);
    assert_eq!(hidden, ["phga".into()]);
    let error = whole_error("study.toml", hide("moniter = [\"phga\"]"));
    assert!(error.contains("did you mean \"monitor\"?"), "{error}");
    let error = whole_error("study.toml", hide("monitor = [\"ptga\", \"phgb\"]"));
    assert!(
        error.starts_with("study.toml:8:37: there is no form \"phgb\""),
        "{error}"
    );
    assert!(error.contains("did you mean \"phga\"?"), "{error}");
    // Nothing is hidden by the study that comes with the program.
    let study = coreset::domain::study::shipped::embedded_study().unwrap();
    assert_eq!(study.protocol.hidden_from(&Role::ALL), []);
    assert_eq!(study.protocol.hidden_from(&[Role::Monitor]), []);
}

#[test]
fn a_title_with_a_mark_of_direction_is_refused_in_a_new_file_and_opens_from_a_record() {
    let text = include_str!("../../src/domain/study/nct04946669.toml");
    let (line, title) = text
        .lines()
        .enumerate()
        .find(|(_, line)| line.starts_with("title = \""))
        .unwrap();
    let spoiled = text.replacen(title, "title = \"a \u{202e}trial\"", 1);
    let files = || [("study.toml".to_owned(), spoiled.clone())];
    let error = study_from(files()).unwrap_err();
    assert_eq!((error.line, error.column), (line + 1, 9), "{error}");
    assert!(error.message.contains("U+202E"), "{error}");
    let kept = kept_study_from(files()).unwrap();
    assert_eq!(shown_line(&kept.protocol.title), "a \\u{202e}trial");
}
