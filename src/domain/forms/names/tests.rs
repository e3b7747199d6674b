use super::scores::all;
use super::*;
use crate::domain::forms::engine::instrument::parse;
use crate::domain::forms::table::{FORMS, NAMES, parse_instrument};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn shipped() -> Vec<(Instrument, FormNames)> {
    let form = |(file, names): (&DataFile<'_>, &DataFile<'_>)| {
        let form = parse_instrument(file.name, file.text).unwrap();
        let (id, names) = read::names(names.name, names.text).unwrap();
        assert_eq!(id, form.id, "each file of names is beside its form");
        (form, names)
    };
    FORMS.iter().zip(NAMES).map(form).collect()
}

#[test]
fn every_field_of_a_form_that_comes_with_the_program_is_named_in_the_order_of_the_bedside() {
    for ((form, names), file) in shipped().iter().zip(NAMES) {
        let mut last = 0;
        for field in form.fields() {
            let named = names.field(&field.id);
            let named = named.unwrap_or_else(|| {
                panic!(
                    "{}: write names of the field {} of {}",
                    file.name, field.id, form.id
                )
            });
            let at = file
                .text
                .find(&format!("redcap = \"{}\"", named.redcap))
                .unwrap();
            assert!(at > last, "{}: {} is out of order", file.name, field.id);
            last = at;
        }
    }
}

#[test]
fn no_two_names_are_the_same_over_all_forms_and_scores_that_come_with_the_program() {
    let mut forms = BTreeSet::new();
    let mut fields = BTreeSet::new();
    let mut oids = BTreeSet::new();
    for (form, names) in shipped() {
        assert!(forms.insert(names.redcap.clone()), "{}", names.redcap);
        assert!(oids.insert(names.oid.clone()), "{}", names.oid);
        for (field, names) in names.fields() {
            assert!(fields.insert(names.redcap.clone()), "{}", names.redcap);
            assert!(oids.insert(names.oid.clone()), "{} {field}", form.id);
        }
    }
    for score in all().unwrap() {
        assert!(fields.insert(score.names.redcap.clone()), "{}", score.id);
        assert!(oids.insert(score.names.oid.clone()), "{}", score.id);
    }
}

#[test]
fn a_test_code_in_a_form_file_is_the_one_beside_it_and_no_code_of_cdisc_is_called_our_own() {
    for (form, names) in shipped() {
        for field in form.fields() {
            let names = names.field(&field.id).unwrap();
            let (Some(said), Some(code)) = (&field.cdisc, &names.testcd) else {
                continue;
            };
            assert_eq!(said, code, "{} {}", form.id, field.id);
            assert!(!names.own, "{} {}", form.id, field.id);
        }
    }
}

#[test]
fn codes_of_cdisc_are_those_of_its_terminology() {
    let code = |form: &str, field: &str| {
        let shipped = shipped();
        let (_, names) = shipped.iter().find(|(f, _)| f.id.as_str() == form).unwrap();
        let names = names.field(&field.into()).unwrap();
        (names.testcd.clone().unwrap_or_default(), names.own)
    };
    for (form, field, testcd, own) in [
        ("haq", "item01", "HAQ0101", false),
        ("haq", "help.activities", "HAQ0145", false),
        ("haq", "pain", "HAQ0146", false),
        ("rand36", "item36", "R360136", false),
        ("enzymes", "aldolase", "ALDOLASE", false),
        ("laboratory", "protein-creatinine", "PROTCRT", false),
        ("mmt8", "gmax.l", "MMTK10", true),
        ("ptga", "vas", "PTGAVAS", true),
        ("mdaat", "pul.18c", "MDPUL18C", true),
        ("mdaat", "pul.18c.fvc", "FVC", false),
    ] {
        assert_eq!(
            code(form, field),
            (testcd.to_owned(), own),
            "{form} {field}"
        );
    }
    // `EGFR` is another thing to CDISC.
    let scores = all().unwrap();
    let rate = scores.iter().find(|score| score.id == "laboratory.egfr");
    assert_eq!(rate.unwrap().names.testcd.as_deref(), Some("GFRBSCRT"));
}

