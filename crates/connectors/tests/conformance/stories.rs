//! What the battery does not ask: references between streams, rights, tokens that run out, troubles on the way.

use crosswalk_connector_kit::conformance::Access;
use crosswalk_connector_kit::{CancellationToken, CheckState, Connection, Connector, ReadBack, WriteBatch};
use crosswalk_connectors::registry::connectors;
use crosswalk_model::{ChangeOp, Outcome, OutcomeKind, Value};
use serde_json::json;

use crate::supabase::{batch, create, pupil};
use crate::{edpsych, supabase};

fn open(key: &str, access: &Access) -> Box<dyn Connection> {
    let all = connectors();
    let connector = all.iter().find(|connector| connector.spec().key == key).unwrap();
    Connector::open(&**connector, &access.settings, &access.secrets).unwrap()
}

async fn write(connection: &dyn Connection, batch: &WriteBatch) -> Vec<Outcome> {
    connection.write(batch, &CancellationToken::new()).await.unwrap()
}

fn ids(outcomes: &[Outcome]) -> Vec<Value> {
    outcomes.iter().map(|outcome| Value::text(outcome.foreign_id.clone().unwrap())).collect()
}

#[tokio::test]
async fn enrolments_point_at_the_ids_that_supabase_made() {
    let cloud = supabase::Cloud::start().await;
    let connection = open("supabase", &supabase::access(&cloud.project, &cloud.project.service_key));
    let person = ids(&write(&*connection, &batch("people", vec![pupil("24117")])).await).remove(0);
    let class = batch("classes", vec![create("9999/2026/MAT0/82A-1", &[("title", "Mathematics".into())])]);
    let class = ids(&write(&*connection, &class).await).remove(0);
    let enrolment = |key: &str, person: &Value| {
        create(key, &[("person_id", person.clone()), ("class_id", class.clone()), ("role", "pupil".into())])
    };
    let nobody = Value::text("00000000-0000-4000-8000-000000000000");
    let outcomes = write(
        &*connection,
        &batch("enrolments", vec![enrolment("good", &person), enrolment("bad", &nobody)]),
    )
    .await;
    assert_eq!((outcomes[0].kind, outcomes[1].kind), (OutcomeKind::Applied, OutcomeKind::Refused));
    let words = outcomes[1].words.clone().unwrap();
    assert!(words.contains("23503") && !words.contains("00000000"), "{words}");
    let read = ReadBack { stream: "enrolments".into(), ..ReadBack::default() };
    let present = connection.read_back(&read).await.unwrap();
    assert!(present.len() == 1 && present[0].fields["person_id"] == person);
}

#[tokio::test]
async fn supabase_follows_small_pages_and_survives_troubles_on_the_way() {
    let cloud = supabase::Cloud::start().await;
    cloud.project.set_max_rows(7);
    let connection = open("supabase", &supabase::access(&cloud.project, &cloud.project.service_key));
    cloud.project.faults().unavailable_for(2);
    let pupils = (0..100).map(|number| pupil(&format!("{number:05}"))).collect();
    let outcomes = write(&*connection, &batch("people", pupils)).await;
    assert!(outcomes.iter().all(Outcome::confirmed));
    cloud.project.faults().truncate_for(1);
    let read = ReadBack { stream: "people".into(), ..ReadBack::default() };
    assert_eq!(connection.read_back(&read).await.unwrap().len(), 100);
}

#[tokio::test]
async fn a_bad_row_in_supabase_stands_alone() {
    let cloud = supabase::Cloud::start().await;
    cloud.project.faults().reject_value("Rejected Name");
    let connection = open("supabase", &supabase::access(&cloud.project, &cloud.project.service_key));
    let mut pupils: Vec<_> = (0..60).map(|number| pupil(&format!("{number:05}"))).collect();
    pupils[23].fields.insert("display_name".into(), "Rejected Name".into());
    let outcomes = write(&*connection, &batch("people", pupils)).await;
    let refused: Vec<_> = (0..60).filter(|place| !outcomes[*place].confirmed()).collect();
    assert_eq!(refused, [23]);
    assert_eq!(outcomes[23].kind, OutcomeKind::Refused);
    assert!(!format!("{outcomes:?}").contains("Rejected Name"));
}

