//! What a person types at the beginning: the school and its three connections.

use std::collections::BTreeMap;

use crosswalk_contract::*;
use crosswalk_model::*;

use crate::remote::Trouble;
use crate::trial::Trial;

/// Both clouds of the town listen on this machine.
const LOOPBACK: (&str, &str) = ("own_servers", "127.0.0.1");

impl Trial {
    /// The school, KAMAR and both clouds. What is there already stays.
    pub async fn set_up(&mut self) -> Result<(), Trouble> {
        let known: BTreeMap<String, SyncId> = match self.ask(ListConnections {}).await {
            Ok(cards) => cards.into_iter().filter_map(|card| Some((card.connector, card.sync?))).collect(),
            Err(Trouble::Problem(_)) => BTreeMap::new(),
            Err(gone) => return Err(gone),
        };
        if known.is_empty() {
            self.ask(CreateSchool { name: "Kōwhai Bay College".into() }).await?;
        }
        if !known.contains_key("kamar") {
            self.kamar().await?;
        }
        self.te_kete_ako = match known.get("supabase") {
            Some(sync) => *sync,
            None => self.supabase().await?,
        };
        self.edpsych = match known.get("edpsych_connect") {
            Some(sync) => *sync,
            None => self.edpsych_connect().await?,
        };
        Ok(())
    }

    async fn kamar(&mut self) -> Result<SyncId, Trouble> {
        let at = self.town.kamar.settings();
        let settings = [("path", at.path.as_str()), ("username", &at.username)];
        self.save("kamar", &settings, ("password", &at.password)).await
    }

    async fn supabase(&mut self) -> Result<SyncId, Trouble> {
        let (url, key) = (self.town.supabase.url.clone(), self.town.supabase.service_key.clone());
        let settings = [("project_url", url.as_str()), ("tables", "te_kete_ako"), LOOPBACK];
        self.save("supabase", &settings, ("api_key", &key)).await
    }

    async fn edpsych_connect(&mut self) -> Result<SyncId, Trouble> {
        let (url, id) = (self.town.edpsych.url.clone(), self.town.edpsych.client_id.clone());
        let secret = self.town.edpsych.client_secret.clone();
        let settings = [("base_url", url.as_str()), ("client_id", &id), LOOPBACK];
        self.save("edpsych_connect", &settings, ("client_secret", &secret)).await
    }

    async fn save(
        &mut self,
        connector: &str,
        settings: &[(&str, &str)],
        (name, secret): (&str, &str),
    ) -> Result<SyncId, Trouble> {
        let cards = self.ask(ListConnectors {}).await?;
        let card =
            cards.iter().find(|card| card.key == connector).expect("the connector is in the catalogue");
        let plain = card.fields.iter().filter(|field| field.kind != FormKind::Secret);
        let mut filled: BTreeMap<String, String> =
            plain.filter_map(|field| Some((field.key.clone(), field.default.clone()?))).collect();
        filled.extend(settings.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())));
        let save = SaveConnection {
            id: None,
            connector: connector.into(),
            title: connector.into(),
            settings: filled,
            secrets: BTreeMap::from([(name.to_owned(), Secret::new(secret))]),
        };
        Ok(self.ask(save).await?.card.sync.expect("a new connection has a sync"))
    }
}
