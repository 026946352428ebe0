//! A forum: people moderate and follow communities, write posts and comments, and vote.

use super::assert_sent;
use crate::database::DB;
use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Loaded;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { people (id) { id -> Integer, name -> Text, } }
diesel::table! { communities (id) { id -> Integer, name -> Text, } }
diesel::table! {
    members (community_id, person_id) {
        community_id -> Integer,
        person_id -> Integer,
        moderates -> Bool,
        since -> Integer,
    }
}
diesel::table! {
    posts (id) {
        id -> Integer,
        community_id -> Integer,
        creator_id -> Integer,
        title -> Text,
        removed -> Bool,
    }
}
diesel::table! {
    comments (id) {
        id -> Integer,
        post_id -> Integer,
        parent_id -> Nullable<Integer>,
        creator_id -> Integer,
        body -> Text,
    }
}
diesel::table! {
    votes (post_id, person_id) {
        post_id -> Integer,
        person_id -> Integer,
        score -> Integer,
    }
}
diesel::table! {
    messages (id) {
        id -> Integer,
        sender_id -> Integer,
        recipient_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(
    people,
    communities,
    members,
    posts,
    comments,
    votes,
    messages
);

const TABLES: &str = "
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE communities (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE members (community_id INTEGER, person_id INTEGER, moderates BOOLEAN NOT NULL,
        since INTEGER NOT NULL, PRIMARY KEY (community_id, person_id));
    CREATE TABLE posts (id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL,
        creator_id INTEGER NOT NULL, title TEXT NOT NULL, removed BOOLEAN NOT NULL);
    CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, parent_id INTEGER,
        creator_id INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE TABLE votes (post_id INTEGER, person_id INTEGER, score INTEGER NOT NULL,
        PRIMARY KEY (post_id, person_id));
    CREATE TABLE messages (id INTEGER PRIMARY KEY, sender_id INTEGER NOT NULL,
        recipient_id INTEGER NOT NULL);
    INSERT INTO people VALUES (1, 'ann'), (2, 'ben'), (3, 'cid');
    INSERT INTO communities VALUES (1, 'birds'), (2, 'bread');
    INSERT INTO members VALUES (1, 1, TRUE, 2010), (1, 2, FALSE, 2005), (2, 2, TRUE, 2020);
    INSERT INTO posts VALUES (1, 1, 1, 'Wrens', FALSE), (2, 1, 2, 'Spam', TRUE),
        (3, 2, 2, 'Rye', FALSE), (4, 2, 3, 'Crumbs', FALSE);
    INSERT INTO comments VALUES (1, 1, NULL, 2, 'a'), (2, 1, 1, 1, 'b'), (3, 1, 2, 3, 'c'),
        (4, 1, NULL, 3, 'd'), (5, 2, NULL, 1, 'e');
    INSERT INTO votes VALUES (1, 2, 1), (1, 3, -1), (3, 1, 1), (3, 3, 1);
    INSERT INTO messages VALUES (1, 1, 2), (2, 2, 1), (3, 3, 3);";

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = people)]
#[relations(
    backend = blog::MultiBackend,
    has_many(posts: Post, back_populates = creator),
    has_many(comments: Comment, back_populates = creator),
    many_to_many(communities: Community, through = members, back_populates = people),
)]
struct Person {
    id: i32,
    name: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = communities)]
#[relations(
    backend = blog::MultiBackend,
    has_many(members: Member, back_populates = community, order_by = members::since),
    many_to_many(people: Person, through = members, back_populates = communities),
    has_many(
        posts: Post,
        foreign_key = posts::community_id,
        filter = posts::removed.eq(false),
        order_by = posts::id,
        one_way
    ),
    has_many(comments: Comment, through = posts.comments, order_by = comments::id, one_way),
)]
struct Community {
    id: i32,
    name: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = members)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(community: Community, back_populates = members),
    belongs_to(person: Person, one_way),
)]
struct Member {
    community_id: i32,
    person_id: i32,
    since: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = posts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(community: Community, one_way),
    belongs_to(creator: Person, back_populates = posts),
    has_many(comments: Comment, back_populates = post),
    has_many(votes: Vote, back_populates = post),
)]
struct Post {
    id: i32,
    community_id: i32,
    creator_id: i32,
    title: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = comments)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(post: Post, back_populates = comments),
    belongs_to(creator: Person, back_populates = comments),
    belongs_to(parent: Comment, back_populates = replies),
    has_many(replies: Comment, back_populates = parent, order_by = comments::id),
)]
struct Comment {
    id: i32,
    post_id: i32,
    parent_id: Option<i32>,
    creator_id: i32,
    body: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = votes)]
