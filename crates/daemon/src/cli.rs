//! The commands and what each one takes.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use crosswalk_daemon::story;

/// Crosswalk without a window: gives school data safe passage.
#[derive(Parser)]
#[command(name = "crosswalkd", version, disable_help_subcommand = true)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Whether it goes on until it is stopped.
    pub fn is_lasting(&self) -> bool {
        matches!(self.command, Command::Serve(_))
    }
}

/// What can be done.
#[derive(Subcommand)]
pub enum Command {
    /// Listens for pushes, runs syncs, and serves the screens to a browser on this computer.
    Serve(Box<Serve>),
    /// Tells the whole story with a simulated school and simulated clouds, and checks what came of it.
    Demo(Demo),
    /// Measures what is promised of speed, each as a ratio of two measurements of the same run.
    Bench(Bench),
    /// The house that a benchmark measures, told by it what to do.
    #[command(hide = true)]
    BenchHouse(BenchHouse),
    /// Prints an address at which a browser shows the screens of the Crosswalk that runs.
    Open(Data),
    /// Tries a connection in stages: `crosswalkd check "Te Kete Ako"`.
    Check(Named),
    /// Makes a plan of a sync and prints what it would change; nothing is sent.
    Plan(Named),
    /// Approves a plan by its id and applies it.
    Apply(Apply),
    /// Undoes a run by its id: prints the plan of inverses and what stays as it is, asks, and applies it.
    Undo(Undo),
    /// Lists the versions of a sync or connection, or goes back to one: `crosswalkd history "Te Kete Ako" --restore 3`.
    History(History),
    /// Reads exported files or a OneRoster package, prints what they would change, asks, and applies it:
    /// `crosswalkd import people.csv subjects.csv --school-code 0099`.
    Import(Box<Import>),
    /// Prints everything that is kept of one person, as JSON: `crosswalkd export "Aroha Example"`.
    Export(Named),
    /// Erases one person for good: `crosswalkd erase "Aroha Example" --confirm "Aroha Example"`.
    Erase(Erase),
    /// Makes a backup of everything, encrypted, reads it back and checks it: `crosswalkd backup D:\\school.cwbackup`.
    /// The recovery key opens it.
    Backup(Backup),
    /// Restores a backup into the data folder: `crosswalkd restore D:\\school.cwbackup --data DIR`. Asks for the recovery
    /// key or the passphrase where the key file is not there any more.
    Restore(Restore),
    /// Makes a bundle for whoever helps: versions, codes and counts, no names and no secrets. Look at it before you send
    /// it: `crosswalkd bundle help.zip`.
    Bundle(Bundle),
    /// The audit trail.
    #[command(subcommand)]
    Audit(Audit),
    /// The data key of a server.
    #[command(subcommand)]
    Key(Key),
}

/// Where the data is.
#[derive(Args, Clone)]
pub struct Data {
    /// The data folder; without it, the one that the window uses too.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Keeps the tables in PostgreSQL: postgres://user@host/database. May also stand in CROSSWALK_POSTGRES, where no
    /// other user of the computer can read it.
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
    /// Keeps the data key in this file, which should lie outside the data folder and its backups; without it, in the
    /// file `key` of the data folder. May also stand in CROSSWALK_KEY_FILE.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// `serve`
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub data: Data,
    /// Where sources push to.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8085")]
    pub listen: SocketAddr,
    /// The port of the screens, on this computer only; 0 takes any.
    #[arg(long, value_name = "PORT", default_value_t = 4710)]
    pub app_port: u16,
    /// The folder with the built screens.
    #[arg(long, value_name = "DIR")]
    pub ui: Option<PathBuf>,
    /// How the listener is encrypted: off, generated, or own (with --certificate and --key).
    #[arg(long, value_enum, default_value_t = TlsChoice::Off)]
    pub tls: TlsChoice,
    /// The school's own certificate with its chain, as PEM.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub certificate: Option<PathBuf>,
    /// The key of the school's own certificate, as PEM.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub key: Option<PathBuf>,
    /// A name that sources call this computer by; may be given several times.
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// A proxy with TLS stands in front of the listener.
    #[arg(long)]
    pub behind_proxy: bool,
    /// Goes straight to the demo school, in a folder of its own that begins empty.
    #[arg(long)]
    pub demo: bool,
}

