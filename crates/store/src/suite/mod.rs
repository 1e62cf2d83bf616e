//! One test-suite, run on both databases. A case is a function that takes a [`World`]; `suite!` makes its two tests.
//!
//! PostgreSQL is named by `CROSSWALK_TEST_POSTGRES` (`postgres://user@host:port/database`); each test makes a schema of
//! its own and drops it. Without it those tests say so and are left out.

mod audit;
mod backup;
mod blobs;
mod configuration;
mod conflicts;
mod documents;
mod exchanges;
mod inbox;
mod ledger;
mod matching;
mod opening;
mod personal;
mod plans;
mod privacy;
mod roster;
mod runs;
pub(crate) mod samples;
mod together;
mod upgrades;
mod world;

/// Makes two tests of each case, one on each database.
macro_rules! suite {
    ($($case:ident),* $(,)?) => {$(
        mod $case {
            #[tokio::test]
            async fn sqlite() {
                crate::suite::world::on_sqlite(super::$case).await;
            }

            #[tokio::test]
            async fn postgres() {
                crate::suite::world::on_postgres(super::$case).await;
            }
        }
    )*};
}
use suite;
