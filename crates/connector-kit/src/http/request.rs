//! A request: what is sent, and whether it may be sent twice.

use std::borrow::Cow;
use std::fmt;

use crosswalk_model::Secret;
use reqwest::{Method, Url};

use super::header::HeaderText;

/// A request that can be sent as often as its nature allows. `Debug` and logs show its method and route template,
/// never a value.
#[derive(Clone)]
pub struct HttpRequest {
    pub(super) method: Method,
    pub(super) route: Cow<'static, str>,
    pub(super) values: Vec<(&'static str, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(&'static str, HeaderText)>,
    pub(super) body: Option<Body>,
    pub(super) repeatable: bool,
}

#[derive(Clone)]
pub(super) enum Body {
    Json(Vec<u8>),
    Form(Vec<(String, String)>),
}

impl HttpRequest {
    /// Reads. The route is a template such as `/v1/{stream}/batch`, whose names [`HttpRequest::value`] fills in.
    pub fn get(route: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::GET, route, true)
    }

    /// Sends something that must not be sent twice, unless [`HttpRequest::repeatable`] says otherwise.
    pub fn post(route: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::POST, route, false)
    }

    /// Changes something, with the same rule as for [`HttpRequest::post`].
    pub fn patch(route: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::PATCH, route, false)
    }

    fn new(method: Method, route: impl Into<Cow<'static, str>>, repeatable: bool) -> Self {
        Self {
            method,
            route: route.into(),
            values: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            repeatable,
        }
    }

    /// Fills a name of the route template; the value is escaped.
    pub fn value(mut self, name: &'static str, value: &str) -> Self {
        self.values.push((name, value.to_owned()));
        self
    }

    /// Adds a query parameter; both sides are escaped.
    pub fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.headers.push((name, HeaderText::Plain(text.into())));
        self
    }

    /// Adds `Authorization: Bearer …`.
    pub fn bearer(self, token: &Secret) -> Self {
        self.secret("authorization", HeaderText::Secret { prefix: "Bearer ", secret: token.clone() })
    }

    /// Adds `Authorization: Basic …`, name and secret form-encoded first as RFC 6749, section 2.3.1, wants it.
    pub fn basic(self, name: &str, secret: &Secret) -> Self {
        self.secret("authorization", HeaderText::Basic { name: name.to_owned(), secret: secret.clone() })
    }

    fn secret(mut self, name: &'static str, text: HeaderText) -> Self {
        self.headers.push((name, text));
        self
    }

    /// Gives it a JSON body.
    pub fn json(self, body: &serde_json::Value) -> Self {
        self.json_bytes(body.to_string().into_bytes())
    }

    /// Gives it a JSON body that is already written.
    pub fn json_bytes(mut self, body: Vec<u8>) -> Self {
        self.body = Some(Body::Json(body));
        self
    }

    /// Gives it a form as its body.
    pub fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.body = Some(Body::Form(pairs.iter().map(own).collect()));
        self
    }

    /// Says that sending it twice does no more than sending it once: it bears a key, or sets absolute values.
    pub fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// The whole address, with values and query filled in. `None` where a value cannot stand in a path: nothing, `.`
    /// and `..` would lead to the page above, which is another one than was meant.
    pub(super) fn url(&self, base: &Url) -> Option<Url> {
        if self.values.iter().any(|(_, value)| matches!(value.as_str(), "" | "." | "..")) {
            return None;
        }
        let mut url = base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .extend(self.route.trim_start_matches('/').split('/').map(|part| self.fill(part)));
        }
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Some(url)
    }

    fn fill<'a>(&'a self, part: &'a str) -> &'a str {
        let named = |(name, _): &&(&'static str, String)| part == format!("{{{name}}}");
        self.values.iter().find(named).map_or(part, |(_, value)| value.as_str())
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.route)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_the_base_path_stays() {
        let base = Url::parse("https://name.example/rest/v1/").unwrap();
        let request = HttpRequest::get("/{table}").value("table", "a/b c").query("q", "in.(\"ā+b\",c)");
        assert_eq!(
            request.url(&base).unwrap().as_str(),
            "https://name.example/rest/v1/a%2Fb%20c?q=in.%28%22%C4%81%2Bb%22%2Cc%29"
        );
        let root = HttpRequest::get("/").url(&base).unwrap();
        assert_eq!(root.as_str(), "https://name.example/rest/v1/");
        assert_eq!(format!("{request:?}"), "GET /{table}");
    }
}
