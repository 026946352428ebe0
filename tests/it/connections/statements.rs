//! Statements as they are sent, and how SQLite goes about them: a change in either shows in review.
//!
//! `CONJOIN_UPDATE=1` writes the recorded ones anew.

use crate::database::{NAME, Written, dialect, plan};
use crate::suite::world::blog;
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::prelude::*;
use conjoin::testing::record;
use diesel::connection::SimpleConnection;
use diesel::debug_query;
use diesel::dsl::not;
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;
use std::fmt::Write;
use std::path::Path;

diesel::table! {
    people (id) {
        id -> Integer,
        name -> Text,
        boss_id -> Nullable<Integer>,
    }
}
diesel::table! {
    follows (follower_id, followed_id) {
        follower_id -> Integer,
        followed_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(people, follows);

const TABLES: &str = "
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, boss_id INTEGER);
    CREATE INDEX people_boss_id ON people (boss_id);
    CREATE TABLE follows (follower_id INTEGER NOT NULL, followed_id INTEGER NOT NULL,
        PRIMARY KEY (follower_id, followed_id));
    CREATE INDEX follows_followed_id ON follows (followed_id);";

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = people)]
#[relations(
    belongs_to(boss: Person, foreign_key = boss_id, back_populates = reports),
    has_many(reports: Person, back_populates = boss),
    many_to_many(follows: Person, through = follows(follower_id, followed_id), one_way),
)]
struct Person {
    id: i32,
    boss_id: Option<i32>,
}

/// A query reads one table from end to end, where it does not say which rows; all others by an index.
const TABLE_NAMES: [&str; 7] =
    ["users", "profiles", "posts", "tags", "post_tags", "people", "follows"];

/// But SQLite reads the association table once more for an outer join of a pair, and for the distinct
/// rows of a sum where it leads back to the same table.
const EXCEPTIONS: [&str; 3] =
    ["outer_join(Post::tags", "outer_join(Person::follows", "Person::follows.sum"];

fn scans(step: &str, table: &str) -> bool {
    step.strip_prefix("SCAN ").is_some_and(|it| it.split(' ').next() == Some(table))
}

macro_rules! statements {
    ($($query:expr;)*) => {
        vec![$((stringify!($query), sql(&$query))),*]
    };
}

fn sql(query: &impl QueryFragment<Written>) -> String {
    let text = debug_query::<Written, _>(query).to_string();
    text.split(" -- binds").next().unwrap_or_default().to_owned()
}

fn statements() -> Vec<(&'static str, String)> {
    let user = User { id: 1, username: "alice".to_owned() };
    let post = Post { id: 1, title: String::new(), content: None, user_id: Some(1) };
    let tag = Tag { id: 1, name: "rust".to_owned() };
    let two = [1, 2].map(|id| User { id, username: String::new() });
    let (bosses, theirs) = diesel::alias!(people as bosses, people as theirs);
    let pairs = diesel::alias!(follows as pairs);
    let id = users::id;
    statements! {
        users::table.filter(User::posts.any(posts::title.eq("a"))).select(id);
        users::table.filter(User::posts.none(posts::title.eq("a"))).select(id);
        users::table.filter(User::posts.all(posts::title.eq("a"))).select(id);
        users::table.filter(User::posts.exists()).select(id);
        users::table.filter(not(User::profile.exists())).select(id);
        users::table.find(1).filter(User::posts.any(posts::title.eq("a"))).select(id);
        users::table.filter(User::posts.any(Post::tags.any(tags::name.eq("a")))).select(id);
        posts::table.filter(Post::author.has(users::username.eq("a"))).select(posts::id);
        posts::table.filter(Post::author.is(&user)).select(posts::id);
        posts::table.filter(Post::author.is_not(&user)).select(posts::id);
        posts::table.filter(Post::author.is_distinct_from(&user)).select(posts::id);
        posts::table.filter(Post::tags.contains(&tag)).select(posts::id);
        posts::table.filter(Post::tags.any(tags::name.eq("a")).uncorrelated()).select(posts::id);
        profiles::table.filter(Profile::user.has(id.gt(1)).uncorrelated()).select(profiles::id);
        people::table.filter(Person::reports.any(people::name.eq("a"))).select(people::id);
        people::table.filter(Person::follows.none(people::name.eq("a"))).select(people::id);
        users::table.select(User::posts.count());
        users::table.select(User::posts.filter(posts::content.is_null()).sum(posts::id));
        users::table.order_by(User::posts.max(posts::id)).select(id);
        posts::table.select(Post::tags.count());
        posts::table.select(Post::tags.min(tags::name));
        people::table.select(Person::reports.count());
        people::table.select(Person::follows.count());
        people::table.select(Person::follows.max(people::name));
        users::table.join(User::posts).select((id, posts::id));
        users::table.outer_join(User::posts).outer_join(Post::tags).select((id, tags::id.nullable()));
        users::table.outer_join(User::posts.on(posts::title.eq("a"))).select(posts::id.nullable());
        people::table
            .join(Person::boss.to(bosses))
            .outer_join(Person::boss.from(bosses).to(theirs))
            .select((people::id, theirs.field(people::id).nullable()));
        people::table
            .outer_join(Person::follows.to(theirs).via(pairs))
            .select((people::id, theirs.field(people::id).nullable()));
        people::table
            .join(Person::boss.to(bosses))
            .filter(Person::reports.from(bosses).exists())
            .select(Person::follows.from(bosses).count());
        people::table.select(Person::follows.sum(people::id));
        user.related(User::posts).select(posts::id);
        post.related(Post::tags).select(tags::id);
        two.related(User::posts).select(posts::id);
    }
}

