//! The house takes packages in: the first one, the same again, and one with a row in a hundred changed. Each is measured
//! right after `sqlite3` has imported the same files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use crosswalk_contract::{FormKind, GetRun, ListConnectors, SaveConnection, StartRun};
use crosswalk_model::{PlanId, Run, RunKind, RunState, SyncId};
use crosswalk_sandbox::district::Written;

use super::super::Figure;
use super::super::apart::HouseApart;
use super::{Scale, bare};

/// A house that reads packages from one folder.
pub(super) struct Nights {
    pub(super) house: HouseApart,
    sync: Option<SyncId>,
    /// Where the package of the night lies.
    inbox: PathBuf,
    /// Where `sqlite3` makes its file.
    bare: PathBuf,
    size: String,
    /// How long the first load took.
    pub(super) loaded: Duration,
    /// The plan of the last night.
    pub(super) plan: Option<PlanId>,
}

/// How long a night took.
struct Took {
    planned: Duration,
    done: Duration,
    run: Run,
}

impl Nights {
    pub(super) async fn open(scale: &Scale, folder: &Path, enrollments: usize) -> Result<Self> {
        let house = HouseApart::at(&scale.program, folder.join("house")).await?;
        let (inbox, bare) = (folder.join("inbox"), folder.join("bare.db"));
        let size = match enrollments {
            large if large % 1_000 == 0 => format!("{} k enrolments", large / 1_000),
            small => format!("{small} enrolments"),
        };
        Ok(Self { house, sync: None, inbox, bare, size, loaded: Duration::ZERO, plan: None })
    }

    /// The first load: files to roster, with audit and lineage.
    pub(super) async fn first(&mut self, package: &(PathBuf, Written)) -> Result<Vec<Figure>> {
        self.lay(&package.0)?;
        self.connect().await?;
        let bare = bare::import(&package.0, &self.bare)?;
        let before = self.house.spent().await?;
        let took = self.night().await?;
        ensure!(took.run.applied == package.1.records as u64, "not everything is in the roster");
        self.loaded = took.done;
        let spent = self.house.spent().await?.since(&before);
        let records = package.1.records as f64;
        let rows = spent.rows as f64 / records;
        let mut figures = vec![
            self.against("first load, plan ready", took.planned, bare, None),
            self.against("first load, files to roster", took.done, bare, Some(("at most 3", 3.0))),
        ];
        let rate = records / took.done.as_secs_f64();
        figures.push(Figure::new(
            format!("{}, first load, records a second", self.size),
            format!("{rate:.0}/s"),
            format!("{:.0} MB, {records:.0} records", package.1.bytes as f64 / 1e6),
            rate / (records / bare.unwrap_or(took.done).as_secs_f64()),
        ));
        figures.push(
            Figure::new(
                format!("{}, first load, rows written a record", self.size),
                format!("{rows:.2}"),
                format!("{} rows", spent.rows),
                rows,
            )
            .promised("at most 1.1", rows <= 1.1),
        );
        figures.push(self.memory("first load").await?);
        Ok(figures)
    }

    /// The same files again.
    pub(super) async fn unchanged(&mut self, package: &(PathBuf, Written)) -> Result<Vec<Figure>> {
        self.lay(&package.0)?;
        let bare = bare::import(&package.0, &self.bare)?;
        let took = self.night().await?;
        ensure!(took.run.applied == 0, "something changed that did not");
        let figure = self.against("next night, nothing changed", took.done, bare, Some(("at most 0.5", 0.5)));
        Ok(vec![figure, self.memory("and nothing changed").await?])
    }

    /// Nearly the same files.
    pub(super) async fn changed(&mut self, package: &(PathBuf, Written)) -> Result<Vec<Figure>> {
        self.lay(&package.0)?;
        let bare = bare::import(&package.0, &self.bare)?;
        let took = self.night().await?;
        Ok(vec![
            self.against(
                "next night, 1 % changed, plan ready",
                took.planned,
                bare,
                Some(("at most 0.8", 0.8)),
            ),
            self.against("next night, 1 % changed, in the roster", took.done, bare, None),
            self.memory("and 1 % changed").await?,
        ])
    }

    /// The most memory that the house has held so far.
    pub(super) async fn memory(&mut self, when: &str) -> Result<Figure> {
        let megabytes = self.house.spent().await?.memory as f64 / 1024.0;
        let what = format!("{}, peak memory, {when}", self.size);
        let figure = Figure::new(what, format!("{megabytes:.0} MB"), "256 MB".into(), megabytes / 256.0);
        Ok(figure.promised("at most 256 MB", megabytes <= 256.0))
    }

    /// A time against that of `sqlite3`.
    fn against(
        &self,
        what: &str,
        took: Duration,
        bare: Option<Duration>,
        target: Option<(&'static str, f64)>,
    ) -> Figure {
        let what = format!("{}, {what}", self.size);
        let Some(bare) = bare else {
            return Figure::left_out(
                format!("{what}: {:.2} s", took.as_secs_f64()),
                "sqlite3 is not installed, so there is nothing to compare with.",
            );
        };
        let figure = Figure::times(what, took, bare, &format!("{:.2} s of .import", bare.as_secs_f64()));
        match target {
            Some((words, most)) => {
                let kept = figure.ratio <= most;
                figure.promised(words, kept)
            }
            None => figure,
        }
    }

    /// Puts a night's files where the connection reads them.
    fn lay(&self, package: &Path) -> Result<()> {
        std::fs::create_dir_all(&self.inbox)?;
        for entry in std::fs::read_dir(package)? {
            let entry = entry?;
            std::fs::copy(entry.path(), self.inbox.join(entry.file_name()))?;
        }
        Ok(())
    }

    /// What a form would hold: what is filled in by itself, and these.
    pub(super) async fn settings(
        &mut self,
        connector: &str,
        own: &[(&str, &str)],
    ) -> Result<BTreeMap<String, String>> {
        let connectors = self.house.ask(ListConnectors {}).await?;
        let card = connectors.into_iter().find(|card| card.key == connector);
        let fields = card.with_context(|| format!("this build has no {connector}"))?.fields;
        let plain = fields.into_iter().filter(|field| field.kind != FormKind::Secret);
        let by_itself = plain.filter_map(|field| Some((field.key, field.default?)));
        let own = own.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
        Ok(by_itself.chain(own).collect())
    }

    async fn connect(&mut self) -> Result<()> {
        let folder = self.inbox.display().to_string();
        let settings = self.settings("oneroster_csv", &[("place", "folder"), ("folder", &folder)]).await?;
        let save = SaveConnection {
            id: None,
            connector: "oneroster_csv".into(),
            title: "District".into(),
            settings,
            secrets: BTreeMap::new(),
        };
        self.sync = self.house.ask(save).await?.card.sync;
        Ok(())
    }

    /// One run, to its plan and to its end.
    async fn night(&mut self) -> Result<Took> {
        let sync = self.sync.context("the connection has no sync")?;
        self.house.watch().await?;
        let start = Instant::now();
        let started = self.house.ask(StartRun { sync, kind: RunKind::Full }).await?;
        let planned = self.house.planned().await?;
        self.house.settle().await?;
        let done = start.elapsed();
        let run = self.house.ask(GetRun { id: started.run }).await?.row.run;
        if run.state != RunState::Done {
            bail!("the night did not end well: {}", run.note);
        }
        self.plan = run.plan;
        Ok(Took { planned, done, run })
    }

    pub(super) async fn close(self) -> Result<()> {
        self.house.close().await
    }
}
