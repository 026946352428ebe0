//! Paths through relations that declare a filter, and filters on the tables of a path.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    users (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::table! {
    posts (id) {
        id -> Integer,
        user_id -> Integer,
        deleted -> Integer,
    }
}
diesel::table! {
    tags (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::table! {
    post_tags (post_id, tag_id) {
        post_id -> Integer,
        tag_id -> Integer,
        main -> Integer,
    }
}
diesel::table! {
    categories (id) {
        id -> Integer,
        parent_id -> Nullable<Integer>,
        hidden -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(users, posts, tags, post_tags);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(
    backend = blog::MultiBackend,
    has_many(all: Post, back_populates = author),
    has_many(posts: Post, foreign_key = posts::user_id, filter = posts::deleted.eq(0), one_way),
    has_many(tags: Tag, through = posts.tags, one_way),
    has_many(main_tags: Tag, through = posts.main_tags, one_way),
    has_many(kept: Tag, through = all.tags, filter = posts::deleted.eq(0), order_by = posts::id, one_way),
    has_many(named: Tag, through = posts.main_tags, filter = tags::name.ne("b").and(posts::id.gt(1)), one_way),
)]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(author: User, foreign_key = user_id, back_populates = all),
    many_to_many(tags: Tag, through = post_tags, back_populates = posts),
    many_to_many(main_tags: Tag, through = post_tags, filter = post_tags::main.eq(1), one_way),
    has_many(siblings: Post, through = author.posts, one_way),
)]
struct Post {
    id: i32,
    user_id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = tags)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(posts: Post, through = post_tags, back_populates = tags),
    many_to_many(main_posts: Post, through = post_tags, filter = post_tags::main.eq(1), one_way),
    has_many(authors: User, through = main_posts.author, one_way),
    has_many(near: Tag, through = main_posts.main_tags, one_way),
)]
struct Tag {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = categories)]
#[relations(
    backend = blog::MultiBackend,
    has_many(children: Category, foreign_key = categories::parent_id, filter = categories::hidden.eq(0), one_way),
    belongs_to(parent: Category, foreign_key = parent_id, filter = categories::hidden.eq(0), one_way),
    has_many(grandchildren: Category, through = children.children, one_way),
    has_many(in_three_steps: Category, through = children.children.children, one_way),
    has_many(siblings: Category, through = parent.children, one_way),
)]
struct Category {
    id: i32,
    parent_id: Option<i32>,
}

fn world() -> Conn {
    let mut conn = database(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL);
        CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, deleted INTEGER NOT NULL);
        CREATE TABLE tags (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL);
        CREATE TABLE post_tags (post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, main INTEGER NOT NULL);
        CREATE TABLE categories (id INTEGER PRIMARY KEY, parent_id INTEGER, hidden INTEGER NOT NULL);",
    );
    conn.batch_execute(
        "INSERT INTO users VALUES (1, 'ann'), (2, 'ben'), (3, 'cid');
        INSERT INTO posts VALUES (1, 1, 0), (2, 1, 1), (3, 1, 0), (4, 2, 1), (5, 2, 0);
        INSERT INTO tags VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd');
        INSERT INTO post_tags VALUES (1, 1, 1), (1, 2, 0), (2, 3, 1), (3, 1, 0), (3, 2, 1), (3, 4, 1),
            (4, 4, 1), (5, 2, 1);
        INSERT INTO categories VALUES (1, NULL, 0), (2, 1, 0), (3, 1, 1), (4, 2, 0), (5, 2, 1), (6, 3, 0),
            (7, 4, 0), (8, 5, 0), (9, 4, 1);",
    )
    .unwrap();
    conn
}

/// The rows that a relation leads to from each row are as expected, loaded and counted.
macro_rules! loads {
    ($conn:ident, $model:ident::$relation:ident, $table:ident, $target:ident, $expected:expr) => {{
        let expected: Vec<Vec<i32>> = $expected.into_iter().map(|ids| ids.to_vec()).collect();
        let plan = $model::$relation.order_by($target::id);
        let loaded = $table::table.order_by($table::id).with(plan).load($conn).unwrap();
        let found = loaded.iter().map(|row| row.$relation().map(|row| row.id).collect::<Vec<_>>());
        assert_eq!(found.collect::<Vec<_>>(), expected, "loaded");
        let counts = $table::table.order_by($table::id).select($model::$relation.count());
        let counts: Vec<i64> = counts.load($conn.diesel()).unwrap();
        assert!(expected.iter().map(|ids| ids.len() as i64).eq(counts), "counted");
    }};
}

