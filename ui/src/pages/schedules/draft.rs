//! A schedule as a form holds it: how often and at what time, or a pattern of one's own.

use crosswalk_model::{CatchUp, InHolidays, Schedule, SyncId};

/// How often something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Often {
    /// Every day.
    Daily,
    /// From Monday to Friday.
    Weekdays,
    /// Every hour, on the hour.
    Hourly,
    /// By a pattern that the person types.
    Own,
}

impl Often {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Daily, Self::Weekdays, Self::Hourly, Self::Own];

    /// A word for the form's own use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekdays => "weekdays",
            Self::Hourly => "hourly",
            Self::Own => "own",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|often| often.word() == word).unwrap_or(Self::Own)
    }

    /// Whether a time of day belongs to it.
    pub fn has_time(self) -> bool {
        matches!(self, Self::Daily | Self::Weekdays)
    }

    /// The cron pattern for a time such as `02:30`; a pattern of one's own stays as it is.
    pub fn cron(self, time: &str, own: &str) -> String {
        let (hour, minute) = time.split_once(':').unwrap_or((time, "0"));
        let part = |text: &str| text.trim().parse::<u8>().map_or_else(|_| text.to_owned(), |n| n.to_string());
        let (hour, minute) = (part(hour), part(minute));
        match self {
            Self::Daily => format!("{minute} {hour} * * *"),
            Self::Weekdays => format!("{minute} {hour} * * 1-5"),
            Self::Hourly => "0 * * * *".to_owned(),
            Self::Own => own.trim().to_owned(),
        }
    }

    /// How a cron pattern is shown in the form: how often, and the time of day.
    pub fn of(cron: &str) -> (Self, String) {
        let usual = || "02:30".to_owned();
        let parts: Vec<&str> = cron.split_whitespace().collect();
        if parts == ["0", "*", "*", "*", "*"] {
            return (Self::Hourly, usual());
        }
        let [minute, hour, "*", "*", days] = parts[..] else { return (Self::Own, usual()) };
        let often = match days {
            "*" => Self::Daily,
            "1-5" | "MON-FRI" => Self::Weekdays,
            _ => Self::Own,
        };
        match (hour.parse::<u8>(), minute.parse::<u8>()) {
            (Ok(hour), Ok(minute)) => (often, format!("{hour:02}:{minute:02}")),
            _ => (Self::Own, usual()),
        }
    }
}

/// What a sync without a schedule is offered: every night, in the zone of this computer.
pub fn offered(sync: SyncId, zone: String) -> Schedule {
    Schedule {
        sync,
        cron: "30 2 * * *".into(),
        zone,
        catch_up: CatchUp::Once,
        in_holidays: InHolidays::Run,
        paused: false,
        grace_minutes: Schedule::usual_grace(),
    }
}

#[cfg(test)]
mod tests {
    use super::Often;

    #[test]
    fn a_form_makes_the_pattern_that_it_shows() {
        for (often, time, cron) in [
            (Often::Daily, "02:30", "30 2 * * *"),
            (Often::Daily, "00:00", "0 0 * * *"),
            (Often::Weekdays, "18:05", "5 18 * * 1-5"),
            (Often::Hourly, "02:30", "0 * * * *"),
        ] {
            assert_eq!(often.cron(time, ""), cron);
            assert_eq!(Often::of(cron), (often, time.to_owned()), "{cron}");
        }
    }

    #[test]
    fn what_the_form_cannot_show_stays_a_pattern() {
        for cron in ["*/15 7-18 * * 1-5", "0 2 1 * *", "0 2 * * 6", "", "nonsense", "0 2,14 * * *"] {
            assert_eq!(Often::of(cron).0, Often::Own, "{cron}");
            assert_eq!(Often::Own.cron("09:00", cron), cron);
        }
    }
}
