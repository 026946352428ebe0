//! Blogs: their authors have a picture of another table, posts have several authors, and whoever is
//! mentioned is told.

use super::assert_sent;
use crate::database::DB;
use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Loaded;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { pictures (id) { id -> Integer, url -> Text, } }
diesel::table! { users (id) { id -> Integer, name -> Text, picture_id -> Nullable<Integer>, } }
diesel::table! { blogs (id) { id -> Integer, title -> Text, } }
diesel::table! {
    posts (id) {
        id -> Integer,
        blog_id -> Integer,
        title -> Text,
        published -> Bool,
    }
}
diesel::table! { post_authors (post_id, user_id) { post_id -> Integer, user_id -> Integer, } }
diesel::table! { comments (id) { id -> Integer, post_id -> Integer, user_id -> Integer, } }
diesel::table! {
    mentions (id) {
        id -> Integer,
        mentioned_id -> Integer,
        post_id -> Nullable<Integer>,
        comment_id -> Nullable<Integer>,
    }
}
diesel::joinable!(users -> pictures (picture_id));
diesel::allow_tables_to_appear_in_same_query!(
    pictures,
    users,
    blogs,
    posts,
    post_authors,
    comments,
    mentions
);

const TABLES: &str = "
    CREATE TABLE pictures (id INTEGER PRIMARY KEY, url TEXT NOT NULL);
    CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, picture_id INTEGER);
    CREATE TABLE blogs (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, blog_id INTEGER NOT NULL, title TEXT NOT NULL,
        published BOOLEAN NOT NULL);
    CREATE TABLE post_authors (post_id INTEGER, user_id INTEGER, PRIMARY KEY (post_id, user_id));
    CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, user_id INTEGER NOT NULL);
    CREATE TABLE mentions (id INTEGER PRIMARY KEY, mentioned_id INTEGER NOT NULL, post_id INTEGER,
        comment_id INTEGER);
    INSERT INTO pictures VALUES (1, 'ann.png');
    INSERT INTO users VALUES (1, 'ann', 1), (2, 'ben', NULL);
    INSERT INTO blogs VALUES (1, 'Travel'), (2, 'Empty');
    INSERT INTO posts VALUES (1, 1, 'Rome', TRUE), (2, 1, 'Oslo', TRUE), (3, 1, 'Draft', FALSE),
        (4, 1, 'Bern', TRUE);
    INSERT INTO post_authors VALUES (1, 1), (1, 2), (2, 2), (4, 1);
    INSERT INTO comments VALUES (1, 1, 2), (2, 1, 1), (3, 4, 2);
    INSERT INTO mentions VALUES (1, 1, 2, NULL), (2, 1, NULL, 3), (3, 2, 1, NULL);";

/// A user with the address of their picture, of a table that the query joins.
#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = users, base_query = users::table.left_join(pictures::table))]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = ::blog::MultiBackend,
    many_to_many(posts: Post, through = post_authors(user_id, post_id), back_populates = authors),
    has_many(mentions: Mention, back_populates = mentioned),
)]
struct Author {
    id: i32,
    name: String,
    #[diesel(select_expression = pictures::url.nullable())]
    picture: Option<String>,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = blogs)]
#[diesel(check_for_backend(DB))]
#[relations(backend = ::blog::MultiBackend, has_many(posts: Post, back_populates = blog))]
struct Blog {
    id: i32,
    title: String,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = posts)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = ::blog::MultiBackend,
    belongs_to(blog: Blog, back_populates = posts),
    many_to_many(
        authors: Author,
        through = post_authors(post_id, user_id),
        order_by = users::name,
        back_populates = posts
    ),
    has_many(comments: Comment, back_populates = post),
)]
struct Post {
    id: i32,
    blog_id: i32,
    title: String,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = comments)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = ::blog::MultiBackend,
    belongs_to(post: Post, back_populates = comments),
    belongs_to(author: Author, foreign_key = user_id, one_way),
)]
struct Comment {
    id: i32,
    post_id: i32,
    user_id: i32,
}

#[derive(HasQuery, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = mentions)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = ::blog::MultiBackend,
    belongs_to(mentioned: Author, back_populates = mentions),
    belongs_to(post: Post, one_way),
    belongs_to(comment: Comment, one_way),
)]
struct Mention {
    id: i32,
    mentioned_id: i32,
    post_id: Option<i32>,
    comment_id: Option<i32>,
}

const OF_POSTS: &str = "SELECT posts.id, posts.blog_id, posts.title FROM posts";

fn blogs() -> Conn {
    database(TABLES)
}

#[test]
fn comments_have_their_authors_and_the_pictures_of_those() {
    let (post, sent) = sent(&mut blogs(), |conn| {
        let comments = Post::comments.order_by(comments::id).with(Comment::author);
        Post::query().filter(posts::title.eq("Rome")).with(comments).with(Post::authors).first(conn)
    });
    let pictures = post.comments().map(|it| it.author().picture.clone());
    assert!(pictures.eq([None, Some("ann.png".to_owned())]));
    assert!(post.authors().rows().map(|author| author.name.as_str()).eq(["ann", "ben"]));
    let joined = "(users LEFT OUTER JOIN pictures ON (users.picture_id = pictures.id))";
    assert_sent(
        &sent,
        &[
            &format!("{OF_POSTS} WHERE (posts.title = ?) LIMIT ?"),
            "SELECT post_authors.post_id, users.id, users.id, users.name, pictures.url FROM …",
            "SELECT comments.id, comments.post_id, comments.user_id FROM comments WHERE comments.post_id = ? \
             ORDER BY comments.id",
            &format!(
                "SELECT users.id, users.name, pictures.url FROM {joined} WHERE users.id IN #2"
            ),
        ],
    );
}

