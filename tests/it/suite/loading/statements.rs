//! The statements of a load, told before they are sent.

use crate::database::{DB, Written};
use crate::suite::world::{database, plain, sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::prelude::*;
use conjoin::query::{StatementTree, Strategy};
use diesel::prelude::*;
use std::any::TypeId;

/// The statements in the order in which they are sent.
fn in_order(tree: &StatementTree) -> Vec<&StatementTree> {
    let beneath = tree.beneath.iter().flat_map(in_order);
    std::iter::once(tree).chain(beneath).collect()
}

/// A statement in which it makes no difference how many keys there are.
fn without_keys(sql: &str) -> String {
    let mut sql = plain(sql);
    for (several, one) in [("?, ?", "?"), ("(?), (?)", "(?)")] {
        while sql.contains(several) {
            sql = sql.replace(several, one);
        }
    }
    sql.replace("IN (?)", "IN (…)").replace("(VALUES (?))", "(VALUES …)")
}

/// Whether one text stands for all databases.
fn one_text() -> bool {
    TypeId::of::<DB>() == TypeId::of::<Written>()
}

#[test]
fn what_is_told_is_what_is_sent() {
    let (mut conn, _) = world();
    let tags = || Post::tags.order_by(tags::name).with(Tag::posts);
    let latest = || User::posts.filter(posts::id.gt(1)).order_by(posts::id.desc()).per_parent(2);
    let load = || {
        users::table
            .filter(users::id.gt(1))
            .order_by(users::id)
            .with(User::profile.with(Profile::user))
            .with(latest().with(tags()).with_if(true, Post::author))
    };
    let (_, sent) = sent(&mut conn, |conn| load().load(conn));
    let tree = load().statements::<DB>().unwrap();
    let told = in_order(&tree);
    let of: Vec<_> = told.iter().map(|told| (told.of.as_str(), told.strategy)).collect();
    assert_eq!(
        of,
        [
            ("User", Strategy::Root),
            ("User::posts", Strategy::FirstOfEach),
            ("Post::author", Strategy::Grouped),
            ("Post::tags", Strategy::Grouped),
            ("Tag::posts", Strategy::Grouped),
            ("User::profile", Strategy::Grouped),
            ("Profile::user", Strategy::Grouped),
        ]
    );
    assert_eq!((tree.count(), sent.len()), (7, 7));
    if one_text() {
        for (told, sent) in told.iter().zip(&sent) {
            assert_eq!(without_keys(&told.sql), without_keys(sent));
        }
    }
}

#[test]
fn an_aggregate_is_told_as_it_is_sent() {
    let (mut conn, _) = world();
    let load = || users::table.with(User::posts.count()).with(User::posts.max(posts::id));
    let (_, sent) = sent(&mut conn, |conn| load().load(conn));
    let tree = load().statements::<DB>().unwrap();
    let of: Vec<_> = in_order(&tree).into_iter().map(|told| told.of.as_str()).collect();
    assert_eq!(of, ["User", "User::posts.count", "User::posts.max"]);
    if one_text() {
        for (told, sent) in in_order(&tree).into_iter().zip(&sent) {
            assert_eq!(without_keys(&told.sql), without_keys(sent));
        }
    }
}

#[test]
fn what_is_joined_is_told_in_the_query() {
    let (mut conn, _) = world();
    let load = || posts::table.with(Post::author.with(User::profile).joined());
    let (_, sent) = sent(&mut conn, |conn| load().load(conn));
    let tree = load().statements::<DB>().unwrap();
    assert_eq!((tree.count(), sent.len()), (2, 2));
    assert_eq!(tree.beneath[0].strategy, Strategy::InTheQuery);
    assert_eq!(tree.beneath[0].beneath[0].of, "User::profile");
    if one_text() {
        assert_eq!(plain(&tree.sql), sent[0]);
    }
}

#[test]
fn a_condition_that_does_not_hold_is_left_out() {
    let load = users::table.with_if(false, User::posts.with(Post::tags)).with(User::profile);
    let tree = load.statements::<DB>().unwrap();
    let of: Vec<_> = in_order(&tree).into_iter().map(|told| told.of.as_str()).collect();
    assert_eq!(of, ["User", "User::profile"]);
    assert_eq!(users::table.with_if(true, User::posts).statements::<DB>().unwrap().count(), 2);
}

#[test]
fn a_boxed_query_tells_its_statements() {
    let query = users::table.into_boxed::<DB>().filter(users::username.eq("alice"));
    let tree = query.with(User::posts).statements::<DB>().unwrap();
    assert!(tree.sql.contains("WHERE"), "{tree}");
}

#[test]
fn what_cannot_be_written_is_an_error() {
    let plan = User::posts.order_by(posts::id).per_parent(-1);
    let error = users::table.with(plan).statements::<DB>().unwrap_err();
    assert!(error.to_string().contains("cannot load or leave out -1 rows"), "{error}");
}

diesel::table! {
    folders (id) {
        id -> Integer,
        parent_id -> Nullable<Integer>,
    }
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = folders)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(parent: Folder, foreign_key = parent_id, back_populates = children),
    has_many(children: Folder, back_populates = parent),
)]
struct Folder {
    id: i32,
    parent_id: Option<i32>,
}

#[test]
fn a_tree_is_told_as_it_is_sent() {
    let mut conn = database(
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, parent_id INTEGER); \
         INSERT INTO folders VALUES (1, NULL), (2, NULL), (3, 1), (4, 1), (5, 2), (6, 5)",
    );
    let roots = || folders::table.filter(folders::parent_id.is_null());
    let (_, at_once) =
        sent(&mut conn, |conn| roots().with(Folder::children.recursive()).load(conn));
    let tree = roots().with(Folder::children.recursive()).statements::<DB>().unwrap();
    assert_eq!(tree.beneath[0].strategy, Strategy::AllLevels);
    if one_text() {
        assert_eq!(without_keys(&tree.beneath[0].sql), without_keys(&at_once[1]));
    }
    let plan = Folder::children.recursive().depth(2);
    let tree = roots().with(plan).statements::<DB>().unwrap();
    assert_eq!(tree.beneath[0].strategy, Strategy::LevelByLevel);
}

#[test]
fn a_tree_of_statements_prints_a_line_for_each() {
    let load = users::table.with(User::posts.with(Post::tags)).with(User::profile);
    let printed = load.statements::<Written>().unwrap().to_string();
    let starts: Vec<_> = printed.lines().map(|line| &line[..line.find('(').unwrap()]).collect();
    assert_eq!(starts, ["User ", "├─ User::posts ", "│  └─ Post::tags ", "└─ User::profile "]);
}
