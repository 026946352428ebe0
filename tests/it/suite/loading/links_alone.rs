//! Links that are read without the rows that they lead to: once those are known, or before them.

use crate::database::{LINKS_ALONE, LINKS_FIRST, name};
use crate::suite::conn::Conn;
use crate::suite::world::{binds, database, listed, sent};
use blog::schema::{post_tags, posts, tags};
use blog::{Post, post};
use conjoin::{HasSome, prelude::*};
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Integer;
use std::ops::Deref;

/// Three full lists, and a short one.
const POSTS: i32 = 3_100;

const INTEGERS: [&str; 3] = ["INTEGER"; 3];

/// Posts with two of fifty tags each. The two columns of a link, and the key of a tag, have these types.
fn blog_with([post_id, tag_id, id]: [&str; 3]) -> Conn {
    let mut conn = database(&format!(
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, content TEXT, user_id INTEGER);
         CREATE TABLE tags (id {id}, name TEXT);
         CREATE TABLE post_tags (post_id {post_id}, tag_id {tag_id});"
    ));
    let n = |to: i32| {
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to})")
    };
    let (posts, tags) = (n(POSTS), n(50));
    conn.batch_execute(&format!(
        "CREATE INDEX tags_by_id ON tags (id);
         CREATE INDEX post_tags_by_both ON post_tags (post_id, tag_id);
         INSERT INTO posts {posts} SELECT i, CONCAT('post ', i), NULL, NULL FROM n;
         INSERT INTO tags {tags} SELECT i, CONCAT('tag ', i) FROM n;
         INSERT INTO post_tags {posts} SELECT i, i % 50 + 1 FROM n;
         INSERT INTO post_tags {posts} SELECT i, (i + 7) % 50 + 1 FROM n;"
    ))
    .unwrap();
    conn
}

/// The tags of each post, in their order if the database reads links in one.
fn tags_of<P>(posts: impl Iterator<Item = P>) -> Vec<(i32, Vec<(i32, String)>)>
where
    P: HasSome<post::tags> + Deref<Target = Post>,
{
    let tags = |post: P| {
        let mut tags: Vec<_> = post.get(Post::tags).map(|tag| (tag.id, tag.name.clone())).collect();
        if name() != "sqlite" {
            tags.sort_unstable();
        }
        (post.id, tags)
    };
    posts.map(tags).collect()
}

/// Compares what is loaded with the same under a filter that holds for all tags: with one, links are always
/// read together with them. Returns what was sent.
fn assert_same(what: &str, conn: &mut Conn) -> Vec<String> {
    let (all, sent) = sent(conn, |conn| posts::table.with(Post::tags).load(conn));
    let filtered = Post::tags.filter(tags::id.is_not_null());
    let expected = posts::table.with(filtered).load(conn).unwrap();
    let expected = tags_of(expected.iter());
    for (tags, expected) in tags_of(all.iter()).into_iter().zip(expected) {
        assert_eq!(tags, expected, "{what}");
    }
    assert_eq!(all.len(), POSTS as usize);
    sent
}

/// Whether each statement reads links alone.
fn alone(sent: &[String]) -> Vec<bool> {
    sent[1..].iter().map(|sql| !sql.contains("`tags`")).collect()
}

#[test]
fn links_are_read_alone_once_their_targets_are_known() {
    let mut conn = blog_with(INTEGERS);
    let sent = assert_same("integers", &mut conn);
    if LINKS_ALONE {
        assert_eq!(alone(&sent), [false, true, true, true]);
    }
    if name() == "sqlite" && LINKS_ALONE {
        assert!(sent[2].contains("AS `conjoin:keys` CROSS JOIN `post_tags`"), "{}", sent[2]);
        assert!(sent[4].contains(" FROM `post_tags` WHERE"), "{}", sent[4]);
    }
}