/// Where a mention is: of a graph, for as long as it lives.
fn place<'g, P>(
    mention: impl Has<mention::post, Child = P>
    + Has<mention::comment, Child: Has<comment::post, Child = P>>,
) -> &'g str
where
    P: InGraph<'g, Target = Post>,
{
    let post = mention.post().or_else(|| mention.comment().map(|comment| comment.post()));
    post.map_or("nowhere", |post| &post.row().title)
}

#[test]
fn mentions_are_in_posts_or_in_comments() {
    let (author, sent) = sent(&mut blogs(), |conn| {
        let mentions = Author::mentions.order_by(mentions::id).with(Mention::post);
        let mentions = mentions.with(Mention::comment.with(Comment::post));
        Author::query().filter(users::name.eq("ann")).with(mentions).first(conn)
    });
    assert!(author.mentions().map(place).eq(["Oslo", "Bern"]));
    assert_sent(
        &sent,
        &[
            "SELECT users.id, users.name, pictures.url FROM (users LEFT OUTER JOIN pictures ON \
             (users.picture_id = pictures.id)) WHERE (users.name = ?) LIMIT ?",
            "SELECT mentions.id, mentions.mentioned_id, mentions.post_id, mentions.comment_id \
             FROM mentions WHERE mentions.mentioned_id = ? ORDER BY mentions.id",
            &format!("{OF_POSTS} WHERE posts.id IN #1"),
            "SELECT comments.id, comments.post_id, comments.user_id FROM comments WHERE comments.id IN #1",
            &format!("{OF_POSTS} WHERE posts.id = ?"),
        ],
    );
}

/// What a program sends to its readers: rows that own what belongs to them.
#[derive(Debug, PartialEq)]
struct Page {
    blog: Blog,
    posts: Vec<(Post, i64)>,
}

fn pages(graph: Loaded!(Blog { some posts { count comments } })) -> Vec<Page> {
    let counts: Vec<i64> =
        graph.iter().flat_map(|blog| blog.posts()).map(|post| post.count(Post::comments)).collect();
    let (blogs, edges) = graph.into_parts();
    let (links, posts) = edges.posts.into_parts();
    let mut posts: Vec<_> = posts.into_rows().into_iter().zip(counts).map(Some).collect();
    let page = |(index, blog)| {
        let posts = links.targets(index).filter_map(|post| posts[post].take()).collect();
        Page { blog, posts }
    };
    blogs.into_iter().enumerate().map(page).collect()
}

#[test]
fn each_blog_has_its_latest_two_posts() {
    let (pages, sent) = sent(&mut blogs(), |conn| {
        let latest = Blog::posts
            .filter(posts::published.eq(true))
            .order_by(posts::id.desc())
            .per_parent(2)
            .with(Post::comments.count());
        Ok(pages(Blog::query().order_by(blogs::id).with(latest).load(conn)?))
    });
    let posts: Vec<Vec<_>> = pages
        .iter()
        .map(|page| page.posts.iter().map(|(post, comments)| (&*post.title, *comments)).collect())
        .collect();
    assert_eq!(posts, [vec![("Bern", 1), ("Oslo", 0)], vec![]]);
    assert_eq!((pages[1].blog.title.as_str(), sent.len()), ("Empty", 3));
}

#[test]
fn posts_of_an_author_are_read_in_batches() {
    let mut conn = blogs();
    let ann: Author = Author::query().filter(users::name.eq("ann")).first(conn.diesel()).unwrap();
    let posts = Post::query().filter(Post::authors.contains(&ann)).with(Post::blog);
    let mut batches = posts.batches(1).descending();
    let mut titles = Vec::new();
    while let Some(batch) = batches.next(&mut conn).unwrap() {
        titles.extend(batch.iter().map(|post| format!("{}: {}", post.blog().title, post.title)));
    }
    assert_eq!(titles, ["Travel: Bern", "Travel: Rome"]);
}

#[test]
fn a_post_is_written_together_with_its_authors() {
    let mut conn = blogs();
    let blog: Blog = Blog::query().filter(blogs::id.eq(2)).first(conn.diesel()).unwrap();
    let authors: Vec<Author> = Author::query().load(conn.diesel()).unwrap();
    let new = (posts::id.eq(5), posts::title.eq("First"), posts::published.eq(true));
    blog.create(Blog::posts, new).execute(conn.diesel()).unwrap();
    let post: Post =
        blog.related(Blog::posts).select(Post::as_select()).first(conn.diesel()).unwrap();
    post.set(Post::authors, &authors).execute(&mut conn).unwrap();
    let post = post.with(Post::authors).with(Post::blog).load(&mut conn).unwrap();
    assert!(post.authors().rows().map(|author| author.name.as_str()).eq(["ann", "ben"]));
    assert_eq!(post.blog().row(), &blog);
}
