//! How many statements are sent.

use super::*;
use crate::suite::world::sent;
use conjoin::{create, create_all};

/// Creates users with a profile, posts with a tag each and a link, and returns what was sent.
fn statements(users: usize, posts: usize) -> Vec<String> {
    let mut conn = blog();
    let rust = all_tags(&mut conn).remove(0);
    let all = (0..users).map(|name| {
        let posts = (0..posts).map(|number| {
            create(NewPost { title: "One", content: (number % 2 == 0).then_some("…") })
                .link(Post::tags, [&rust])
                .with(Post::tags, [create(tag(format!("{name}.{number}")))])
        });
        create(user(name))
            .with(User::profile, create(NewProfile { bio: "Reads." }))
            .with(User::posts, posts)
    });
    let (created, statements) = sent(&mut conn, |conn| create_all(all).save(conn));
    assert_eq!(created.len(), users);
    let all = [users, users, users * posts, users * posts + 3, 2 * users * posts];
    assert_eq!(counts(&mut conn), all.map(|count| count as i64));
    statements
}

/// Those that start like this.
pub(super) fn starting(start: &str, statements: &[String]) -> usize {
    statements.iter().filter(|sql| sql.starts_with(start)).count()
}

#[test]
fn a_level_is_one_statement_where_the_database_can() {
    let (few, many) = (statements(2, 2), statements(20, 3));
    let inserts = (starting("INSERT", &few), starting("INSERT", &many));
    // Users, profiles, posts and tags; the two kinds of links.
    let one_by_one = |users: usize, posts: usize| 2 * users + 2 * users * posts + 2;
    match is_together() {
        true => assert_eq!((inserts, few.len()), ((6, 6), many.len())),
        false => assert_eq!(inserts, (one_by_one(2, 2), one_by_one(20, 3))),
    }
    // Those that read what was created: posts, their tags, profiles.
    let loads = |statements: &[String]| statements.iter().filter(|sql| reads(sql)).count();
    assert_eq!((loads(&few), loads(&many)), (3, 3), "{many:#?}");
}

/// Whether several rows are inserted together.
pub(super) fn is_together() -> bool {
    use std::any::TypeId;
    TypeId::of::<crate::database::DB>() != TypeId::of::<blog::MultiBackend>()
        && crate::database::name() != "sqlite"
}

/// Whether it loads rows by the keys of others.
pub(super) fn reads(sql: &str) -> bool {
    sql.starts_with("SELECT") && sql.contains(" WHERE ") && !sql.contains("LAST_INSERT_ID")
}
