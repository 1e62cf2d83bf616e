-- Te Kete Ako: the tables that Crosswalk keeps up to date in a school's own Supabase project.
--
-- Run this file once in the project's SQL editor (or with psql). It may be run again: nothing is dropped, and what
-- exists stays. It needs PostgreSQL 13 or later and no extension.
--
-- How the tables are written to, over PostgREST (/rest/v1/<table>):
--   * One row per record. `source_key` is the record's key at the source, as text, and never changes its meaning;
--     rows are upserted with `on_conflict=source_key` and `Prefer: resolution=merge-duplicates`.
--   * `id` is made by this database. `enrolments` and `timetable` point at it; the source never knows it.
--   * `updated_at` is set by this database on every insert and update, whatever a client sends.
--   * A soft end is `ended_at`: an instant when the record was taken out of use, null while it is in use. Rows are
--     ended, not deleted, so that a pupil who returns finds the same row (and the same `id`) again.
--   * `starts_on` and `ends_on` are civil dates in the school's time zone. The interval is half-open: `ends_on` is
--     the first day on which it no longer holds.
--   * Absent is not empty: a column that Crosswalk is not asked to fill is left alone.

-- ---------------------------------------------------------------------------------------------------------------
-- updated_at belongs to the database.

create or replace function public.te_kete_ako_touch() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- People: pupils and staff.

create table if not exists public.people (
  id             uuid        primary key default gen_random_uuid(),
  source_key     text        not null unique,
  kind           text        not null check (kind in ('pupil', 'staff')),
  given_name     text,
  family_name    text,
  preferred_name text,
  display_name   text        not null,
  email          text,
  year_level     integer,
  tutor_group    text,
  house          text,
  school_code    text,
  starts_on      date,
  ends_on        date,
  ended_at       timestamptz,
  updated_at     timestamptz not null default now()
);

comment on table  public.people                is 'Pupils and staff of the school.';
comment on column public.people.source_key     is 'KAMAR student number for pupils, staff code for staff. Text, always.';
comment on column public.people.kind           is 'pupil or staff.';
comment on column public.people.given_name     is 'Legal given name where the school keeps one apart, else the given name in use.';
comment on column public.people.family_name    is 'Family name; empty for people with a single name.';
comment on column public.people.preferred_name is 'Given name in use, where it differs from given_name; else null.';
comment on column public.people.display_name   is 'What to call the person: preferred or given name, then family name.';
comment on column public.people.email          is 'School e-mail, lower case.';
comment on column public.people.year_level     is 'Year level 1-13; null for staff.';
comment on column public.people.tutor_group    is 'Code of the tutor (form) class, for example 9TWH.';
comment on column public.people.house          is 'House, by name.';
comment on column public.people.school_code    is 'Ministry number (moeCode) of the person''s first school, leading zeros kept.';
comment on column public.people.starts_on      is 'First day at the school.';
comment on column public.people.ends_on        is 'First day no longer at the school; null while no leaving date is known.';
comment on column public.people.ended_at       is 'Soft end: when the row was taken out of use.';

-- ---------------------------------------------------------------------------------------------------------------
-- Classes: a subject in an option line (or a tutor class) of one school in one school year.

create table if not exists public.classes (
  id           uuid        primary key default gen_random_uuid(),
  source_key   text        not null unique,
  title        text        not null,
  subject_code text,
  subject_name text,
  school_code  text,
  school_year  integer,
  kind         text,
  ended_at     timestamptz,
  updated_at   timestamptz not null default now()
);

comment on table  public.classes              is 'Teaching classes and tutor classes.';
comment on column public.classes.source_key   is '<moeCode>/<school year>/<subject>/<coreoption>. Neither of the last two is unique alone, and both recur next year.';
comment on column public.classes.title        is 'Subject name (or code) and coreoption, for example Mathematics Year 9 82A-1; Tutor 9TWH for a tutor class.';
comment on column public.classes.subject_code is 'Subject code, for example MAT0.';
comment on column public.classes.subject_name is 'Subject name; null where the source did not name it.';
comment on column public.classes.school_code  is 'Ministry number of the school.';
comment on column public.classes.school_year  is 'Calendar year in which the school year lies.';
comment on column public.classes.kind         is 'homeroom for tutor classes, else scheduled (the words of OneRoster 1.2).';
comment on column public.classes.ended_at     is 'Soft end: when the row was taken out of use.';