#[tokio::test]
async fn supabase_rights_are_named_table_by_table() {
    let cloud = supabase::Cloud::start().await;
    cloud.project.faults().refuse("enrolments", true);
    let connection = open("supabase", &supabase::access(&cloud.project, &cloud.project.service_key));
    let checks = connection.check(&CancellationToken::new()).await;
    let write = checks.iter().find(|check| check.name == "May write").unwrap();
    assert!(write.state == CheckState::Failed && write.message.contains("enrolments"), "{checks:?}");
    let public = open("supabase", &supabase::access(&cloud.project, &cloud.project.anon_key));
    let checks = public.check(&CancellationToken::new()).await;
    assert!(checks.iter().any(|check| check.message.contains("public key")), "{checks:?}");
}

#[tokio::test]
async fn an_expired_user_token_of_supabase_is_told() {
    let cloud = supabase::Cloud::start().await;
    for (seconds, expect) in [(3600, CheckState::Passed), (-60, CheckState::Failed)] {
        let mut access = supabase::access(&cloud.project, &cloud.project.anon_key);
        access.secrets = access.secrets.with("user_jwt", cloud.project.issue_user_token(seconds));
        let checks = open("supabase", &access).check(&CancellationToken::new()).await;
        let key = checks.iter().find(|check| check.name == "Key accepted").unwrap();
        assert_eq!(key.state, expect, "{checks:?}");
        assert!(expect == CheckState::Passed || key.message.contains("expired"), "{}", key.message);
    }
}

#[tokio::test]
async fn the_tables_of_supabase_can_be_discovered() {
    let cloud = supabase::Cloud::start().await;
    let mut access = supabase::access(&cloud.project, &cloud.project.service_key);
    let shipped = open("supabase", &access).discover(&CancellationToken::new()).await.unwrap();
    access.settings = access.settings.with("tables", "discover");
    let found = open("supabase", &access).discover(&CancellationToken::new()).await.unwrap();
    assert_eq!(found.streams.len(), shipped.streams.len());
    for stream in &shipped.streams {
        let own = found.stream(&stream.name).unwrap();
        assert_eq!((&own.key, &own.operations), (&stream.key, &stream.operations));
        for field in &stream.fields {
            let same = own.field(&field.name).unwrap();
            assert_eq!((&same.kind, same.required), (&field.kind, field.required), "{}", field.name);
            assert_eq!((&same.refers, same.read_only), (&field.refers, field.read_only), "{}", field.name);
        }
    }
    access.secrets = access.secrets.with("api_key", &cloud.project.anon_key);
    let refused = open("supabase", &access).discover(&CancellationToken::new()).await.unwrap_err();
    assert_eq!(refused.code(), "forbidden");
}

#[tokio::test]
async fn memberships_point_at_learners_and_staff() {
    let cloud = edpsych::Cloud::start().await;
    let connection = open("edpsych_connect", &edpsych::access(&cloud.service, &cloud.service.client_secret));
    let learner = batch("learners", vec![create("24117", &[("given_name", "Aroha".into())])]);
    let staff = batch("staff", vec![create("TWH", &[("given_name", "Tui".into())])]);
    let group = batch("groups", vec![create("9999/2026/MAT0/82A-1", &[("title", "Mathematics".into())])]);
    let learner = ids(&write(&*connection, &learner).await).remove(0);
    let staff = ids(&write(&*connection, &staff).await).remove(0);
    let group = ids(&write(&*connection, &group).await).remove(0);
    let membership = |key: &str, kind: &'static str, member: &Value, role: &'static str| {
        let member = ("member_id", member.clone());
        create(
            key,
            &[("member_kind", kind.into()), member, ("group_id", group.clone()), ("role", role.into())],
        )
    };
    let members = batch(
        "memberships",
        vec![
            membership("a", "learner", &learner, "pupil"),
            membership("b", "staff", &staff, "teacher"),
            membership("c", "staff", &learner, "teacher"),
        ],
    );
    let kinds: Vec<_> = write(&*connection, &members).await.iter().map(|outcome| outcome.kind).collect();
    assert_eq!(kinds, [OutcomeKind::Applied, OutcomeKind::Applied, OutcomeKind::Refused]);
}

