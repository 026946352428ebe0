//! Queries that are cloned: one for the count and the page, for the statements and the rows. The
//! models here are not `Clone`.

use crate::database::Written;
use crate::suite::world::{sent, world};
use blog::schema::{post_tags, posts, tags, users};
use conjoin::assert_statements;
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(
    has_many(texts: Text, back_populates = writer),
    has_many(drafts: Text, foreign_key = posts::user_id, filter = posts::content.is_null(), one_way),
    backend = blog::MultiBackend,
)]
struct Writer {
    id: i32,
    username: String,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(
    belongs_to(writer: Writer, foreign_key = user_id, back_populates = texts),
    many_to_many(words: Word, through = post_tags(post_id, tag_id), back_populates = texts),
    backend = blog::MultiBackend,
)]
struct Text {
    id: i32,
    title: String,
    user_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = tags)]
#[relations(
    many_to_many(texts: Text, through = post_tags(tag_id, post_id), back_populates = words),
    backend = blog::MultiBackend,
)]
struct Word {
    id: i32,
    name: String,
}

/// Both write the same SQL.
fn same(query: impl QueryFragment<Written> + Clone) {
    let sql = |query: &_| diesel::debug_query::<Written, _>(query).to_string();
    let clone = query.clone();
    let expected = sql(&query);
    drop(query);
    assert_eq!(sql(&clone), expected);
}

#[test]
fn one_query_counts_and_pages() {
    let (mut conn, world) = world();
    let about = Writer::texts.any(Text::words.any(tags::name.eq("rust")));
    let query = users::table.filter(about.or(Writer::texts.count().gt(3)));
    let total: i64 = query.clone().count().get_result(conn.diesel()).unwrap();
    let page = query.order_by(users::id).limit(2).with(Writer::texts).load(&mut conn).unwrap();
    let expected = world.users.iter().filter(|user| {
        let posts = world.posts_of(user);
        posts.len() > 3 || posts.iter().flat_map(|it| world.tags_of(it)).any(|it| it.name == "rust")
    });
    assert!(total > 2 && total as usize == expected.clone().count());
    assert!(
        page.iter()
            .rows()
            .map(|it| (it.id, &it.username))
            .eq(expected.map(|it| (it.id, &it.username)).take(2))
    );
}

#[test]
fn conditions_aggregates_and_queries_of_related_rows_are_cloned() {
    let (mut conn, _) = world();
    let writer = Writer { id: 1, username: "alice".to_owned() };
    let text = Text { id: 1, title: String::new(), user_id: Some(1) };
    same(Writer::texts.any(posts::id.gt(1)).uncorrelated());
    same(Writer::drafts.filter(posts::id.gt(1)).none(posts::title.eq("a")));
    same(Writer::texts.all(posts::id.gt(1)));
    same(Text::writer.has(users::id.gt(1)));
    same(Text::writer.is(&writer));
    same(Text::writer.is_not(&writer));
    same(Text::writer.is_distinct_from(&writer));
    same(Text::words.contains(&Word { id: 1, name: String::new() }));
    same(Writer::texts.filter(posts::title.ne("a")).count());
    same(Writer::drafts.max(posts::id));
    same(writer.related(Writer::drafts).filter(posts::id.gt(1)));
    same([writer].related(Writer::texts));
    let of_text = text.related(Text::words);
    let names: Vec<String> =
        of_text.clone().order_by(tags::name).select(tags::name).load(conn.diesel()).unwrap();
    assert_eq!(of_text.count().get_result(conn.diesel()), Ok(names.len() as i64));
    let theirs = diesel::alias!(users as theirs);
    same(
        posts::table
            .outer_join(Text::writer.to(theirs).on(posts::id.gt(1)).clone())
            .select(Option::<Writer>::as_select_from(theirs)),
    );
}

#[test]
fn a_load_is_shown_and_then_sent() {
    let (mut conn, _) = world();
    let tags = Text::words.filter(tags::name.ne("rust")).order_by(tags::name);
    let texts =
        Writer::texts.filter(posts::title.like("%")).order_by(posts::id).per_parent(2).with(tags);
    let load = users::table
        .filter(Writer::texts.exists())
        .order_by(users::id)
        .with(texts)
        .with(Writer::drafts.count());
    let shown = load.clone().statements::<Written>().unwrap();
    let again = load.clone();
    let (users, sent) = sent(&mut conn, |conn| load.load(conn));
    assert_eq!((shown.count(), sent.len()), (4, 4));
    let repeated = again.clone().load(&mut conn).unwrap();
    assert_eq!(users.len(), repeated.len());
    for (user, same) in users.iter().zip(&repeated) {
        assert_eq!((user.id, user.texts().len()), (same.id, same.texts().len()));
        assert_eq!(user.count(Writer::drafts), same.count(Writer::drafts));
    }
    assert_eq!(again.first(&mut conn).unwrap().id, repeated.rows()[0].id);
    let writer = Text::writer.filter(users::id.gt(1)).with(Writer::drafts).joined();
    let joined = posts::table.order_by(posts::id).with(writer);
    assert_statements!(2, &mut conn, |conn| joined.clone().load(conn)).unwrap();
    assert_statements!(2, &mut conn, |conn| joined.load(conn)).unwrap();
    let beside = posts::table.with(Text::words).also_select::<i32, _>(posts::id);
    assert_statements!(2, &mut conn, |conn| beside.clone().load(conn)).unwrap();
}

#[test]
fn batches_repeat_the_conditions_inside_them() {
    let (mut conn, world) = world();
    let about = Writer::texts.filter(Text::words.any(tags::name.eq("rust")));
    let about = about.filter(Text::writer.has(users::id.lt(100))).order_by(posts::id);
    let plan = || about.clone().with(Text::words.count());
    let whole = users::table.order_by(users::id).with(plan()).load(&mut conn).unwrap();
    let expected: Vec<usize> = whole.iter().map(|user| user.texts().len()).collect();
    assert!(expected.len() == world.users.len() && expected.iter().sum::<usize>() > 1);
    let mut batches = users::table.with(plan()).batches(5);
    let mut found = Vec::new();
    while let Some(users) = batches.next(&mut conn).unwrap() {
        found.extend(users.iter().map(|user| user.texts().len()));
    }
    assert_eq!(found, expected);
}
