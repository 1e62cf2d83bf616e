//! The way back: a house that is open cannot restore itself, so that a command says how.

use crate::texts;
use crate::widgets::copyable;
use leptos::prelude::*;

/// How a backup is restored; `file` is the last good one.
pub fn restore(file: Option<String>, copy: Callback<String>) -> AnyView {
    let (here, elsewhere) = commands(file.as_deref());
    view! {
        <p>{texts::restore_why()}</p>
        <ol class="way-back">
            <li>{texts::restore_stop()}</li>
            <li>{texts::restore_here()} {copyable(texts::restore_command(), here, copy)}</li>
            <li>{texts::restore_type()}</li>
            <li>{texts::restore_start()}</li>
        </ol>
        <p>{texts::restore_elsewhere()}</p>
        {copyable(texts::restore_command_new(), elsewhere, copy)}
        <p class="quiet">{texts::restore_after()}</p>
    }
    .into_any()
}

/// The command for this computer, whose data is kept beside, and the one for a new computer.
fn commands(file: Option<&str>) -> (String, String) {
    let file = file.map_or_else(|| texts::restore_some_file().to_owned(), quoted);
    (format!("crosswalkd restore {file} --replace"), format!("crosswalkd restore {file}"))
}

/// A path with a blank in it stands in quotation marks, as every shell reads it.
fn quoted(path: &str) -> String {
    if path.contains(' ') { format!("\"{path}\"") } else { path.to_owned() }
}

/// What the recovery key is for.
pub fn key(copy: Callback<String>) -> AnyView {
    view! {
        <p>{texts::recovery_what()}</p>
        {copyable(texts::recovery_command(), "crosswalkd key recovery".to_owned(), copy)}
        <p class="quiet">{texts::recovery_keep()}</p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn a_path_with_a_blank_is_one_word() {
        let (here, elsewhere) = commands(Some("D:\\My Backups\\a.cwbackup"));
        assert_eq!(here, "crosswalkd restore \"D:\\My Backups\\a.cwbackup\" --replace");
        assert!(!elsewhere.contains("--replace"));
        assert_eq!(commands(Some("/srv/a.cwbackup")).1, "crosswalkd restore /srv/a.cwbackup");
    }
}
