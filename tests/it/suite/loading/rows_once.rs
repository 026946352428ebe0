//! A row is decoded once, however many rows lead to it: a column counts its decodes.

use crate::suite::world::world;
use blog::schema::{post_tags, posts, tags, users};
use conjoin::prelude::*;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static DECODED: RefCell<BTreeMap<String, usize>> = const { RefCell::new(BTreeMap::new()) };
}

/// A text that counts how often it is decoded, on each test's own thread.
#[derive(Debug, FromSqlRow)]
struct Counted(String);

impl<DB: Backend> FromSql<Text, DB> for Counted
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        DECODED.with_borrow_mut(|decoded| *decoded.entry(text.clone()).or_default() += 1);
        Ok(Counted(text))
    }
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = users)]
#[relations(has_many(articles: Article, back_populates = author))]
struct Author {
    id: i32,
    username: Counted,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = posts)]
#[relations(
    belongs_to(author: Author, foreign_key = user_id, back_populates = articles),
    many_to_many(topics: Topic, through = post_tags(post_id, tag_id), back_populates = articles),
)]
struct Article {
    id: i32,
    title: Counted,
    user_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = tags)]
#[relations(
    many_to_many(articles: Article, through = post_tags(tag_id, post_id), back_populates = topics),
)]
struct Topic {
    id: i32,
    name: Counted,
}

/// Asserts that `texts` and nothing else was decoded, each once.
#[track_caller]
fn assert_decoded_once<'t>(texts: impl IntoIterator<Item = &'t String>) {
    let expected = texts.into_iter().map(|text| (text.clone(), 1)).collect();
    assert_eq!(DECODED.take(), expected);
}

#[test]
fn each_parent_and_each_child_is_decoded_once() {
    let (mut conn, world) = world();
    let authors = users::table.with(Author::articles).load(&mut conn).unwrap();
    assert_eq!(authors.len(), world.users.len());
    let posts = world.posts.iter().filter(|post| post.user_id.is_some()).map(|post| &post.title);
    assert_decoded_once(world.users.iter().map(|user| &user.username).chain(posts));
}

#[test]
fn a_parent_of_many_children_is_decoded_once() {
    let (mut conn, world) = world();
    let articles = posts::table.with(Article::author).load(&mut conn).unwrap();
    let authors = articles.iter().filter_map(|article| article.author());
    assert!(authors.filter(|author| author.id == 1 && author.username.0 == "alice").count() > 1);
    let writers = world.users.iter().filter(|user| !world.posts_of(user).is_empty());
    let titles = world.posts.iter().map(|post| &post.title);
    assert_decoded_once(titles.chain(writers.map(|user| &user.username)));
}

#[test]
fn a_row_shared_through_an_association_is_decoded_once() {
    let (mut conn, world) = world();
    let articles = posts::table.with(Article::topics).load(&mut conn).unwrap();
    let shared: Vec<&Topic> = articles.iter().flat_map(|article| article.topics().rows()).collect();
    assert!(shared.len() > world.tags.len());
    assert!(shared.iter().filter(|topic| topic.name.0 == "rust").count() > 1);
    let used = world.tags.iter().filter(|tag| !world.posts_with(tag).is_empty());
    let titles = world.posts.iter().map(|post| &post.title);
    assert_decoded_once(titles.chain(used.map(|tag| &tag.name)));
}

#[test]
fn a_row_that_a_join_repeats_stands_as_often_as_the_join_says_and_its_children_once() {
    let (mut conn, world) = world();
    let query = users::table.inner_join(posts::table).filter(users::id.eq(1));
    let authors = query.with(Author::articles).load(&mut conn).unwrap();
    let mut decoded = DECODED.take();
    let titles = world.posts_of(&world.users[0]);
    assert_eq!(decoded.remove("alice"), Some(titles.len()));
    assert!(titles.len() > 1 && decoded.len() == titles.len());
    assert!(decoded.values().all(|&times| times == 1));
    let articles = authors.iter().map(|author| author.articles().rows().collect::<Vec<_>>());
    for articles in articles.collect::<Vec<_>>().windows(2) {
        assert!(articles[0].iter().zip(&articles[1]).all(|(a, b)| std::ptr::eq(*a, *b)));
    }
}

#[test]
fn reading_a_graph_decodes_nothing() {
    let (mut conn, _) = world();
    let plan = Author::articles.with(Article::topics.order_by(tags::name));
    let authors = users::table.with(plan).load(&mut conn).unwrap();
    DECODED.take();
    let names = authors.iter().flat_map(|author| author.articles());
    let names = names.flat_map(|article| article.topics().map(|topic| topic.row().name.0.len()));
    assert!(names.sum::<usize>() > 0);
    assert!(DECODED.take().is_empty());
}
