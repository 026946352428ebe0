//! Views, which are tables to Diesel: as what a query starts from, as what a relation leads to, and
//! as an association.

use crate::suite::conn::Conn;
use crate::suite::world::{World, world};
use blog::schema::posts;
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    #[sql_name = "users"]
    writers (id) {
        id -> Integer,
    }
}
diesel::table! {
    authors (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::table! {
    first_posts (id) {
        id -> Integer,
        title -> Text,
        author_id -> Integer,
    }
}
diesel::table! {
    counts (user_id) {
        user_id -> Integer,
        posts -> BigInt,
        last -> Nullable<Integer>,
    }
}
diesel::table! {
    author_tags (author_id, tag_id) {
        author_id -> Integer,
        tag_id -> Integer,
    }
}
diesel::table! {
    loud_tags (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(
    authors,
    first_posts,
    counts,
    author_tags,
    loud_tags,
    writers
);

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = authors)]
#[relations(
    has_many(first_posts: FirstPost, back_populates = author),
    has_many(posts: Post, foreign_key = posts::user_id, one_way),
    many_to_many(tags: LoudTag, through = author_tags(author_id, tag_id), back_populates = authors),
)]
struct Author {
    id: i32,
    name: String,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = first_posts)]
#[relations(
    belongs_to(author: Author, back_populates = first_posts),
    belongs_to(user: User, foreign_key = author_id, one_way),
)]
struct FirstPost {
    id: i32,
    title: String,
    author_id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = counts)]
#[relations(belongs_to(writer: Writer, foreign_key = user_id, back_populates = count))]
struct Count {
    user_id: i32,
    posts: i64,
    last: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = writers)]
#[relations(has_one(count: Count, back_populates = writer))]
struct Writer {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = loud_tags)]
#[relations(
    many_to_many(authors: Author, through = author_tags(tag_id, author_id), back_populates = tags),
)]
struct LoudTag {
    id: i32,
    name: String,
}

fn viewed() -> (Conn, World) {
    let (mut conn, world) = world();
    conn.batch_execute(
        "CREATE VIEW authors AS SELECT id, username AS name FROM users
            WHERE id IN (SELECT user_id FROM posts);
         CREATE VIEW first_posts AS SELECT id, title, user_id AS author_id FROM posts
            WHERE user_id IS NOT NULL AND id <= 20;
         CREATE VIEW counts AS SELECT user_id, COUNT(*) AS posts, MAX(id) AS last FROM posts
            WHERE user_id IS NOT NULL GROUP BY user_id;
         CREATE VIEW author_tags AS SELECT DISTINCT user_id AS author_id, tag_id
            FROM posts JOIN post_tags ON post_id = posts.id WHERE user_id IS NOT NULL;
         CREATE VIEW loud_tags AS SELECT id, UPPER(name) AS name FROM tags;",
    )
    .unwrap();
    (conn, world)
}

#[test]
fn a_query_starts_from_a_view() {
    let (mut conn, world) = viewed();
    let query = authors::table.order_by(authors::id).with(Author::first_posts);
    let authors = query.with(Author::posts.order_by(posts::title.desc())).load(&mut conn).unwrap();
    let users: Vec<&User> =
        world.users.iter().filter(|user| !world.posts_of(user).is_empty()).collect();
    assert_eq!(authors.len(), users.len());
    for (author, user) in authors.iter().zip(users) {
        let posts = world.posts_of(user);
        assert_eq!((author.id, &author.name), (user.id, &user.username));
        assert!(author.posts().rows().eq(&posts));
        assert_eq!(author.first_posts().len(), posts.iter().filter(|post| post.id <= 20).count());
    }
}

#[test]
fn a_relation_leads_to_a_view_and_from_it_to_a_table() {
    let (mut conn, world) = viewed();
    let query = first_posts::table.order_by(first_posts::id);
    let plan = FirstPost::author.with(Author::first_posts);
    let posts = query.with(plan).with(FirstPost::user).load(&mut conn).unwrap();
    assert!(posts.len() > 8);
    for post in &posts {
        let row = world.posts.iter().find(|row| row.id == post.id).unwrap();
        assert_eq!((&post.title, Some(post.author_id)), (&row.title, row.user_id));
        assert_eq!((post.author().id, post.user().id), (post.author_id, post.author_id));
        assert!(post.author().first_posts().any(|other| other.id == post.id));
    }
}

#[test]
fn a_view_of_groups_is_one_row_of_each() {
    let (mut conn, world) = viewed();
    let writers = writers::table.order_by(writers::id).with(Writer::count.with(Count::writer));
    let writers = writers.load(&mut conn).unwrap();
    for (writer, user) in writers.iter().zip(&world.users) {
        let posts = world.posts_of(user);
        let count = writer.count().map(|count| (count.posts, count.last));
        let last = posts.iter().map(|post| post.id).max();
        assert_eq!(count, last.map(|last| (posts.len() as i64, Some(last))));
        assert!(writer.count().is_none_or(|count| count.writer().id == writer.id));
        assert!(writer.count().is_none_or(|count| count.user_id == writer.id));
    }
}

#[test]
fn many_to_many_leads_through_a_view_to_a_view() {
    let (mut conn, world) = viewed();
    let plan = Author::tags.order_by(loud_tags::id).with(LoudTag::authors);
    let authors = authors::table.order_by(authors::id).with(plan).load(&mut conn).unwrap();
    assert!(authors.iter().any(|author| author.tags().len() > 2));
    for author in &authors {
        let user = world.users.iter().find(|user| user.id == author.id).unwrap();
        let posts = world.posts_of(user);
        let tagged = |tag: &&blog::Tag| posts.iter().any(|post| world.tags_of(post).contains(tag));
        let tags = world.tags.iter().filter(tagged).map(|tag| (tag.id, tag.name.to_uppercase()));
        assert!(author.tags().map(|tag| (tag.id, tag.name.clone())).eq(tags));
        assert!(author.tags().all(|tag| tag.authors().any(|other| other.id == author.id)));
    }
}

#[test]
fn views_are_joined_and_their_related_rows_asked_for() {
    let (mut conn, world) = viewed();
    let counts = writers::table.outer_join(Writer::count).order_by(writers::id);
    let counts = counts.select((writers::id, counts::posts.nullable()));
    let counts = counts.load::<(i32, Option<i64>)>(conn.diesel()).unwrap();
    for ((id, count), user) in counts.into_iter().zip(&world.users) {
        assert_eq!((id, count.unwrap_or(0)), (user.id, world.posts_of(user).len() as i64));
    }
    let author = authors::table.find(1).select(Author::as_select()).first(conn.diesel()).unwrap();
    let tags: i64 = author.related(Author::tags).count().get_result(conn.diesel()).unwrap();
    let joined = authors::table.join(Author::tags).filter(authors::id.eq(1)).count();
    assert_eq!(joined.get_result(conn.diesel()), Ok(tags));
    assert!(tags > 0);
}
