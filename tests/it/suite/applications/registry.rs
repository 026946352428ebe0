//! A registry of packages: crates have versions, owners of two kinds, keywords and dependents.

use super::assert_sent;
use crate::database::DB;
use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Loaded;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { crates (id) { id -> Integer, name -> Text, } }
diesel::table! {
    versions (id) {
        id -> Integer,
        crate_id -> Integer,
        num -> Text,
        yanked -> Bool,
        publisher_id -> Nullable<Integer>,
    }
}
diesel::table! { users (id) { id -> Integer, login -> Text, } }
diesel::table! { teams (id) { id -> Integer, login -> Text, } }
diesel::table! {
    owners (crate_id, owner_id, kind) {
        crate_id -> Integer,
        owner_id -> Integer,
        kind -> Integer,
        deleted -> Bool,
    }
}
diesel::table! { keywords (id) { id -> Integer, word -> Text, } }
diesel::table! { crate_keywords (crate_id, keyword_id) { crate_id -> Integer, keyword_id -> Integer, } }
diesel::table! {
    dependencies (id) {
        id -> Integer,
        version_id -> Integer,
        crate_id -> Integer,
    }
}
diesel::table! { follows (user_id, crate_id) { user_id -> Integer, crate_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(
    crates,
    versions,
    users,
    teams,
    owners,
    keywords,
    crate_keywords,
    dependencies,
    follows
);

const TABLES: &str = "
    CREATE TABLE crates (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE versions (id INTEGER PRIMARY KEY, crate_id INTEGER NOT NULL, num TEXT NOT NULL,
        yanked BOOLEAN NOT NULL, publisher_id INTEGER);
    CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT NOT NULL);
    CREATE TABLE teams (id INTEGER PRIMARY KEY, login TEXT NOT NULL);
    CREATE TABLE owners (crate_id INTEGER NOT NULL, owner_id INTEGER NOT NULL, kind INTEGER NOT NULL,
        deleted BOOLEAN NOT NULL, PRIMARY KEY (crate_id, owner_id, kind));
    CREATE TABLE keywords (id INTEGER PRIMARY KEY, word TEXT NOT NULL);
    CREATE TABLE crate_keywords (crate_id INTEGER, keyword_id INTEGER,
        PRIMARY KEY (crate_id, keyword_id));
    CREATE TABLE dependencies (id INTEGER PRIMARY KEY, version_id INTEGER NOT NULL,
        crate_id INTEGER NOT NULL);
    CREATE TABLE follows (user_id INTEGER, crate_id INTEGER, PRIMARY KEY (user_id, crate_id));
    INSERT INTO crates VALUES (1, 'serde'), (2, 'rand'), (3, 'reserved');
    INSERT INTO users VALUES (1, 'ann'), (2, 'ben');
    INSERT INTO teams VALUES (1, 'core');
    INSERT INTO versions VALUES (1, 1, '1.0', FALSE, 1), (2, 1, '1.1', FALSE, NULL),
        (3, 1, '2.0', TRUE, 2), (4, 2, '0.1', FALSE, NULL), (5, 2, '0.2', FALSE, 1);
    INSERT INTO owners VALUES (1, 1, 0, FALSE), (1, 2, 0, TRUE), (1, 1, 1, FALSE),
        (2, 2, 0, FALSE), (2, 1, 0, FALSE);
    INSERT INTO keywords VALUES (1, 'data'), (2, 'random'), (3, 'unused');
    INSERT INTO crate_keywords VALUES (1, 1), (2, 2), (2, 1);
    INSERT INTO dependencies VALUES (1, 5, 1), (2, 4, 1), (3, 1, 2);
    INSERT INTO follows VALUES (1, 1);";

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = crates)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    has_many(versions: Version, back_populates = krate, order_by = versions::id.desc()),
    has_many(dependents: Dependency, back_populates = krate),
    many_to_many(
        users: User,
        through = owners(crate_id, owner_id),
        filter = owners::kind.eq(0).and(owners::deleted.eq(false)),
        order_by = users::login,
        one_way
    ),
    many_to_many(
        teams: Team,
        through = owners(crate_id, owner_id),
        filter = owners::kind.eq(1).and(owners::deleted.eq(false)),
        one_way
    ),
    many_to_many(keywords: Keyword, through = crate_keywords, back_populates = crates),
)]
struct Crate {
    id: i32,
    name: String,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = versions)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(krate: Crate, foreign_key = crate_id, back_populates = versions),
    belongs_to(publisher: User, back_populates = published),
    has_many(dependencies: Dependency, back_populates = version),
)]
struct Version {
    id: i32,
    crate_id: i32,
    num: String,
    publisher_id: Option<i32>,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = users)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    has_many(published: Version, back_populates = publisher),
    many_to_many(following: Crate, through = follows, one_way),
)]
struct User {
    id: i32,
    login: String,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = teams)]
