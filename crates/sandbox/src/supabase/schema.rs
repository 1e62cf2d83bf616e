//! The tables of `docs/te-kete-ako.sql` as data. A test compares both.

/// Type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `uuid`.
    Uuid,
    /// `text`.
    Text,
    /// `integer`.
    Integer,
    /// `date`.
    Date,
    /// `timestamptz`.
    Timestamp,
}

/// What a column gets when nothing is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// NULL.
    Null,
    /// `gen_random_uuid()`.
    NewUuid,
    /// `now()`.
    Now,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// Type.
    pub kind: Kind,
    /// NOT NULL.
    pub required: bool,
    /// Default.
    pub fill: Fill,
    /// Table whose `id` it points at.
    pub references: Option<&'static str>,
    /// Values that its CHECK allows; empty = any.
    pub allowed: &'static [&'static str],
}

/// A table. `id` is its primary key, `source_key` is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name.
    pub name: &'static str,
    /// Columns in order.
    pub columns: &'static [Column],
}

impl Table {
    /// Place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, required: false, fill: Fill::Null, references: None, allowed: &[] }
}

const fn text(name: &'static str) -> Column {
    column(name, Kind::Text)
}

const fn integer(name: &'static str) -> Column {
    column(name, Kind::Integer)
}

const fn date(name: &'static str) -> Column {
    column(name, Kind::Date)
}

const fn required(column: Column) -> Column {
    Column { required: true, ..column }
}

const fn points_at(name: &'static str, table: &'static str) -> Column {
    Column { references: Some(table), ..required(column(name, Kind::Uuid)) }
}

const fn one_of(name: &'static str, allowed: &'static [&'static str]) -> Column {
    Column { allowed, ..required(text(name)) }
}

const ID: Column = Column { fill: Fill::NewUuid, ..required(column("id", Kind::Uuid)) };
const SOURCE_KEY: Column = required(text("source_key"));
const ENDED_AT: Column = column("ended_at", Kind::Timestamp);
const UPDATED_AT: Column = Column { fill: Fill::Now, ..required(column("updated_at", Kind::Timestamp)) };

/// All tables; a table comes after those that it points at.
pub const TABLES: &[Table] = &[
    Table {
        name: "people",
        columns: &[
            ID,
            SOURCE_KEY,
            one_of("kind", &["pupil", "staff"]),
            text("given_name"),
            text("family_name"),
            text("preferred_name"),
            required(text("display_name")),
            text("email"),
            integer("year_level"),
            text("tutor_group"),
            text("house"),
            text("school_code"),
            date("starts_on"),
            date("ends_on"),
            ENDED_AT,
            UPDATED_AT,
        ],
    },
    Table {
        name: "classes",
        columns: &[
            ID,
            SOURCE_KEY,
            required(text("title")),
            text("subject_code"),
            text("subject_name"),
            text("school_code"),
            integer("school_year"),
            text("kind"),
            ENDED_AT,
            UPDATED_AT,
        ],
    },
    Table {
        name: "enrolments",
        columns: &[
            ID,
            SOURCE_KEY,
            points_at("person_id", "people"),
            points_at("class_id", "classes"),
            one_of("role", &["pupil", "teacher"]),
            date("starts_on"),
            date("ends_on"),
            ENDED_AT,
            UPDATED_AT,
        ],
    },
    Table {
        name: "timetable",
        columns: &[
            ID,
            SOURCE_KEY,
            points_at("class_id", "classes"),
            required(integer("school_week")),
            integer("term"),
            required(integer("weekday")),
            integer("cycle_day"),
            required(integer("slot")),
            text("rooms"),
            text("teacher_codes"),
            ENDED_AT,
            UPDATED_AT,
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    const SQL: &str = include_str!("../../../../docs/te-kete-ako.sql");

    fn line(column: &Column) -> String {
        let kind = match column.kind {
            Kind::Uuid => "uuid",
            Kind::Text => "text",
            Kind::Integer => "integer",
            Kind::Date => "date",
            Kind::Timestamp => "timestamptz",
        };
        let mut words = vec![column.name.to_owned(), kind.to_owned()];
        match (column.name, column.required) {
            ("id", _) => words.push("primary key".into()),
            (_, true) => words.push("not null".into()),
            _ => {}
        }
        match column.fill {
            Fill::Null => {}
            Fill::NewUuid => words.push("default gen_random_uuid()".into()),
            Fill::Now => words.push("default now()".into()),
        }
        if column.name == "source_key" {
            words.push("unique".into());
        }
        if let Some(table) = column.references {
            words.push(format!("references public.{table} (id)"));
        }
        if !column.allowed.is_empty() {
            let values: Vec<String> = column.allowed.iter().map(|v| format!("'{v}'")).collect();
            words.push(format!("check ({} in ({}))", column.name, values.join(", ")));
        }
        words.join(" ")
    }

    #[test]
    fn the_published_sql_says_the_same() {
        assert_eq!(SQL.matches("create table").count(), TABLES.len());
        for table in TABLES {
            let start = format!("create table if not exists public.{} (\n", table.name);
            let body = SQL.split_once(&start).unwrap().1.split_once("\n);").unwrap().0;
            let written: Vec<String> =
                body.split(",\n").map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            let expected: Vec<String> = table.columns.iter().map(line).collect();
            assert_eq!(written, expected, "{}", table.name);
        }
    }

    #[test]
    fn every_column_is_explained() {
        for table in TABLES {
            assert!(SQL.contains(&format!("comment on table  public.{} ", table.name)));
            let known = ["id", "updated_at", "starts_on", "ends_on", "person_id", "class_id"];
            for column in table.columns.iter().filter(|c| !known.contains(&c.name)) {
                assert!(
                    SQL.contains(&format!("comment on column public.{}.{} ", table.name, column.name)),
                    "{}",
                    column.name
                );
            }
        }
    }
}