/// A file of names with a field `a`, and the line that is put in place of its names.
fn file(form: &str, field: &str) -> String {
    format!(
        "form = \"f\"\nredcap = \"f\"\noid = \"F\"\ndomain = \"QS\"\n{form}\n[field]\n{field}\n"
    )
}

#[test]
fn a_mistake_in_a_file_of_names_is_told_with_its_line_and_what_to_write() {
    let said = |text: String| read::names("f/names.toml", &text).unwrap_err().to_string();
    for (text, message) in [
        (
            file("", "a = { redcap = \"A\" }"),
            "f/names.toml:7:16: \"A\" cannot be `redcap`: write small letters, digits and single `_`, a letter first",
        ),
        (
            file("", "a = { redcap = \"a_unit\" }"),
            "f/names.toml:7:16: \"a_unit\" cannot be `redcap`: write another end than `_unit`, which the columns beside a value have",
        ),
        (
            file("", "a = { redcap = \"a\" }\nb = { redcap = \"a\" }"),
            "f/names.toml:8:5: the field \"a\" has the name \"a\" too; write another one",
        ),
        (
            file("", "a = { redcap = \"a\", loinc = \"718-8\" }"),
            "f/names.toml:7:29: \"718-8\" cannot be `loinc`: its check digit would be 7; look the code up",
        ),
        (
            file(
                "",
                "a = { redcap = \"a\", testcd = \"T\", test = \"t\" }\nb = { redcap = \"b\", testcd = \"T\", test = \"t\" }",
            ),
            "f/names.toml:8:5: the field \"a\" has the test code \"T\" too; write another one, or `qualifiers` that tell them apart",
        ),
        (
            file("", "a = { redcap = \"a\", testcd = \"T\" }"),
            "f/names.toml:7:5: write `testcd` and `test` together, or neither of them",
        ),
        (
            file("", "a = { testcd = \"T\", test = \"t\" }"),
            "f/names.toml:7:5: `redcap` is missing here",
        ),
        (
            file("categry = \"x\"", "a = { redcap = \"a\" }"),
            "f/names.toml:5:1: `categry` is not a key of a file of names; did you mean \"category\"?",
        ),
    ] {
        assert_eq!(said(text), message);
    }
}

/// A form of a site's own with fields of these ids.
fn own_form(id: &str, fields: &[String]) -> Instrument {
    let mut text = format!(
        "id = \"{id}\"\ntitle = \"T\"\nlong-title = \"T\"\nversion = \"1\"\nrespondent = \"nurse\"\nrecall = \"now\"\nsource = \"a test\"\n[[section]]\nid = \"s\"\ntitle = \"S\"\n"
    );
    for field in fields {
        text += &format!(
            "[[section.field]]\nid = \"{field}\"\nlabel = \"L\"\nkind = \"text\"\nmax-length = 9\nhelp = \"H\"\n"
        );
    }
    parse::read(
        &[],
        "f.toml",
        &text,
        crate::domain::base::data::FileOrigin::New,
    )
    .unwrap()
    .value
}

fn names_of(forms: &[Instrument]) -> StudyNames {
    StudyNames::of(NAMES, &[], forms).unwrap()
}

#[test]
fn a_form_of_a_sites_own_is_named_after_its_ids() {
    let fields = [
        "pain",
        "pain.unit",
        "pain-unit",
        "long-and-longer-and-longest",
    ];
    let form = own_form("site-form", &fields.map(str::to_owned));
    let names = names_of(&[form]);
    let form = names.form(&"site-form".into()).unwrap();
    assert_eq!(
        (form.redcap.as_str(), form.oid.as_str()),
        ("site_form", "SITE_FORM")
    );
    let redcap = fields.map(|field| form.field(&field.into()).unwrap().redcap.as_str());
    assert_eq!(
        redcap,
        [
            "site_for_pain",
            "site_for_pain_unit_2",
            "site_for_pain_unit_3",
            "site_for_long_and_lo"
        ]
    );
}