/// The same in every other way.
macro_rules! leads {
    ($conn:ident, $model:ident::$relation:ident, $table:ident, $target:ident, $expected:expr) => {{
        let expected: Vec<Vec<i32>> = $expected.into_iter().map(|ids| ids.to_vec()).collect();
        let order = || $target::id;
        let ids = |rows: Vec<i32>| {
            let mut rows = rows;
            rows.dedup();
            rows
        };
        let sources = || $table::table.order_by($table::id);
        loads!($conn, $model::$relation, $table, $target, $expected);
        let one = $table::table.filter($table::id.eq(1)).with($model::$relation.order_by(order()));
        let one = one.first($conn).unwrap();
        assert_eq!(one.$relation().map(|row| row.id).collect::<Vec<_>>(), expected[0], "of one");
        let first = sources().with($model::$relation.order_by(order()).per_parent(1));
        let first = first.load($conn).unwrap();
        let found = first.iter().map(|row| row.$relation().map(|row| row.id).next());
        assert!(found.eq(expected.iter().map(|ids| ids.first().copied())), "first");
        let counted = sources().with($model::$relation.count()).load($conn).unwrap();
        let selected = sources().select($model::$relation.count());
        let selected: Vec<i64> = selected.load($conn.diesel()).unwrap();
        let kept = sources().filter($model::$relation.exists()).select($table::id);
        let kept: Vec<i32> = kept.load($conn.diesel()).unwrap();
        let listed = $model::$relation.any($target::id.gt(0)).uncorrelated();
        let listed = sources().filter(listed).select($table::id);
        assert_eq!(listed.load::<i32>($conn.diesel()).unwrap(), kept, "listed");
        for ((row, count), expected) in counted.iter().zip(selected).zip(&expected) {
            assert_eq!(row.count($model::$relation), expected.len() as i64, "counted");
            assert_eq!(count, expected.len() as i64, "selected");
            assert_eq!(kept.contains(&row.id), !expected.is_empty(), "exists");
            let related = row.related($model::$relation).order_by($target::id).select($target::id);
            assert_eq!(ids(related.load($conn.diesel()).unwrap()), *expected, "related");
        }
    }};
}

/// The same by joins, which need each table once.
macro_rules! joins {
    ($conn:ident, $model:ident::$relation:ident, $table:ident, $target:ident, $expected:expr) => {{
        leads!($conn, $model::$relation, $table, $target, $expected);
        let pairs = $expected.into_iter().zip(1..).flat_map(|(ids, source)| {
            let ids: &[i32] = ids;
            ids.iter().map(move |id| (source, *id)).collect::<Vec<_>>()
        });
        let pairs: Vec<(i32, i32)> = pairs.collect();
        let query = $table::table.join($model::$relation).distinct();
        let query = query.order_by(($table::id, $target::id)).select(($table::id, $target::id));
        assert_eq!(query.load::<(i32, i32)>($conn.diesel()).unwrap(), pairs, "joined");
        let query = $table::table.outer_join($model::$relation).filter($target::id.is_not_null());
        let query = query.distinct().order_by(($table::id, $target::id));
        let query = query.select(($table::id, $target::id.assume_not_null()));
        assert_eq!(query.load::<(i32, i32)>($conn.diesel()).unwrap(), pairs, "outer");
        let loaded = $table::table.order_by($table::id);
        let loaded =
            loaded.with($model::$relation.order_by($target::id).joined()).load($conn).unwrap();
        let found = loaded
            .iter()
            .flat_map(|row| row.$relation().map(|target| (row.id, target.id)).collect::<Vec<_>>());
        assert_eq!(found.collect::<Vec<_>>(), pairs, "in one statement");
    }};
}

#[test]
fn a_path_leads_through_a_filter() {
    let conn = &mut world();
    joins!(conn, User::tags, users, tags, [&[1, 2, 4][..], &[2], &[]]);
}

#[test]
fn a_path_ends_with_a_filter_on_an_association() {
    let conn = &mut world();
    loads!(conn, User::main_tags, users, tags, [&[1, 2, 4][..], &[2], &[]]);
    diesel::update(post_tags::table.filter(post_tags::tag_id.eq(4)))
        .set(post_tags::main.eq(0))
        .execute(conn)
        .unwrap();
    loads!(conn, User::main_tags, users, tags, [&[1, 2][..], &[2], &[]]);
}

#[test]
fn a_filter_is_on_a_table_of_the_path() {
    let conn = &mut world();
    loads!(conn, User::kept, users, tags, [&[1, 2, 4][..], &[2], &[]]);
    joins!(conn, User::named, users, tags, [&[4][..], &[], &[]]);
    let plan = User::tags
        .filter(posts::id.eq(1).or(post_tags::main.eq(7)))
        .order_by((posts::id, tags::id));
    let ann = users::table.order_by(users::id).with(plan).first(conn).unwrap();
    assert_eq!(ann.tags().map(|tag| tag.id).collect::<Vec<_>>(), [1, 2]);
    let found = users::table.filter(User::tags.any(posts::id.eq(5))).select(users::id);
    assert_eq!(found.load::<i32>(conn.diesel()), Ok(vec![2]));
}

#[test]
fn a_path_begins_with_a_filter_on_an_association() {
    let conn = &mut world();
    joins!(conn, Tag::authors, tags, users, [&[1][..], &[1, 2], &[1], &[1, 2]]);
}

#[test]
fn a_path_returns_to_a_table_with_a_filter() {
    let conn = &mut world();
    loads!(conn, Post::siblings, posts, posts, [&[1, 3][..], &[1, 3], &[1, 3], &[5], &[5]]);
    let none: &[i32] = &[];
    let expected = [&[4][..], &[7], &[7], none, none, none, none, none, none];
    // Of a hidden row, the visible ones beneath it count: 3 leads to 6, which has none.
    let expected = [expected[0], expected[1], none, none, none, none, none, none, none];
    leads!(conn, Category::grandchildren, categories, categories, expected);
    let expected = [&[7][..], none, none, none, none, none, none, none, none];
    loads!(conn, Category::in_three_steps, categories, categories, expected);
    let expected = [none, &[2][..], &[2], &[4], &[4], none, &[7], none, &[7]];
    leads!(conn, Category::siblings, categories, categories, expected);
}

#[test]
fn a_filter_on_an_association_that_is_passed_twice_is_an_error() {
    let mut conn = world();
    let error = tags::table.with(Tag::near).load(&mut conn).err().unwrap();
    assert!(error.to_string().contains("passes twice"), "{error}");
}
