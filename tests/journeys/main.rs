//! Journeys: a file a story, named like the pain that it prevents.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod a_school_goes_through;
mod burst_of_parts_is_one_run;
mod empty_extract_removes_nobody;
mod half_a_full_is_held;
mod leaver_ends_with_their_enrolments;
mod leaving_date_ahead_takes_effect_on_the_day;
mod older_message_never_overwrites_newer;
mod one_year_level_missing_removes_nobody;
mod someone_comes_back_with_their_record;
mod unchanged_full_plans_nothing;
