//! Other projects: tables found in PostgREST's description.

use crosswalk_connector_kit::{CancellationToken, Connection, Connector};
use crosswalk_model::WriteOperation::{Create, Deactivate, Relink, Update};
use serde_json::{Value as Json, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{secrets, settings};
use crate::supabase::Supabase;

fn description() -> Json {
    let pk = "Note:\nThis is a Primary Key.<pk/>";
    let fk = "Note:\nThis is a Foreign Key to `pupils.id`.<fk table='pupils' column='id'/>";
    json!({
        "swagger": "2.0",
        "paths": {
            "/": { "get": {} },
            "/marks": { "get": {}, "post": {}, "patch": {}, "delete": {} },
            "/pupils": { "get": {}, "post": {}, "patch": {} },
            "/notes": { "get": {}, "post": {}, "patch": {} },
        },
        "definitions": {
            "marks": {
                "required": ["id", "code", "pupil_id"],
                "properties": {
                    "id": { "type": "integer", "format": "bigint", "description": pk, "default": 1 },
                    "code": { "type": "string", "format": "text" },
                    "pupil_id": { "type": "string", "format": "uuid", "description": fk },
                    "score": { "type": "number", "format": "numeric" },
                },
            },
            "pupils": {
                "required": ["id", "code", "name", "made_at"],
                "properties": {
                    "id": { "type": "string", "format": "uuid", "description": pk, "default": "gen_random_uuid()" },
                    "code": { "type": "string", "format": "text" },
                    "name": { "type": "string", "format": "character varying" },
                    "tags": { "type": "array", "format": "text[]" },
                    "made_at": { "type": "string", "format": "timestamp with time zone", "default": "now()" },
                    "left_at": { "type": "string", "format": "timestamp with time zone" },
                },
            },
            "notes": { "properties": { "id": { "type": "integer", "format": "integer", "description": pk } } },
        },
    })
}

fn open(server: &MockServer) -> Box<dyn Connection> {
    let settings = settings(server)
        .with("tables", "discover")
        .with("key_column", "code")
        .with("soft_end_column", "left_at");
    Supabase.open(&settings, &secrets()).unwrap()
}

async fn describes(status: u16) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_json(description());
    Mock::given(method("GET")).and(path("/rest/v1/")).respond_with(answer).mount(&server).await;
    server
}

#[tokio::test]
async fn tables_are_found_in_the_order_in_which_they_can_be_written() {
    let server = describes(200).await;
    let catalog = open(&server).discover(&CancellationToken::new()).await.unwrap();
    let names: Vec<_> = catalog.streams.iter().map(|stream| stream.name.as_ref()).collect();
    assert_eq!(names, ["notes", "pupils", "marks"]);
    let pupils = catalog.stream("pupils").unwrap();
    assert_eq!(
        (pupils.key.as_ref(), &pupils.operations[..]),
        ("code", &[Create, Update, Deactivate, Relink][..])
    );
    let shape = |name: &str| {
        let field = pupils.field(name).unwrap();
        (field.kind.as_str(), field.required, field.unique, field.read_only)
    };
    assert_eq!(shape("id"), ("uuid", false, true, true));
    assert_eq!(shape("code"), ("text", true, true, false));
    assert_eq!(shape("name"), ("text", true, false, false));
    assert_eq!(shape("tags"), ("list", false, false, false));
    assert_eq!(shape("made_at"), ("timestamptz", false, false, true));
    assert_eq!(shape("left_at"), ("timestamptz", false, false, true));
    let marks = catalog.stream("marks").unwrap();
    assert_eq!(marks.field("pupil_id").unwrap().refers.as_deref(), Some("pupils"));
    assert_eq!(marks.field("score").unwrap().kind, "numeric");
    assert_eq!(marks.operations, [Create, Update, Relink], "marks have no soft end");
    assert!(catalog.stream("notes").unwrap().operations.is_empty(), "notes have no key of the source");
}

#[tokio::test]
async fn a_key_that_may_not_read_the_description_is_told_which_may() {
    for status in [401, 403, 404] {
        let error = open(&describes(status).await).discover(&CancellationToken::new()).await.unwrap_err();
        assert_eq!(error.code(), "forbidden");
        assert!(error.to_string().contains("secret keys"), "{error}");
    }
}