macro_rules! loads {
    ($conn:ident; $($query:expr;)*) => {
        vec![$((stringify!($query), {
            let (_, statements) = record(&mut $conn, |conn| $query.load(conn));
            statements.sent.into_iter().nth(1).unwrap()
        })),*]
    };
}

/// The second statement of each load.
fn loads() -> Vec<(&'static str, String)> {
    let mut conn = blog();
    conn.batch_execute(&dialect(TABLES)).unwrap();
    conn.batch_execute("INSERT INTO people VALUES (1, 'Ann', NULL), (2, 'Ben', 1)").unwrap();
    loads! { conn;
        users::table.find(1).with(User::posts.count());
        users::table.with(User::posts.count());
        users::table.with(User::posts.filter(posts::title.eq("a")).exists());
        users::table.with(User::posts.sum(posts::id));
        users::table.with(User::posts.avg(posts::id));
        users::table.with(User::posts.max(posts::title));
        posts::table.with(Post::tags.count());
        posts::table.with(Post::tags.exists());
        posts::table.with(Post::tags.avg(tags::id));
        posts::table.with(Post::tags.min(tags::name));
        people::table.with(Person::reports.count());
        people::table.with(Person::follows.sum(people::id));
    }
}

macro_rules! changes {
    ($conn:ident; $($change:expr;)*) => {
        vec![$((stringify!($change), {
            let (changed, statements) = record(&mut $conn, |conn| $change.execute(conn));
            let _: Result<_, _> = changed;
            statements.sent.join(";\n")
        })),*]
    };
}

/// All statements of each change, without those of its transaction.
fn changes() -> Vec<(&'static str, String)> {
    let mut conn = blog();
    conn.batch_execute(&dialect(TABLES)).unwrap();
    let [post, other] =
        [1, 2].map(|id| Post { id, title: String::new(), content: None, user_id: None });
    let [tag, rust] = [1, 2].map(|id| Tag { id, name: String::new() });
    let person = Person { id: 1, boss_id: None };
    changes! { conn;
        post.link(Post::tags, [&tag]);
        tag.link(Tag::posts, [&post, &other]);
        [&post, &other].unlink(Post::tags, [&tag, &rust]);
        post.set(Post::tags, [&tag, &rust]);
        [&post, &other].set(Post::tags, &[] as &[Tag]);
        person.set(Person::follows, [&person]);
    }
}

#[test]
fn statements_and_plans_are_as_recorded() {
    let mut text = String::new();
    for (query, sql) in statements().into_iter().chain(loads()) {
        let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(text, "-- {query}\n{sql};").unwrap();
        let steps = plan(TABLES, &sql);
        let scans = steps.iter().filter(|step| TABLE_NAMES.iter().any(|table| scans(step, table)));
        let allowed = EXCEPTIONS.iter().any(|exception| query.contains(exception));
        assert!(scans.count() <= 1 || allowed, "{query} scans two tables: {steps:?}");
        for step in steps {
            writeln!(text, "--     {step}").unwrap();
        }
        text.push('\n');
    }
    for (change, sql) in changes() {
        writeln!(text, "-- {change}\n{sql};\n").unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("it/golden/{NAME}.sql"));
    if std::env::var_os("CONJOIN_UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{}", path.display());
}