#[test]
fn links_are_read_before_their_targets() {
    let mut conn = blog_with(INTEGERS);
    let sent = assert_same("integers", &mut conn);
    if LINKS_FIRST {
        assert_eq!(alone(&sent), [true, false]);
        let targets = "SELECT `tags`.`id`, `tags`.`id`, `tags`.`name` FROM `tags` \
                       WHERE `tags`.`id` = ANY(?)";
        assert_eq!(sent[2], targets);
    }
    // No link, and no target.
    let deletes = ["DELETE FROM tags", "DELETE FROM post_tags"];
    for (delete, statements) in deletes.into_iter().zip([2, 1]) {
        conn.batch_execute(delete).unwrap();
        let sent = assert_same(delete, &mut conn);
        assert!(!LINKS_FIRST || sent.len() == 1 + statements, "{sent:?}");
    }
}

#[test]
fn parents_with_other_targets_are_asked_about_once_more() {
    let mut conn = blog_with(INTEGERS);
    conn.batch_execute(
        "INSERT INTO tags VALUES (51, 'late'), (52, 'later');
         INSERT INTO post_tags VALUES (1500, 51), (2500, 51), (2501, 52), (3099, 52), (1501, 99),
             (1502, NULL);",
    )
    .unwrap();
    let sent = assert_same("late", &mut conn);
    if LINKS_ALONE {
        assert_eq!(alone(&sent), [false, true, true, true, false]);
        assert_eq!(binds(&sent[5]), listed(6), "{}", sent[5]);
    }
    if LINKS_FIRST {
        // The one with a link that is no integer.
        assert_eq!(alone(&sent), [true, false, false]);
    }
}

#[test]
fn links_to_many_targets_are_read_with_them() {
    let mut conn = blog_with(INTEGERS);
    conn.batch_execute(
        "INSERT INTO tags SELECT id + 1000, 'of one' FROM posts;
         INSERT INTO post_tags SELECT id, id + 1000 FROM posts;",
    )
    .unwrap();
    let sent = assert_same("of one", &mut conn);
    assert!(LINKS_FIRST || alone(&sent).iter().all(|alone| !alone), "{sent:?}");
}

#[test]
fn an_order_needs_the_targets() {
    let mut conn = blog_with(INTEGERS);
    let ordered = posts::table.with(Post::tags.order_by(tags::name.desc()));
    let (posts, sent) = sent(&mut conn, |conn| ordered.load(conn));
    assert!(alone(&sent).iter().all(|alone| !alone), "{sent:?}");
    for post in posts.iter() {
        assert!(post.tags().map(|tag| &tag.row().name).is_sorted_by(|one, next| one >= next));
    }
}

/// A key whose lists are in no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Integer)]
struct Id(i32);

impl<DB: Backend> FromSql<Integer, DB> for Id
where
    i32: FromSql<Integer, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i32::from_sql(bytes).map(Id)
    }
}

impl<DB: Backend> ToSql<Integer, DB> for Id
where
    i32: ToSql<Integer, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = posts)]
#[relations(many_to_many(words: Word, through = post_tags(post_id, tag_id), one_way))]
struct Text {
    id: Id,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = tags)]
struct Word {
    id: Id,
}

#[test]
fn keys_of_a_type_of_their_own_are_asked_about_once_more_too() {
    let mut conn = blog_with(INTEGERS);
    let late =
        "INSERT INTO tags VALUES (51, 'late'); INSERT INTO post_tags VALUES (100, 51), (3000, 51)";
    conn.batch_execute(late).unwrap();
    // The first lists are of the last posts.
    let texts = posts::table.order_by(posts::id.desc()).with(Text::words).load(&mut conn).unwrap();
    for text in texts.iter() {
        let words = if [100, 3000].contains(&text.id.0) { 3 } else { 2 };
        assert_eq!(text.words().len(), words, "{:?}", text.id);
        assert!(text.words().all(|word| [51, text.id.0 % 50 + 1, (text.id.0 + 7) % 50 + 1].contains(&word.id.0)));
    }
    assert_eq!(texts.len(), POSTS as usize);
}

/// What a column may hold in place of an integer; Rust would read most of it as 7, 10 or 1.
const ODD: [&str; 14] = [
    "'7'",
    "'07'",
    "' 7'",
    "7.0",
    "'7.0'",
    "7.5",
    "'7.5'",
    "'7abc'",
    "'abc'",
    "x'37'",
    "'1e1'",
    "10.0",
    "4294967303",
    "NULL",
];

