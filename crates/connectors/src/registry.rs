//! The list of connectors: one line each.

use std::sync::Arc;

use crosswalk_connector_kit::Connector;

/// Every connector, in the order in which the catalogue shows them.
pub fn connectors() -> Vec<Arc<dyn Connector>> {
    vec![
        Arc::new(crate::kamar::Kamar),
        Arc::new(crate::csv_files::CsvFiles),
        Arc::new(crate::oneroster_csv::OneRosterCsv),
        Arc::new(crate::supabase::Supabase),
        Arc::new(crate::edpsych_connect::EdPsychConnect),
    ]
}
