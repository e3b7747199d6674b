//! Points of the record, each by the checks that `coreset qualify` runs from the installed program.

use coreset::tools::qualify::checks;

/// Runs every check that stands for a point; there must be one.
fn point(point: u8) {
    let checks = checks();
    let mut run = 0;
    for check in checks.iter().filter(|check| check.points.contains(&point)) {
        if let Err(seen) = check.run() {
            panic!("{} {}: {seen}", check.id, check.what);
        }
        run += 1;
    }
    assert!(run > 0, "no check stands for point {point}");
}

macro_rules! points {
    ($($name:ident = $point:literal),+ $(,)?) => {
        $(#[test]
        fn $name() {
            point($point);
        })+
    };
}

points! {
    point_01_every_action_has_a_named_user_with_role_and_place = 1,
    point_02_observed_and_stored_time_stand_apart = 2,
    point_03_changes_and_deletions_keep_the_old_value = 3,
    point_04_a_change_of_what_is_complete_needs_a_reason_that_lasts = 4,
    point_05_a_prompt_is_recorded_with_its_outcome = 5,
    point_06_the_first_value_is_audited = 6,
    point_07_tampering_is_found = 7,
    point_08_the_audit_does_not_show_what_is_hidden_from_a_role = 8,
    point_09_how_a_value_came_is_stored = 9,
    point_10_an_answer_is_acknowledged_when_it_is_stored = 10,
    point_11_missing_is_explicit_and_blank_is_not_zero = 11,
    point_12_steps_come_in_their_order = 12,
    point_13_a_signature_shows_name_time_and_meaning = 13,
    point_14_a_signature_is_bound_to_the_content = 14,
    point_15_signing_takes_user_and_passphrase = 15,
    point_16_passphrases_are_limited_and_logged = 16,
    point_17_access_goes_by_role_and_its_history_is_told = 17,
    point_19_a_copy_is_readable = 19,
    point_20_the_form_of_the_record_endures = 20,
    point_22_paper_carries_a_day_without_the_system = 22,
    point_23_the_version_stands_in_each_entry = 23,
    point_24_worked_examples_come_out_as_published = 24,
    point_25_the_rules_in_force_are_recorded = 25,
    point_26_locks_withdraw_the_right_to_edit = 26,
    point_27_coming_going_and_copies_are_logged = 27,
}