#[diesel(check_for_backend(DB))]
#[relations(backend = blog::MultiBackend)]
struct Team {
    id: i32,
    login: String,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = keywords)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(crates: Crate, through = crate_keywords, back_populates = keywords),
)]
struct Keyword {
    id: i32,
    word: String,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = dependencies)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(version: Version, back_populates = dependencies),
    belongs_to(krate: Crate, foreign_key = crate_id, back_populates = dependents),
)]
struct Dependency {
    id: i32,
    version_id: i32,
    crate_id: i32,
}

/// The number of a version alone: neither its key nor that of its crate.
#[derive(HasQuery, Relations)]
#[diesel(table_name = versions)]
#[diesel(check_for_backend(DB))]
#[relations(backend = blog::MultiBackend)]
struct Num {
    num: String,
}

fn registry() -> Conn {
    database(TABLES)
}

const CRATES: &str = "SELECT crates.id, crates.name FROM crates ORDER BY crates.id";
const OF_VERSIONS: &str =
    "SELECT versions.id, versions.crate_id, versions.num, versions.publisher_id FROM versions";

#[test]
fn crates_in_hand_show_their_newest_version_that_is_not_yanked() {
    let (found, sent) = sent(&mut registry(), |conn| {
        let crates: Vec<Crate> = Crate::query().order_by(crates::id).load(conn.diesel())?;
        let newest = Crate::versions.filter(versions::yanked.eq(false)).per_parent(1);
        let graph = crates[..].with(newest).load(conn)?;
        let newest = graph.iter().map(|it| it.versions().rows().next().map(|it| it.num.clone()));
        Ok(newest.collect::<Vec<_>>())
    });
    assert_eq!(found, [Some("1.1".to_owned()), Some("0.2".to_owned()), None]);
    assert_sent(&sent, &[CRATES, "SELECT…"]);
}

#[test]
fn publishers_of_references_to_versions() {
    let mut conn = registry();
    let versions: Vec<Version> =
        Version::query().order_by(versions::id).load(conn.diesel()).unwrap();
    let odd: Vec<&Version> = versions.iter().filter(|version| version.id % 2 == 1).collect();
    let (graph, found) = sent(&mut conn, |conn| odd[..].with(Version::publisher).load(conn));
    let logins = graph.iter().map(|version| version.publisher().map(|it| it.row().login.as_str()));
    assert!(logins.eq([Some("ann"), Some("ben"), Some("ann")]));
    assert_sent(&found, &["SELECT users.id, users.login FROM users WHERE users.id IN #2"]);
}

#[test]
fn a_version_without_a_publisher_sends_nothing_for_them() {
    let mut conn = registry();
    let version: Version =
        Version::query().filter(versions::num.eq("1.1")).first(conn.diesel()).unwrap();
    let (version, found) = sent(&mut conn, |conn| version.with(Version::publisher).load(conn));
    assert!(version.publisher().is_none());
    assert_sent(&found, &[]);
}

#[test]
fn a_page_and_its_count_come_from_one_query() {
    let search = Crate::query().filter(Crate::keywords.any(keywords::word.eq("data")));
    let ((total, page), sent) = sent(&mut registry(), |conn| {
        let total: i64 = search.clone().count().get_result(conn.diesel())?;
        let page = search.order_by(crates::name).limit(1).offset(1);
        let keywords = Crate::keywords.order_by(keywords::word);
        Ok((total, page.with(Crate::versions).with(keywords).load(conn)?))
    });
    assert_eq!((total, page.len()), (2, 1));
    let serde = page.get(0).unwrap();
    assert!(serde.versions().rows().map(|it| it.num.as_str()).eq(["2.0", "1.1", "1.0"]));
    assert!(serde.keywords().rows().map(|it| it.word.as_str()).eq(["data"]));
    let found = "EXISTS (SELECT 1 FROM keywords INNER JOIN crate_keywords ON \
                 crate_keywords.keyword_id = keywords.id WHERE crate_keywords.crate_id = crates.id \
                 AND ((keywords.word = ?)))";
    assert_sent(
        &sent,
        &[
            &format!("SELECT COUNT(*) FROM crates WHERE {found}"),
            &format!(
                "SELECT crates.id, crates.name FROM crates WHERE {found} ORDER BY crates.name \
                 LIMIT ? OFFSET ?"
            ),
            &format!("{OF_VERSIONS} WHERE versions.crate_id = ? ORDER BY versions.id DESC"),
            "SELECT crate_keywords.crate_id, keywords.id, keywords.id, keywords.word FROM keywords \
             INNER JOIN crate_keywords ON crate_keywords.keyword_id = keywords.id \
             WHERE crate_keywords.crate_id = ? ORDER BY keywords.word",
        ],
    );
}

