//! The subcommands under headings, as `coreset --help` lists them.

/// Headings with the subcommands below them, in the order of the help.
const GROUPS: [(&str, &[&str]); 5] = [
    (
        "Daily work",
        &[
            "timeline",
            "status",
            "deviations",
            "screening",
            "sheet",
            "check",
            "forms",
            "dictionary",
            "passwd",
        ],
    ),
    (
        "The record",
        &[
            "audit", "export", "import", "verify", "amend", "head", "backup", "restore", "recover",
        ],
    ),
    ("The site", &["user", "qualify"]),
    ("The server", &["serve", "login"]),
    ("Tools", &["demo", "score", "keys", "completions", "man"]),
];

/// Gives a command a help that lists its subcommands under their headings.
pub(super) fn grouped(definitions: clap::Command) -> clap::Command {
    let mut lists = String::new();
    for (heading, names) in GROUPS {
        lists += &format!("{heading}:\n");
        for command in names
            .iter()
            .filter_map(|name| definitions.find_subcommand(name))
        {
            let about = command.get_about().map(ToString::to_string);
            // "completions" is the longest name.
            lists += &format!(
                "  {:<11}  {}\n",
                command.get_name(),
                about.unwrap_or_default()
            );
        }
        lists.push('\n');
    }
    definitions.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{lists}`coreset help COMMAND` explains one.\n\nOptions:\n{{options}}{{after-help}}"
    ))
}

#[cfg(test)]
mod tests {
    use super::super::definitions;
    use super::GROUPS;

    #[test]
    fn every_subcommand_stands_under_one_heading() {
        let mut listed: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        listed.sort_unstable();
        let definitions = definitions();
        let mut there: Vec<&str> = definitions
            .get_subcommands()
            .map(|c| c.get_name())
            .collect();
        there.sort_unstable();
        assert_eq!(
            listed, there,
            "give each subcommand one place in GROUPS of src/cli/groups.rs"
        );
    }

    #[test]
    fn the_help_lists_each_subcommand_on_one_line_of_80_columns() {
        let help = definitions().render_long_help().to_string();
        for (heading, names) in GROUPS {
            assert!(
                help.contains(&format!("\n{heading}:\n")),
                "{heading}\n{help}"
            );
            for name in names {
                let start = format!("  {name:<11}  ");
                let line = help.lines().find(|line| line.starts_with(&start));
                let line = line.unwrap_or_else(|| panic!("{name} is not listed\n{help}"));
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }
}
