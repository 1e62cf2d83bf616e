//! What an administrator would type in to connect the model town.

use std::collections::BTreeMap;

use crosswalk_engine::TownConnection;
use crosswalk_model::Secret;
use crosswalk_sandbox::Town;

/// The town's KAMAR and both clouds, as connections.
pub(crate) fn connections(town: &Town) -> Vec<TownConnection> {
    let kamar = town.kamar.settings();
    let (supabase, edpsych) = (&town.supabase, &town.edpsych);
    // The simulated clouds are on this very computer.
    let private = ("own_servers", "127.0.0.1");
    vec![
        connection(
            ("kamar", "KAMAR"),
            &[("path", &kamar.path), ("username", &kamar.username)],
            &[("password", &kamar.password)],
        ),
        connection(
            ("supabase", "Te Kete Ako"),
            &[("project_url", &supabase.url), private],
            &[("api_key", &supabase.service_key)],
        ),
        connection(
            ("edpsych_connect", "EdPsych Connect"),
            &[("base_url", &edpsych.url), ("client_id", &edpsych.client_id), private],
            &[("client_secret", &edpsych.client_secret)],
        ),
    ]
}

fn connection(name: (&str, &str), settings: &[(&str, &str)], secrets: &[(&str, &str)]) -> TownConnection {
    let plain = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    let secret = |(key, value): &(&str, &str)| ((*key).to_owned(), Secret::new(*value));
    TownConnection {
        connector: name.0.to_owned(),
        title: name.1.to_owned(),
        settings: settings.iter().map(plain).collect::<BTreeMap<_, _>>(),
        secrets: secrets.iter().map(secret).collect(),
    }
}