#[test]
fn crates_are_joined_with_their_latest_version() {
    let (rows, sent) = sent(&mut registry(), |conn| {
        let latest = Crate::versions.filter(versions::yanked.eq(false)).max(versions::id);
        crates::table
            .outer_join(Crate::versions.on(versions::id.nullable().eq(latest)))
            .order_by(crates::id)
            .select((crates::name, versions::num.nullable()))
            .load::<(String, Option<String>)>(conn.diesel())
    });
    let rows: Vec<_> = rows.iter().map(|(name, num)| (&**name, num.as_deref())).collect();
    assert_eq!(rows, [("serde", Some("1.1")), ("rand", Some("0.2")), ("reserved", None)]);
    assert_eq!(sent.len(), 1);
}

/// Who may publish: from a graph, for as long as it lives.
fn logins<'g, U, T>(
    krate: impl Has<crate_relations::users, Child = U> + Has<crate_relations::teams, Child = T>,
) -> Vec<&'g str>
where
    U: InGraph<'g, Target = User>,
    T: InGraph<'g, Target = Team>,
{
    let users = krate.users().rows().map(|user| &*user.login);
    users.chain(krate.teams().rows().map(|team| &*team.login)).collect()
}

#[test]
fn owners_are_users_and_teams() {
    let (crates, sent) = sent(&mut registry(), |conn| {
        Crate::query().order_by(crates::id).with(Crate::users).with(Crate::teams).load(conn)
    });
    let owners: Vec<_> = crates.iter().map(logins).collect();
    assert_eq!(owners, [vec!["ann", "core"], vec!["ann", "ben"], vec![]]);
    let owned = |table: &str, order: &str| {
        format!(
            "SELECT owners.crate_id, {table}.id, {table}.id, {table}.login FROM {table} INNER JOIN \
             owners ON owners.owner_id = {table}.id WHERE owners.crate_id IN #3 AND \
             (((owners.kind = ?) AND (owners.deleted = ?))){order}"
        )
    };
    let (users, teams) =
        (owned("users", " ORDER BY [owners.crate_id, ]users.login"), owned("teams", ""));
    assert_sent(&sent, &[CRATES, &users, &teams]);
}

#[test]
fn dependents_are_found_by_way_of_their_versions() {
    type Dependents = Loaded!(Dependency { version { krate } });
    let mut conn = registry();
    let serde: Crate =
        Crate::query().filter(crates::name.eq("serde")).first(conn.diesel()).unwrap();
    let (found, sent) = sent(&mut conn, |conn| {
        let dependents = serde.related(Crate::dependents).order_by(dependencies::id.desc());
        let graph: Dependents =
            dependents.with(Dependency::version.with(Version::krate)).load(conn)?;
        Ok(graph)
    });
    let names = found.iter().map(|it| {
        let version = it.version();
        (version.krate().row().name.as_str(), version.row().num.as_str())
    });
    assert!(names.eq([("rand", "0.1"), ("rand", "0.2")]));
    assert_sent(
        &sent,
        &[
            "SELECT dependencies.id, dependencies.version_id, dependencies.crate_id \
             FROM dependencies WHERE dependencies.crate_id = ? ORDER BY dependencies.id DESC",
            &format!("{OF_VERSIONS} WHERE versions.id IN #2"),
            "SELECT crates.id, crates.name FROM crates WHERE crates.id IN #1",
        ],
    );
}

#[test]
fn a_crate_by_its_name_has_the_numbers_of_its_versions_and_how_many_are_yanked() {
    let (krate, sent) = sent(&mut registry(), |conn| {
        let nums = Crate::versions.as_model::<Num>();
        let yanked = Crate::versions.filter(versions::yanked.eq(true)).count();
        Crate::query().filter(crates::name.eq("serde")).with(nums).with(yanked).first(conn)
    });
    assert!(krate.versions().rows().map(|version| version.num.as_str()).eq(["2.0", "1.1", "1.0"]));
    assert_eq!(krate.count(Crate::versions), 1);
    assert_sent(
        &sent,
        &[
            "SELECT crates.id, crates.name FROM crates WHERE (crates.name = ?) LIMIT ?",
            "SELECT versions.crate_id, versions.num FROM versions WHERE versions.crate_id = ? \
             ORDER BY versions.id DESC",
            "SELECT versions.crate_id, COUNT(*) FROM versions WHERE versions.crate_id = ? AND \
             ((versions.yanked = ?)) GROUP BY versions.crate_id",
        ],
    );
}

#[test]
fn a_crate_that_is_followed_twice_is_followed_once() {
    let mut conn = registry();
    let (ben, serde): (User, Crate) = (
        User::query().filter(users::login.eq("ben")).first(conn.diesel()).unwrap(),
        Crate::query().filter(crates::name.eq("serde")).first(conn.diesel()).unwrap(),
    );
    for _ in 0..2 {
        ben.link(User::following, [&serde]).execute(&mut conn).unwrap();
    }
    let ben = ben.with(User::following.with(Crate::versions)).load(&mut conn).unwrap();
    assert!(ben.following().map(|krate| krate.versions().len()).eq([3]));
    let follows = users::table.filter(User::following.contains(&serde)).count();
    assert_eq!(follows.get_result::<i64>(conn.diesel()).unwrap(), 2);
}
