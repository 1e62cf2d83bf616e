//! Whom the client calls: the address that was checked is the address that is called, and nobody else chooses another.

use tokio_util::sync::CancellationToken;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::KitError;
use crate::http::HttpRequest;

/// A server of this computer that answers everything, and the address by which a name leads to it.
async fn inside() -> (MockServer, String) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let named = format!("http://localhost:{}", server.address().port());
    (server, named)
}

async fn called(base: &str, own: &str, route: &'static str) -> Result<u16, KitError> {
    let limits = Limits { retries: 0, ..Limits::default() };
    let own = OwnServers::parse(own).unwrap();
    let settings = HttpSettings::new("The service", "url", base).own_servers(own).limits(limits);
    let answer = HttpClient::new(settings)?.send(&HttpRequest::get(route), &CancellationToken::new()).await?;
    Ok(answer.status)
}

#[tokio::test]
async fn a_name_that_leads_inside_is_called_only_where_the_address_is_listed() {
    let (server, named) = inside().await;
    for own in ["", "10.0.0.0/8", "127.0.0.2"] {
        let error = called(&named, own, "/x").await.unwrap_err();
        assert_eq!((error.code(), error.field()), ("bad_setting", Some("url")), "{own}: {error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty(), "nothing went out");
    assert_eq!(called(&named, "127.0.0.1", "/x").await.unwrap(), 200);
}

#[tokio::test]
async fn an_address_is_called_only_where_it_is_listed() {
    let (server, _) = inside().await;
    assert_eq!(called(&server.uri(), "", "/x").await.unwrap_err().field(), Some("url"));
    assert!(server.received_requests().await.unwrap().is_empty());
    assert_eq!(called(&server.uri(), "127.0.0.0/8", "/x").await.unwrap(), 200);
}

#[tokio::test]
async fn nobody_is_followed_elsewhere() {
    let (secret, named) = inside().await;
    let server = MockServer::start().await;
    for status in [301, 302, 303, 307, 308] {
        let away = format!("{named}/latest/credentials");
        let answer = ResponseTemplate::new(status).insert_header("location", away.as_str());
        Mock::given(path(format!("/{status}"))).respond_with(answer).mount(&server).await;
    }
    for (route, status) in [("/301", 301), ("/302", 302), ("/303", 303), ("/307", 307), ("/308", 308)] {
        assert_eq!(called(&server.uri(), "127.0.0.1", route).await.unwrap(), status);
    }
    assert!(
        secret.received_requests().await.unwrap().is_empty(),
        "a redirection is an answer, and no errand"
    );
}

#[tokio::test]
async fn a_redirection_is_told_as_one() {
    let server = MockServer::start().await;
    let away = ResponseTemplate::new(302).insert_header("location", "https://elsewhere.example/");
    Mock::given(any()).respond_with(away).mount(&server).await;
    let answer = client(&server).send(&HttpRequest::get("/x"), &CancellationToken::new()).await.unwrap();
    let error = answer.success().unwrap_err().to_string();
    assert!(error.contains("redirect") || error.contains("another address"), "{error}");
}

#[test]
fn no_value_leaves_the_service() {
    let base = reqwest::Url::parse("https://name.example/rest/v1").unwrap();
    for value in
        ["../../admin", "//evil.example/x", "https://evil.example", "a?b#c", "%2e%2e", "\\\\evil.example"]
    {
        let url = HttpRequest::get("/people/{key}").value("key", value).url(&base).unwrap();
        assert_eq!(url.host_str(), Some("name.example"), "{value}");
        assert!(url.path().starts_with("/rest/v1/people/"), "{value}: {}", url.path());
        assert!(url.query().is_none() && url.fragment().is_none(), "{value}");
    }
    for value in ["..", ".", ""] {
        assert_eq!(HttpRequest::get("/people/{key}").value("key", value).url(&base), None, "{value}");
    }
}
