//! One exchange whole: what was sent, what came, and the same request for curl.

use crate::format::size;
use crate::texts;
use crate::widgets::Button;
use crosswalk_contract::ExchangeView;
use crosswalk_model::Side;
use leptos::prelude::*;

/// One exchange.
pub fn whole(shown: Signal<ExchangeView>, copy: Callback<String>) -> AnyView {
    let press = move |()| copy.run(shown.with_untracked(|shown| shown.curl.clone()));
    let drawn = move || {
        shown.with(|shown| {
            let exchange = &shown.noted.exchange;
            view! {
                {exchange.problem.clone().map(|problem| view! { <p class="note bad">{problem}</p> })}
                {exchange.request_id.clone().map(|id| view! { <p class="quiet">{texts::exchange_id()} " " <code class="mono">{id}</code></p> })}
                {side(texts::exchange_sent(), &exchange.sent)} {side(texts::exchange_came(), &exchange.came)}
            }
        })
    };
    view! {
        <div class="exchange-whole">
            {drawn}
            <div class="row"><Button label=texts::exchange_curl() press=press/> <small class="quiet">{texts::exchange_curl_detail()}</small></div>
        </div>
    }
    .into_any()
}

fn side(title: &'static str, side: &Side) -> AnyView {
    let headers = side.headers.iter().map(|(name, text)| {
        view! { <div><dt class="mono">{name.clone()}</dt><dd class="mono">{text.clone()}</dd></div> }
    });
    let headers =
        (!side.headers.is_empty()).then(|| view! { <dl class="headers">{headers.collect_view()}</dl> });
    view! {
        <section>
            <h3>{title} " " <small class="quiet">{size(side.bytes)}</small></h3>
            {headers} {body(title, side)}
        </section>
    }
    .into_any()
}

/// A body can be long, so that it scrolls by itself, by keys too.
fn body(title: &'static str, side: &Side) -> AnyView {
    let words = match (&side.body, side.cut) {
        (Some(_), false) => None,
        (Some(_), true) => Some(texts::exchange_cut()),
        (None, true) => Some(texts::exchange_unread()),
        (None, false) => (side.bytes > 0).then(texts::exchange_unread),
    };
    let text = side.body.clone().map(|text| {
        view! { <pre class="mono body" tabindex="0" role="region" aria-label=title>{text}</pre> }
    });
    view! { {text} {words.map(|words| view! { <p class="quiet">{words}</p> })} }.into_any()
}
