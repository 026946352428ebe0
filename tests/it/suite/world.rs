//! The blog with more rows, and all of it in memory to compare with.

use crate::suite::conn::Conn;
use blog::schema::{post_tags, posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::testing::{Statements, record};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// All rows of the blog, and its relations computed by looking at every row.
pub(crate) struct World {
    pub(crate) users: Vec<User>,
    pub(crate) profiles: Vec<Profile>,
    pub(crate) posts: Vec<Post>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) post_tags: Vec<(i32, i32)>,
}

/// A new blog: twelve users, forty posts (some without an author), eight tags.
pub(crate) fn world() -> (Conn, World) {
    let mut conn = blog();
    grow(&mut conn).unwrap();
    let world = World::read(&mut conn).unwrap();
    (conn, world)
}

/// A new blog with the rows of its seed.
pub(crate) fn blog() -> Conn {
    let mut conn =
        database(include_str!("../../../migrations/2026-01-01-000000_create_blog/up.sql"));
    blog::seed(&mut conn).unwrap();
    conn
}

/// A new database with the tables of `sql`.
pub(crate) fn database(sql: &str) -> Conn {
    let mut conn = Conn::new();
    conn.batch_execute(&crate::database::dialect(sql)).unwrap();
    conn
}

/// What `code` returns, and the statements it sent without those of transactions.
pub(crate) fn sent<C: Connection, T>(
    conn: &mut C,
    code: impl FnOnce(&mut C) -> QueryResult<T>,
) -> (T, Vec<String>) {
    let (result, Statements { sent, .. }) = record(conn, code);
    (result.unwrap(), sent.iter().map(|sql| plain(sql)).collect())
}

/// A statement as SQLite's would be: names in backquotes, binds as question marks.
pub(crate) fn plain(sql: &str) -> String {
    let mut parts = sql.split('$');
    let first = parts.next().unwrap_or_default().to_owned();
    let binds = parts.map(|part| part.trim_start_matches(|it: char| it.is_ascii_digit()));
    binds.fold(first, |sql, part| sql + "?" + part).replace('"', "`")
}

/// The condition for several keys.
pub(crate) fn keys(count: usize) -> String {
    match crate::database::ARRAYS {
        true => "= ANY(?)".to_owned(),
        false => format!("IN ({})", vec!["?"; count].join(", ")),
    }
}

/// The number of binds in the list in which so many keys are sent.
pub(crate) fn listed(keys: usize) -> usize {
    let lengths = [0, 1, 2, 3, 4, 8, 32, 128, 512, 1_024];
    lengths.into_iter().find(|&length| length >= keys).expect("few keys")
}

/// The number of binds in a statement without literals.
pub(crate) fn binds(sql: &str) -> usize {
    sql.matches('?').count()
}

fn grow(conn: &mut Conn) -> QueryResult<()> {
    // 3 and 11 write nothing, 13 and 14 stand for "no author".
    let author = |post: i32| Some(post * 5 % 14 + 1).filter(|id| ![3, 11, 13, 14].contains(id));
    let users = (4..=12).map(|id| (users::id.eq(id), users::username.eq(format!("user {id:02}"))));
    let profiles = [2, 5, 6, 9].map(|user| {
        let bio = format!("User {user} collects stamps.");
        (profiles::id.eq(user + 10), profiles::bio.eq(bio), profiles::user_id.eq(user))
    });
    let posts = (5..=40).map(|id| {
        let content = (id % 3 == 0).then(|| format!("Text of {id}"));
        let title = posts::title.eq(format!("post {id:02}"));
        (posts::id.eq(id), title, posts::content.eq(content), posts::user_id.eq(author(id)))
    });
    let tags = (4..=8).map(|id| (tags::id.eq(id), tags::name.eq(format!("tag {id:02}"))));
    let links = (5..=40).flat_map(|post| (1..=8).map(move |tag| (post, tag)));
    let links = links.filter(|(post, tag)| post * tag % 5 == 2);
    let links = links.map(|(post, tag)| (post_tags::post_id.eq(post), post_tags::tag_id.eq(tag)));

    // One by one: batches are no query of every connection.
    for row in users {
        diesel::insert_into(users::table).values(row).execute(conn)?;
    }
    for row in profiles {
        diesel::insert_into(profiles::table).values(row).execute(conn)?;
    }
    for row in posts {
        diesel::insert_into(posts::table).values(row).execute(conn)?;
    }
    for row in tags {
        diesel::insert_into(tags::table).values(row).execute(conn)?;
    }
    for row in links {
        diesel::insert_into(post_tags::table).values(row).execute(conn)?;
    }
    Ok(())
}

impl World {
    fn read(conn: &mut Conn) -> QueryResult<Self> {
        Ok(World {
            users: users::table.order_by(users::id).load(conn.diesel())?,
            profiles: profiles::table.order_by(profiles::id).load(conn.diesel())?,
            posts: posts::table.order_by(posts::id).load(conn.diesel())?,
            tags: tags::table.order_by(tags::id).load(conn.diesel())?,
            post_tags: post_tags::table.load(conn.diesel())?,
        })
    }

    /// By title, downwards.
    pub(crate) fn posts_of(&self, user: &User) -> Vec<Post> {
        let posts = self.posts.iter().filter(|post| post.user_id == Some(user.id));
        by_title(posts.cloned().collect())
    }

    pub(crate) fn profile_of(&self, user: &User) -> Option<Profile> {
        self.profiles.iter().find(|profile| profile.user_id == user.id).cloned()
    }

    pub(crate) fn author_of(&self, post: &Post) -> Option<User> {
        self.users.iter().find(|user| Some(user.id) == post.user_id).cloned()
    }

    pub(crate) fn user_of(&self, profile: &Profile) -> User {
        self.users.iter().find(|user| user.id == profile.user_id).cloned().unwrap()
    }

    /// By name.
    pub(crate) fn tags_of(&self, post: &Post) -> Vec<Tag> {
        let linked = |tag: &&Tag| self.post_tags.contains(&(post.id, tag.id));
        let mut tags: Vec<Tag> = self.tags.iter().filter(linked).cloned().collect();
        tags.sort_by(|a, b| a.name.cmp(&b.name));
        tags
    }

    /// By title, downwards.
    pub(crate) fn posts_with(&self, tag: &Tag) -> Vec<Post> {
        let linked = |post: &&Post| self.post_tags.contains(&(post.id, tag.id));
        by_title(self.posts.iter().filter(linked).cloned().collect())
    }
}

fn by_title(mut posts: Vec<Post>) -> Vec<Post> {
    posts.sort_by(|a, b| b.title.cmp(&a.title));
    posts
}

#[test]
fn the_world_has_the_rows_that_make_a_difference() {
    let (_, world) = world();
    let posts = || world.users.iter().map(|user| world.posts_of(user).len());
    let tags = || world.posts.iter().map(|post| world.tags_of(post).len());
    assert!(posts().any(|count| count == 0) && posts().any(|count| count > 3));
    assert!(tags().any(|count| count == 0) && tags().any(|count| count > 1));
    assert!(world.tags.iter().any(|tag| world.posts_with(tag).len() > 5));
    assert!(world.posts.iter().filter(|post| post.user_id.is_none()).count() > 2);
    assert!(world.users.iter().any(|user| world.profile_of(user).is_none()));
}