#[relations(backend = blog::MultiBackend, belongs_to(post: Post, back_populates = votes))]
struct Vote {
    post_id: i32,
    person_id: i32,
    score: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = messages)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(sender: Person, one_way),
    belongs_to(recipient: Person, one_way),
)]
struct Message {
    id: i32,
    sender_id: i32,
    recipient_id: i32,
}

const OF_PEOPLE: &str = "SELECT people.id, people.name FROM people";
const OF_POSTS: &str =
    "SELECT posts.id, posts.community_id, posts.creator_id, posts.title FROM posts";

fn forum() -> Conn {
    database(TABLES)
}

/// What a visitor asks for.
#[derive(Default)]
struct Listing<'a> {
    community: Option<i32>,
    title: Option<&'a str>,
    followed_by: Option<&'a Person>,
    newest: bool,
}

type Posts = Loaded!(Post { creator });

fn list(listing: &Listing<'_>, conn: &mut Conn) -> QueryResult<Posts> {
    let mut query = posts::table.filter(posts::removed.eq(false)).into_boxed::<DB>();
    if let Some(community) = listing.community {
        query = query.filter(posts::community_id.eq(community));
    }
    if let Some(title) = listing.title {
        query = query.filter(posts::title.like(title));
    }
    if let Some(person) = listing.followed_by {
        query = query.filter(Post::community.has(Community::people.contains(person)));
    }
    query = match listing.newest {
        true => query.order_by(posts::id.desc()),
        false => query.order_by(posts::title),
    };
    query.limit(20).with(Post::creator).load(conn)
}

#[test]
fn posts_are_listed_as_a_visitor_asks() {
    let mut conn = forum();
    let titles = |posts: Posts| {
        posts
            .iter()
            .map(|post| format!("{}/{}", post.title, post.creator().name))
            .collect::<Vec<_>>()
    };
    let all = Listing { newest: true, ..Listing::default() };
    assert_eq!(titles(list(&all, &mut conn).unwrap()), ["Crumbs/cid", "Rye/ben", "Wrens/ann"]);
    let ann: Person = people::table.find(1).first(conn.diesel()).unwrap();
    let (title, pattern) = (Some(2), String::from("R%"));
    let narrow = Listing { community: title, title: Some(&pattern), ..Listing::default() };
    assert_eq!(titles(list(&narrow, &mut conn).unwrap()), ["Rye/ben"]);
    let followed = Listing { followed_by: Some(&ann), ..Listing::default() };
    let (posts, sent) = sent(&mut conn, |conn| list(&followed, conn));
    assert_eq!(titles(posts), ["Wrens/ann"]);
    assert_sent(
        &sent,
        &[
            &format!(
                "{OF_POSTS} WHERE ((posts.removed = ?) AND EXISTS (SELECT 1 FROM communities…"
            ),
            &format!("{OF_PEOPLE} WHERE people.id = ?"),
        ],
    );
}

#[test]
fn posts_have_the_vote_of_the_reader() {
    let (posts, sent) = sent(&mut forum(), |conn| {
        posts::table
            .outer_join(Post::votes.on(votes::person_id.eq(1)))
            .filter(posts::removed.eq(false))
            .order_by(posts::id)
            .with(Post::creator)
            .with(Post::votes.sum(votes::score))
            .also_select::<Option<i32>, _>(votes::score.nullable())
            .load(conn)
    });
    let rows = posts.iter().map(|(post, own)| (post.id, post.sum(Post::votes, votes::score), *own));
    assert!(rows.eq([(1, 0, None), (3, 2, Some(1)), (4, 0, None)]));
    assert_sent(
        &sent,
        &[
            "SELECT posts.id, posts.community_id, posts.creator_id, posts.title, votes.score FROM \
             (posts LEFT OUTER JOIN votes ON votes.post_id = posts.id AND ((votes.person_id = ?))) \
             WHERE (posts.removed = ?) ORDER BY posts.id",
            &format!("{OF_PEOPLE} WHERE people.id IN #3"),
            "SELECT votes.post_id, …",
        ],
    );
}

/// A comment and its replies, each with its depth: `b (ann): 1`.
fn thread<C>(comment: C, depth: usize, lines: &mut Vec<String>)
where
    C: Has<comment::replies, Child = C>
        + Has<comment::creator, Child: std::ops::Deref<Target = Person>>,
{
    lines.push(format!("{depth} {} {}", comment.body, comment.creator().name));
    comment.replies().for_each(|reply| thread(reply, depth + 1, lines));
}