/// The same in the place of a post.
const ODD_POSTS: [&str; 6] = ["'2000'", "2001.0", "'2002abc'", "2003.5", "4294969300", "NULL"];

#[test]
fn strays_belong_to_whom_the_database_says() {
    if name() != "sqlite" {
        let odd = "INSERT INTO post_tags VALUES (1, '7abc')";
        assert!(blog_with(INTEGERS).batch_execute(odd).is_err(), "it is refused here");
        return;
    }
    let mut read_alone = 0;
    let types = ["INTEGER", "", "TEXT", "NUMERIC"];
    for (tag_id, id) in types.iter().flat_map(|tag_id| types.map(|id| (*tag_id, id))) {
        for (post_id, odd_tags) in [("INTEGER", false), ("", true), ("TEXT", false)] {
            let mut conn = blog_with([post_id, tag_id, id]);
            let links = ODD.iter().zip(1_500..).map(|(odd, post)| format!("({post}, {odd})"));
            let posts = ODD_POSTS.iter().map(|odd| format!("({odd}, 3)"));
            let links: Vec<_> = links.chain(posts).collect();
            conn.batch_execute(&format!("INSERT INTO post_tags VALUES {}", links.join(", ")))
                .unwrap();
            if odd_tags {
                let tags: Vec<_> = ODD
                    .iter()
                    .map(|odd| format!("({odd}, 'odd {}')", odd.replace('\'', "")))
                    .collect();
                conn.batch_execute(&format!("INSERT INTO tags VALUES {}", tags.join(", ")))
                    .unwrap();
            }
            let sent = assert_same(&format!("{post_id} {tag_id} {id} {odd_tags}"), &mut conn);
            read_alone += usize::from(alone(&sent).contains(&true));
        }
    }
    assert_eq!(read_alone > 10, LINKS_ALONE, "{read_alone}");
}

#[test]
fn columns_of_other_types_lead_where_the_database_says() {
    // A type, links that follow the first list, and whether they are integers to the database.
    let mut columns: Vec<(&str, &[&str], bool)> = vec![
        ("SMALLINT", &["7", "200"], true),
        ("BIGINT", &["7", "200", "4294967303"], true),
        ("DECIMAL(12, 2)", &["7", "7.50", "200"], name() == "sqlite"),
        ("DOUBLE PRECISION", &["7", "7.5", "200"], false),
    ];
    if name() == "mariadb" {
        columns.extend([
            ("TINYINT UNSIGNED", &["7", "200"][..], true),
            ("SMALLINT UNSIGNED", &["7", "200"], true),
            ("INTEGER UNSIGNED", &["7", "200", "4294967290"], true),
            ("BIGINT UNSIGNED", &["7", "200", "18446744073709551615"], true),
            ("VARCHAR(20)", &["'07'", "'7abc'", "'2e2'"], false),
        ]);
    }
    for (tag_id, links, integers) in columns {
        let mut conn = blog_with(["INTEGER", tag_id, "INTEGER"]);
        let links: Vec<_> =
            links.iter().zip(1_500..).map(|(tag, post)| format!("({post}, {tag})")).collect();
        conn.batch_execute(&format!(
            "INSERT INTO tags VALUES (200, 'far'); INSERT INTO post_tags VALUES (1, 200);
             INSERT INTO post_tags VALUES {}",
            links.join(", ")
        ))
        .unwrap();
        let sent = assert_same(tag_id, &mut conn);
        let alone = alone(&sent);
        let read_again = sent[2..].iter().any(|sql| sql.contains(" INNER JOIN `post_tags`"));
        if LINKS_ALONE {
            assert!(alone[1], "{tag_id}");
            // Also if a link leads nowhere.
            assert_eq!(read_again, !integers || links.len() == 3, "{tag_id}");
        }
        if LINKS_FIRST {
            assert!(alone[0], "{tag_id}");
            assert_eq!(read_again, !integers, "{tag_id}");
        }
    }
}