/// How the listener is encrypted.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TlsChoice {
    /// Not at all.
    Off,
    /// By a generated certificate.
    Generated,
    /// By the school's own.
    Own,
}

/// `bench`
#[derive(Args)]
pub struct Bench {
    /// Prints the figures for machines.
    #[arg(long)]
    pub json: bool,
    /// How many pushes are sent for each figure of acknowledgements.
    #[arg(long, default_value_t = 500)]
    pub pushes: usize,
    /// Pupils of the large school; 20,000 make a full of about 42 MB.
    #[arg(long, default_value_t = 20_000)]
    pub pupils: usize,
    /// Megabytes of the full of which an answer within half a second is promised.
    #[arg(long, default_value_t = 25)]
    pub megabytes: usize,
    /// Only the acknowledgements.
    #[arg(long)]
    pub quick: bool,
    /// The district instead: first load, next nights, plans and questions, against `sqlite3` and `dlt`.
    #[arg(long)]
    pub scale: bool,
    /// How many enrolments the districts have.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000], requires = "scale")]
    pub enrollments: Vec<usize>,
    /// Leaves out `dlt`, which takes most of the time.
    #[arg(long, requires = "scale")]
    pub without_dlt: bool,
}

/// `bench-house`
#[derive(Args)]
pub struct BenchHouse {
    /// Where its data lies.
    #[arg(long, value_name = "DIR")]
    pub folder: PathBuf,
}

/// `demo`
#[derive(Args)]
pub struct Demo {
    /// Prints a summary for machines at the end, and nothing else.
    #[arg(long)]
    pub json: bool,
    /// Keeps the data in this folder, which must not exist or be empty.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// How many pupils the school has.
    #[arg(long, default_value_t = story::PUPILS)]
    pub pupils: usize,
    /// Another seed, another school.
    #[arg(long, default_value_t = 2026)]
    pub seed: u64,
}

/// A command about one thing.
#[derive(Args)]
pub struct Named {
    /// Its title, or a part of it that no other has, or its id.
    #[arg(value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub data: Data,
}

/// `apply`
#[derive(Args)]
pub struct Apply {
    /// The plan's id, as `plan` prints it.
    #[arg(value_name = "PLAN")]
    pub plan: crosswalk_model::PlanId,
    /// Why; needed where the guard holds the plan.
    #[arg(long)]
    pub reason: Option<String>,
    #[command(flatten)]
    pub data: Data,
}

/// `undo`
#[derive(Args)]
pub struct Undo {
    /// The run's id, as `plan` and the screens show it.
    #[arg(value_name = "RUN")]
    pub run: crosswalk_model::RunId,
    /// Only prints the plan; it waits for `apply`.
    #[arg(long)]
    pub plan_only: bool,
    /// Applies the plan without asking, unless the guard holds it.
    #[arg(long)]
    pub yes: bool,
    /// Why a plan is right that the guard holds.
    #[arg(long)]
    pub reason: Option<String>,
    #[command(flatten)]
    pub data: Data,
}

/// `history`
#[derive(Args)]
pub struct History {
    /// The title of a sync or a connection, or a part of it that no other has, or its id.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Goes back to this version, which becomes the newest one.
    #[arg(long, value_name = "VERSION")]
    pub restore: Option<u32>,
    #[command(flatten)]
    pub data: Data,
}