#[test]
fn a_post_has_its_threads_of_comments() {
    let (comments, sent) = sent(&mut forum(), |conn| {
        comments::table
            .filter(comments::post_id.eq(1).and(comments::parent_id.is_null()))
            .order_by(comments::id)
            .with(Comment::replies.recursive())
            .with(Comment::creator)
            .load(conn)
    });
    let mut lines = Vec::new();
    comments.iter().for_each(|comment| thread(comment, 0, &mut lines));
    assert_eq!(lines, ["0 a ben", "1 b ann", "2 c cid", "0 d cid"]);
    let columns =
        "comments.id, comments.post_id, comments.parent_id, comments.creator_id, comments.body";
    assert_sent(
        &sent,
        &[
            &format!(
                "SELECT {columns} FROM comments WHERE ((comments.post_id = ?) AND (comments.parent_id IS NULL)) ORDER BY comments.id"
            ),
            &format!(
                "SELECT {columns} FROM comments WHERE comments.parent_id IN (WITH RECURSIVE …"
            ),
            &format!("{OF_PEOPLE} WHERE people.id IN #3"),
        ],
    );
}

#[test]
fn a_message_leads_to_one_table_twice() {
    let (messages, sent) = sent(&mut forum(), |conn| {
        let query = messages::table.order_by(messages::id);
        query.with(Message::sender).with(Message::recipient).load(conn)
    });
    let names = messages.iter().map(|it| (it.sender().row().name.as_str(), it.recipient().id));
    assert!(names.eq([("ann", 2), ("ben", 1), ("cid", 3)]));
    let people = format!("{OF_PEOPLE} WHERE people.id IN #3");
    assert_sent(
        &sent,
        &[
            "SELECT messages.id, messages.sender_id, messages.recipient_id FROM messages ORDER BY messages.id",
            &people,
            &people,
        ],
    );
}

#[test]
fn communities_have_their_members_with_what_the_membership_says() {
    let (communities, sent) = sent(&mut forum(), |conn| {
        communities::table
            .order_by(communities::id)
            .with(Community::members.with(Member::person))
            .with(Community::people.filter(members::moderates.eq(true)))
            .load(conn)
    });
    let birds = communities.get(0).unwrap();
    let since: Vec<_> = birds.members().map(|it| (it.person().name.clone(), it.since)).collect();
    assert_eq!(since, [("ben".to_owned(), 2005), ("ann".to_owned(), 2010)]);
    assert!(birds.people().rows().map(|person| person.name.as_str()).eq(["ann"]));
    assert_sent(
        &sent,
        &[
            "SELECT communities.id, communities.name FROM communities ORDER BY communities.id",
            "SELECT members.community_id, members.person_id, members.since FROM members WHERE \
             members.community_id IN #2 ORDER BY [members.community_id, ]members.since",
            &format!("{OF_PEOPLE} WHERE people.id IN #2"),
            "SELECT members.community_id, people.id, people.id, people.name FROM people INNER JOIN \
             members ON members.person_id = people.id WHERE members.community_id IN #2 AND \
             ((members.moderates = ?))",
        ],
    );
}

#[test]
fn comments_of_removed_posts_are_left_out_of_a_community() {
    let (communities, sent) = sent(&mut forum(), |conn| {
        communities::table.order_by(communities::id).with(Community::comments).load(conn)
    });
    let ids = communities.iter().map(|it| it.comments().map(|it| it.id).collect::<Vec<_>>());
    assert!(ids.eq([vec![1, 2, 3, 4], vec![]]));
    assert!(sent[1].replace('`', "").contains(
        " FROM comments INNER JOIN posts ON comments.post_id = posts.id AND ((posts.removed = ?)) WHERE "
    ));
}

#[test]
fn what_only_members_see_is_loaded_for_members() {
    let mut conn = forum();
    for (reader, statements) in [(Some(2), 3), (None, 1)] {
        let (communities, sent) = sent(&mut conn, |conn| {
            let own = reader.map(|id| Community::members.filter(members::person_id.eq(id)));
            let query = communities::table.order_by(communities::id).with(own);
            query.with_if(reader.is_some(), Community::posts.count()).load(conn)
        });
        let since = communities.iter().map(|it| it.members()?.rows().next().map(|it| it.since));
        assert!(since.eq(reader.map_or([None; 2], |_| [Some(2005), Some(2020)])));
        let posts = communities.iter().map(|it| it.count(Community::posts));
        assert!(posts.eq(reader.map_or([None; 2], |_| [Some(1), Some(2)])));
        assert_eq!(sent.len(), statements);
    }
}
