//! A plan and the audit trail are saved as text and as a workbook: both say the same, nothing in them is a formula, and
//! private values stay masked.

use std::io::Cursor;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use calamine::{Data, Reader, Xlsx};
use crosswalk_contract::*;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{World, WorldSpec};

const TRICK: &str = "=HYPERLINK(\"http://x.example\")";
const NUMBER: &str = "021 555 0178";

fn bytes(file: &TableFile) -> Vec<u8> {
    BASE64_STANDARD.decode(&file.body).unwrap()
}

/// The rows of a workbook, its headings first; every cell of it is a text, and no sheet has a formula.
fn of_workbook(file: &TableFile) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(file))).unwrap();
    let sheet = book.sheet_names().first().unwrap().clone();
    assert!(book.worksheet_formula(&sheet).unwrap().used_cells().next().is_none(), "a cell is a formula");
    let text = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?} is no text"),
    };
    let range = book.worksheet_range(&sheet).unwrap();
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// The rows of a text, its headings first, without the marks that keep cells from being formulas.
fn of_text(file: &TableFile) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes(file)).unwrap();
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut letters) = (false, text.trim_start_matches('\u{feff}').chars().peekable());
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    let bare = |cell: String| cell.strip_prefix('\'').map(str::to_owned).unwrap_or(cell);
    rows.into_iter().map(|row: Vec<String>| row.into_iter().map(bare).collect()).collect()
}

fn words(heads: usize) -> TableWords {
    let heads = (0..heads).map(|n| format!("Column {n}")).collect();
    let words = [("update", "Änderung"), ("plan.approved", "approved a plan"), ("applied", "{count} done")];
    let words = words.map(|(code, word)| (code.to_owned(), word.to_owned())).into();
    TableWords { title: "Plan: [one]".into(), heads, words }
}

async fn both<A: Ask<Reply = TableFile>>(
    world: &World,
    ask: impl Fn(TableFormat) -> A,
) -> (TableFile, TableFile) {
    (world.ask(ask(TableFormat::Csv)).await, world.ask(ask(TableFormat::Xlsx)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_changes_of_a_plan() {
    let kamar: &[(&str, &str)] = &[("ask_mobile", "true")];
    let mut world = World::with(WorldSpec { kamar, ..WorldSpec::default() }).await;
    world.push_full().await;
    let pupil = world.pupils(1)[0];
    world.town.school.pupils[pupil].tutor = TRICK.into();
    world.town.school.pupils[pupil].mobile = Some(NUMBER.into());
    world.push_part(&[Person::Pupil(pupil)]).await;
    let plan = world.last_plan(world.inbound).await.card.id;
    let ask = |filter: ChangeFilter| {
        move |format| ExportPlan { plan, filter: filter.clone(), format, words: words(11) }
    };
    let (csv, xlsx) = both(&world, ask(ChangeFilter::default())).await;
    assert_eq!((csv.name.as_str(), xlsx.name.as_str()), ("plan.csv", "plan.xlsx"));
    let rows = of_workbook(&xlsx);
    assert_eq!(rows, of_text(&csv));
    assert_eq!(rows.len() as u64, xlsx.rows + 1);
    let changes =
        world.ask(ListChanges { plan, filter: ChangeFilter::default(), offset: 0, limit: 500 }).await;
    let fields: usize = changes.rows.iter().map(|row| row.change.fields.len().max(1)).sum();
    assert_eq!(rows.len(), fields + 1);
    let cell =
        |name: &str, column: usize| rows.iter().find(|row| row[5] == name).map(|row| row[column].clone());
    assert_eq!(cell("homeroom", 7).as_deref(), Some(TRICK), "as it is, and a text");
    assert_eq!(cell("homeroom", 1).as_deref(), Some("Änderung"));
    assert_eq!(cell("homeroom", 9).as_deref(), Some("Kōwhai Bay College"));
    let text = String::from_utf8(bytes(&csv)).unwrap();
    assert!(text.contains("\"'=HYPERLINK(") && !text.contains("\"=HYPERLINK("));
    assert!(!text.contains("0178") && text.contains("••"), "the number is masked");
    let none = ChangeFilter { text: "nobody of this name".into(), ..ChangeFilter::default() };
    let (csv, xlsx) = both(&world, ask(none)).await;
    assert_eq!((csv.rows, of_workbook(&xlsx).len()), (0, 1), "the headings alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_trail() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let ask = |about: Option<&str>| {
        let about = about.map(str::to_owned);
        move |format| ExportAudit { about: about.clone(), since: None, format, words: words(7) }
    };
    let (csv, xlsx) = both(&world, ask(None)).await;
    let rows = of_workbook(&xlsx);
    assert_eq!(rows, of_text(&csv));
    let listed = world.ask(ListAudit { about: None, since: None, cursor: None }).await.rows;
    let seqs: Vec<String> = listed.iter().map(|row| row.seq.to_string()).collect();
    assert_eq!(rows[1..].iter().map(|row| row[0].clone()).collect::<Vec<_>>(), seqs);
    let (csv, _) = both(&world, ask(Some("plan"))).await;
    let rows = of_text(&csv);
    assert!(rows.len() > 1 && rows[1..].iter().all(|row| row[5].starts_with("plan.")), "{rows:?}");
    assert!(rows.iter().any(|row| row[3] == "approved a plan"));
}
