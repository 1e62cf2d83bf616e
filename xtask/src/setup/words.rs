//! Where nothing can be installed for a person, what to install is named.

use super::{Needs, debian};

/// Linux without apt.
pub fn other_linux(needs: Needs) -> Vec<String> {
    let mut sentences = vec!["Crosswalk needs a C compiler and pkg-config.".to_owned()];
    if needs.window {
        sentences.push(format!("Its window needs what Debian calls {}.", debian::WINDOW.join(", ")));
    }
    if needs.tests {
        sentences.push(format!("Its tests need what Debian calls {}.", debian::TESTS.join(", ")));
    }
    sentences.push(
        "This system has no apt-get: please install them by its own means if the build asks for them.".into(),
    );
    sentences
}

/// Windows.
pub fn windows(needs: Needs) -> Vec<String> {
    let mut sentences = vec![
        "Crosswalk needs the Visual Studio Build Tools with \"Desktop development with C++\".".to_owned(),
        "Its window needs the WebView2 runtime, which is part of Windows 11 and of an up-to-date Windows 10."
            .to_owned(),
    ];
    if needs.tests {
        sentences.push(browser());
    }
    sentences
}

/// macOS.
pub fn macos(needs: Needs) -> Vec<String> {
    let mut sentences =
        vec!["Crosswalk needs Xcode's command line tools: xcode-select --install.".to_owned()];
    if needs.tests {
        sentences.push(browser());
    }
    sentences
}

fn browser() -> String {
    "Its tests use PostgreSQL, Chrome and chromedriver where they are on the search path; without them less is tested."
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_only_mentioned_when_they_are_to_be_run() {
        let plain = Needs { window: true, tests: false };
        assert!(!windows(plain).concat().contains("PostgreSQL"));
        assert!(windows(Needs { tests: true, ..plain }).concat().contains("PostgreSQL"));
        assert!(macos(plain).concat().contains("xcode-select --install"));
    }
}