-- ---------------------------------------------------------------------------------------------------------------
-- Enrolments: who is in which class, and as what.

create table if not exists public.enrolments (
  id         uuid        primary key default gen_random_uuid(),
  source_key text        not null unique,
  person_id  uuid        not null references public.people (id),
  class_id   uuid        not null references public.classes (id),
  role       text        not null check (role in ('pupil', 'teacher')),
  starts_on  date,
  ends_on    date,
  ended_at   timestamptz,
  updated_at timestamptz not null default now()
);

comment on table  public.enrolments            is 'Memberships of people in classes.';
comment on column public.enrolments.source_key is 'Opaque text, stable for one person in one class in one role.';
comment on column public.enrolments.role       is 'pupil or teacher. A class may have several teachers.';
comment on column public.enrolments.ended_at   is 'Soft end: when the row was taken out of use.';

create index if not exists enrolments_person_id on public.enrolments (person_id);
create index if not exists enrolments_class_id  on public.enrolments (class_id);

-- ---------------------------------------------------------------------------------------------------------------
-- Timetable: one row for each class, school week, weekday and slot in which it meets. For weekly planning.

create table if not exists public.timetable (
  id            uuid        primary key default gen_random_uuid(),
  source_key    text        not null unique,
  class_id      uuid        not null references public.classes (id),
  school_week   integer     not null,
  term          integer,
  weekday       integer     not null,
  cycle_day     integer,
  slot          integer     not null,
  rooms         text,
  teacher_codes text,
  ended_at      timestamptz,
  updated_at    timestamptz not null default now()
);

comment on table  public.timetable               is 'Weekly timetable of the classes.';
comment on column public.timetable.source_key    is 'Opaque text, stable for one class in one school week, weekday and slot.';
comment on column public.timetable.school_week   is 'School week as KAMAR counts it (1-39 or more), not the ISO week.';
comment on column public.timetable.term          is 'Term 1-4.';
comment on column public.timetable.weekday       is '1 = Monday to 5 = Friday.';
comment on column public.timetable.cycle_day     is 'Day of the timetable cycle.';
comment on column public.timetable.slot          is 'Slot of the day, 1-10; the position of the character in an attendance code string.';
comment on column public.timetable.rooms         is 'Room codes joined by comma and space; null where none is known.';
comment on column public.timetable.teacher_codes is 'Staff codes joined by comma and space; null where none is known.';
comment on column public.timetable.ended_at      is 'Soft end: when the row was taken out of use.';

create index if not exists timetable_class_id on public.timetable (class_id);
create index if not exists timetable_week     on public.timetable (school_week, weekday, slot);

-- ---------------------------------------------------------------------------------------------------------------
-- Triggers, row-level security and grants.
-- Crosswalk writes with a secret (service role) key, which row-level security does not bind. Signed-in people read
-- and write nothing until the school adds policies of its own: that is the safe beginning for children's records.

do $$
declare
  name text;
begin
  foreach name in array array['people', 'classes', 'enrolments', 'timetable'] loop
    execute format('drop trigger if exists %I on public.%I', name || '_touch', name);
    execute format(
      'create trigger %I before insert or update on public.%I for each row execute function public.te_kete_ako_touch()',
      name || '_touch', name);
    execute format('alter table public.%I enable row level security', name);
    -- The role exists on Supabase; on a plain PostgreSQL there is nothing to grant.
    if exists (select 1 from pg_roles where rolname = 'service_role') then
      execute format('grant select, insert, update, delete on public.%I to service_role', name);
    end if;
  end loop;
end;
$$;