/// `import`
#[derive(Args)]
pub struct Import {
    /// CSV or TSV files of one set; or one folder of them; or one OneRoster package, packed or as a folder.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The school's name; needed when there is no school yet.
    #[arg(long, value_name = "NAME")]
    pub school: Option<String>,
    /// The number that the ministry gives to the school; needed for the first CSV files.
    #[arg(long, value_name = "NUMBER")]
    pub school_code: Option<String>,
    /// The connection that the files belong to, where there are several of their kind.
    #[arg(long, value_name = "TITLE")]
    pub into: Option<String>,
    /// A setting of the connection, such as complete=true; may be given several times.
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// Applies the plan without asking, unless the guard holds it.
    #[arg(long)]
    pub yes: bool,
    /// Why a plan is right that the guard holds.
    #[arg(long)]
    pub reason: Option<String>,
    #[command(flatten)]
    pub data: Data,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(key, _)| !key.trim().is_empty());
    let (key, value) = pair.ok_or("write it as KEY=VALUE, such as complete=true")?;
    Ok((key.trim().to_owned(), value.to_owned()))
}

/// `erase`
#[derive(Args)]
pub struct Erase {
    /// The person's name, or a part of it that nobody else has, or their id.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The person's whole name, typed again: nothing brings an erased person back.
    #[arg(long, value_name = "NAME")]
    pub confirm: String,
    #[command(flatten)]
    pub data: Data,
}

/// `backup`
#[derive(Args)]
pub struct Backup {
    /// The file to be made.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Reads a passphrase from the standard input, which opens this backup besides the recovery key.
    #[arg(long)]
    pub passphrase: bool,
    #[command(flatten)]
    pub data: Data,
}

/// `bundle`
#[derive(Args)]
pub struct Bundle {
    /// The file to be made.
    #[arg(value_name = "FILE.zip")]
    pub file: PathBuf,
    #[command(flatten)]
    pub data: Data,
}

/// `restore`
#[derive(Args)]
pub struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Takes the place of the data that is in the folder, which is kept beside under another name.
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub data: Data,
}

/// `audit`
#[derive(Subcommand)]
pub enum Audit {
    /// Checks every link of the chain.
    Verify(Data),
}

/// `key`
#[derive(Subcommand)]
pub enum Key {
    /// Prints the recovery key, once. Write it down and keep it elsewhere: without it a lost key file is lost data.
    Recovery {
        #[command(flatten)]
        data: Data,
        /// Prints it although it was printed before.
        #[arg(long)]
        again: bool,
    },
    /// Makes a lost key file again; reads the recovery key from the standard input.
    Restore(Data),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_the_tasks_call_is_understood() {
        for line in [
            "crosswalkd serve",
            "crosswalkd serve --demo",
            "crosswalkd serve --data d --listen 0.0.0.0:8085 --tls generated --host a.example --host b.example",
            "crosswalkd serve --tls own --certificate c.pem --key k.pem --app-port 0 --ui ui/dist",
            "crosswalkd demo --json --keep d --pupils 200 --seed 3",
            "crosswalkd check KAMAR --data d",
            "crosswalkd audit verify",
            "crosswalkd undo 0198c0de-0000-7000-8000-000000000001 --plan-only --data d",
            "crosswalkd undo 0198c0de-0000-7000-8000-000000000001 --yes --reason wrong",
            "crosswalkd history KAMAR --restore 2 --data d",
            "crosswalkd bundle help.zip --data d",
            "crosswalkd backup a.cwbackup --passphrase --data d",
            "crosswalkd restore a.cwbackup --replace --data d --key-file elsewhere/school.key",
            "crosswalkd export Aroha --data d",
            "crosswalkd erase Aroha --confirm Aroha --data d",
            "crosswalkd key recovery --again --key-file elsewhere/school.key",
            "crosswalkd serve --data d --key-file elsewhere/school.key",
            "crosswalkd import a.csv b.csv --school-code 0099 --set complete=true --yes --data d",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).is_ok(), "{line}");
        }
        for line in
            ["crosswalkd serve --certificate c.pem", "crosswalkd import", "crosswalkd import a --set b"]
        {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