#[test]
fn a_field_that_a_site_adds_to_a_form_of_the_program_leaves_the_names_of_the_others() {
    let form = own_form("haq", &["item01".to_owned(), "site.field".to_owned()]);
    let names = names_of(&[form]);
    let haq = names.form(&"haq".into()).unwrap();
    let name = |field: &str| haq.field(&field.into()).unwrap().redcap.clone();
    assert_eq!(name("item01"), "haq_item01");
    assert_eq!(name("site.field"), "haq_di_site_field");
}

#[test]
fn a_form_of_a_sites_own_is_called_what_its_file_of_names_says_and_the_rest_by_the_rule() {
    let own = |text: &str| {
        let form = own_form("itch", &["vas".to_owned(), "where".to_owned()]);
        let file = crate::domain::base::data::DataFile {
            name: "instruments/itch.names.toml",
            text,
        };
        StudyNames::of(NAMES, &[file], &[form]).map_err(|error| error.to_string())
    };
    let file = |form: &str, redcap: &str, field: &str| {
        format!(
            "form = \"{form}\"\nredcap = \"{redcap}\"\noid = \"ITCH\"\ndomain = \"FA\"\n[field]\nvas = {{ redcap = \"{field}\" }}\n"
        )
    };
    let names = own(&file("itch", "itching", "itch_now")).unwrap();
    let form = names.form(&"itch".into()).unwrap();
    let name = |field: &str| form.field(&field.into()).unwrap().redcap.clone();
    assert_eq!(form.redcap, "itching");
    assert_eq!(
        (name("vas"), name("where")),
        ("itch_now".to_owned(), "itching_where".to_owned())
    );
    for (text, said) in [
        (
            file("haq", "itching", "itch_now"),
            "instruments/itch.names.toml:1:8: the form \"haq\" has its names already; take this file away",
        ),
        (
            file("itch", "physician_global", "itch_now"),
            "instruments/itch.names.toml:2:10: another form, field or score has the name \"physician_global\" too; write another one",
        ),
        (
            file("itch", "itching", "phga_vas"),
            "instruments/itch.names.toml:6:18: another form, field or score has the name \"phga_vas\" too; write another one",
        ),
        (
            file("itch", "itching", "Now"),
            "instruments/itch.names.toml:6:18: \"Now\" cannot be `redcap`: write small letters, digits and single `_`, a letter first",
        ),
    ] {
        assert_eq!(own(&text).unwrap_err(), said);
    }
}

fn ids(most: usize) -> impl Strategy<Value = Vec<String>> {
    let id = "[a-c][a-c0-1.-]{0,30}(unit|at)?";
    prop::collection::btree_set(id, 1..most).prop_map(|ids| ids.into_iter().collect())
}

proptest! {
    // Each case reads the files of names three times.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_derived_name_is_valid_and_unique_and_stays_when_a_version_adds_fields(
        forms in ids(4), fields in ids(12), more in ids(6)
    ) {
        let first: Vec<Instrument> = forms.iter().map(|id| own_form(id, &fields)).collect();
        let mut all: Vec<String> = more.into_iter().filter(|id| !fields.contains(id)).collect();
        all.extend(fields.iter().cloned());
        let later: Vec<Instrument> = forms.iter().map(|id| own_form(id, &all)).collect();
        let before = names_of(&first);
        let both: Vec<Instrument> = first.iter().cloned().chain(later).collect();
        let after = names_of(&both);
        let (mut redcap, mut oids) = (BTreeSet::new(), BTreeSet::new());
        for (id, names) in after.forms() {
            prop_assert_eq!(rule::form(&names.redcap), Ok(()));
            prop_assert_eq!(rule::oid(&names.oid), Ok(()));
            prop_assert!(oids.insert(names.oid.clone()));
            let form = format!("form {}", names.redcap);
            prop_assert!(redcap.insert(form));
            for (field, names) in names.fields() {
                prop_assert_eq!(rule::field(&names.redcap), Ok(()));
                prop_assert!(redcap.insert(names.redcap.clone()), "{}", names.redcap);
                prop_assert!(oids.insert(names.oid.clone()), "{}", names.oid);
                let was = before.form(id).unwrap().field(field);
                prop_assert!(was.is_none_or(|was| was == names), "{}", names.redcap);
            }
        }
        prop_assert_eq!(names_of(&both), after);
    }
}