#[tokio::test]
async fn an_edit_by_hand_in_edpsych_connect_is_not_run_over() {
    let cloud = edpsych::Cloud::start().await;
    let connection = open("edpsych_connect", &edpsych::access(&cloud.service, &cloud.service.client_secret));
    write(&*connection, &batch("learners", vec![create("24117", &[("given_name", "Aroha".into())])])).await;
    connection.read_back(&ReadBack { stream: "learners".into(), ..ReadBack::default() }).await.unwrap();
    cloud.service.edit("learners", "24117", &json!({ "tutor_group": "9XYZ" })).unwrap();
    let mut update = create("24117", &[("tutor_group", "9TWH".into())]);
    (update.op, update.idempotency_key) = (ChangeOp::Update, "update/24117".into());
    let update = batch("learners", vec![update]);
    assert_eq!(write(&*connection, &update).await[0].kind, OutcomeKind::Drifted);
    let kept = cloud.service.snapshot().table("learners")[0]["tutor_group"].clone();
    assert_eq!(kept, json!("9XYZ"));
}

#[tokio::test]
async fn edpsych_connect_tokens_run_out_and_scopes_are_named() {
    let cloud = edpsych::Cloud::start().await;
    let access = edpsych::access(&cloud.service, &cloud.service.client_secret);
    let connection = open("edpsych_connect", &access);
    let learners = ReadBack { stream: "learners".into(), ..ReadBack::default() };
    connection.read_back(&learners).await.unwrap();
    cloud.service.expire_tokens();
    connection.read_back(&learners).await.unwrap();
    cloud.service.set_granted_scopes(&["roster.read"]);
    let checks = open("edpsych_connect", &access).check(&CancellationToken::new()).await;
    let failed = checks.iter().find(|check| check.state == CheckState::Failed).unwrap();
    assert!(failed.name == "Permissions" && failed.message.contains("roster.write"), "{checks:?}");
}

#[tokio::test]
async fn a_lost_answer_of_edpsych_connect_does_nothing_twice() {
    let cloud = edpsych::Cloud::start().await;
    let connection = open("edpsych_connect", &edpsych::access(&cloud.service, &cloud.service.client_secret));
    cloud.service.set_rate_limit(10_000, 1);
    connection.check(&CancellationToken::new()).await;
    let learners =
        (0..450).map(|number| create(&number.to_string(), &[("given_name", "Aroha".into())])).collect();
    let learners = batch("learners", learners);
    cloud.service.faults().truncate_for(1);
    let outcomes = write(&*connection, &learners).await;
    assert!(outcomes.len() == 450 && outcomes.iter().all(Outcome::confirmed));
    let versions = cloud.service.snapshot();
    assert!(versions.table("learners").iter().all(|learner| learner["version"] == 1));
}

#[tokio::test]
async fn a_new_school_year_takes_few_calls() {
    let cloud = supabase::Cloud::start().await;
    let connection = open("supabase", &supabase::access(&cloud.project, &cloud.project.service_key));
    let size = connectors().iter().find(|c| c.spec().key == "supabase").unwrap().spec().batch_size;
    let pupils: Vec<_> = (0..1_800).map(|number| pupil(&format!("{number:05}"))).collect();
    let changed = |op: ChangeOp, fields: &dyn Fn(usize) -> Vec<(&'static str, Value)>| {
        let change = |(number, pupil): (usize, &crosswalk_connector_kit::WriteChange)| {
            let mut change = create(&pupil.key, &fields(number));
            change.op = op.clone();
            change
        };
        pupils.iter().enumerate().map(change).collect::<Vec<_>>()
    };
    let steps = [
        ("creates", pupils.clone(), 4),
        (
            "year levels",
            changed(ChangeOp::Update, &|n| vec![("year_level", Value::Int(9 + n as i64 % 5))]),
            20,
        ),
        ("leavers", changed(ChangeOp::Deactivate, &|_| Vec::new())[..300].to_vec(), 3),
        (
            "own values",
            changed(ChangeOp::Update, &|n| vec![("house", Value::text(n.to_string()))])[..50].to_vec(),
            50,
        ),
    ];
    for (step, changes, calls) in steps {
        let before = cloud.project.log().requests().len();
        for part in changes.chunks(size) {
            let outcomes = write(&*connection, &batch("people", part.to_vec())).await;
            assert!(outcomes.iter().all(Outcome::confirmed), "{step}");
        }
        assert_eq!(cloud.project.log().requests().len() - before, calls, "{step}");
    }
}
