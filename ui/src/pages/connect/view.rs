//! Draws the form of a new connection.

use crate::texts;
use crate::widgets::{Button, Entries, Look, Text, head, problem_note, spec_form};
use crosswalk_contract::{ConnectorCard, Problem, SaveConnection};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The form; `save` is given what is to be saved.
pub fn view(
    connector: ConnectorCard,
    save: Callback<SaveConnection>,
    busy: Signal<bool>,
    problem: Signal<Option<Problem>>,
) -> AnyView {
    let entries = Entries::of(&connector.fields, &BTreeMap::new(), &[]);
    let title = RwSignal::new(connector.title.clone());
    let key = connector.key.clone();
    let press = Callback::new(move |()| {
        if entries.will_do() {
            let title = title.get_untracked().trim().to_owned();
            let (settings, secrets) = (entries.settings(), entries.secrets());
            save.run(SaveConnection { id: None, connector: key.clone(), title, settings, secrets });
        }
    });
    let (heading, sentence) = (connector.title.clone(), connector.sentence.clone());
    view! {
        {head(move || texts::connect_to(&heading), sentence, ())}
        <form class="card form" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <Text label=texts::connection_name() value=title help=texts::connection_name_help() kept=true/>
            {spec_form(entries, problem)}
            {move || problem.get().filter(|problem| problem.field.is_none()).map(|problem| problem_note(&problem))}
            <div class="row">
                <Button label=texts::connect_save() press=press look=Look::Main busy=busy chord="Ctrl+Enter"/>
                <a class="button plain" href="/connections/new">{texts::connect_back()}</a>
                <small class="grow">{texts::connect_secrets()}</small>
            </div>
        </form>
    }
    .into_any()
}
