//! The links of some rows are exactly those that were said.

use crate::suite::conn::Conn;
use crate::suite::world::{sent, world};
use crate::suite::writing::links::links;
use blog::schema::post_tags;
use blog::{Post, Tag};
use conjoin::prelude::*;
use conjoin::testing::record;
use diesel::prelude::*;

/// The links that are to be there.
fn expected(before: &[(i32, i32)], posts: &[Post], tags: &[Tag]) -> Vec<(i32, i32)> {
    let set = |id: i32| posts.iter().any(|post| post.id == id);
    let mut links: Vec<_> = before.iter().copied().filter(|&(post, _)| !set(post)).collect();
    links.extend(posts.iter().flat_map(|post| tags.iter().map(|tag| (post.id, tag.id))));
    links.sort();
    links
}

#[test]
fn the_links_of_a_row_are_these_and_no_others() {
    let (mut conn, world) = world();
    let post = world.posts.iter().find(|post| world.tags_of(post).len() > 1).unwrap();
    for tags in [&world.tags[1..4], &world.tags[3..7], &world.tags[..1], &[]] {
        let expected = expected(&links(&mut conn), std::slice::from_ref(post), tags);
        post.set(Post::tags, tags).execute(&mut conn).unwrap();
        assert_eq!(links(&mut conn), expected);
    }
}

#[test]
fn the_links_of_several_rows_can_be_set() {
    let (mut conn, world) = world();
    let before = links(&mut conn);
    let (posts, tags) = (&world.posts[..20], &world.tags[2..5]);
    posts.set(Post::tags, tags).execute(&mut conn).unwrap();
    assert_eq!(links(&mut conn), expected(&before, posts, tags));
}

#[test]
fn they_can_be_set_from_the_other_side() {
    let (mut conn, world) = world();
    let (tag, posts) = (&world.tags[1], &world.posts[5..9]);
    let mut expected = links(&mut conn);
    expected.retain(|&(_, id)| id != tag.id);
    expected.extend(posts.iter().map(|post| (post.id, tag.id)));
    expected.sort();
    tag.set(Tag::posts, posts).execute(&mut conn).unwrap();
    assert_eq!(links(&mut conn), expected);
}

#[test]
fn the_number_of_statements_does_not_depend_on_the_number_of_rows() {
    let (mut conn, world) = world();
    // Of the rows, and of the targets.
    let locks = if crate::database::LOCKS_ROWS { 2 } else { 0 };
    for (posts, tags) in [(1, 1), (1, 5), (9, 1), (9, 8)] {
        let (set, statements) = record(&mut conn, |conn| {
            world.posts[..posts].set(Post::tags, &world.tags[..tags]).execute(conn)
        });
        set.unwrap();
        assert_eq!(statements.sent.len(), locks + 2, "{statements:#?}");
        assert_eq!(statements.transaction.len(), 2, "{statements:#?}");
    }
    let none: &[Tag] = &[];
    let (_, statements) =
        sent(&mut conn, |conn| world.posts[0].set(Post::tags, none).execute(conn));
    assert_eq!(statements.len(), locks / 2 + 1, "{statements:#?}");
}

#[test]
fn an_error_leaves_all_links_as_they_were() {
    let (mut conn, world) = world();
    let before = links(&mut conn);
    let gone = Tag { id: 99, name: String::new() };
    let set = world.posts[0].set(Post::tags, [&gone]).execute(&mut conn);
    assert!(is_missing(&set), "{set:?}");
    assert_eq!(links(&mut conn), before);
}

#[test]
fn inside_a_transaction_an_error_undoes_the_set_alone() {
    let (mut conn, world) = world();
    let gone = Tag { id: 99, name: String::new() };
    let post = &world.posts[0];
    let outcome = conn.transaction(|conn: &mut Conn| {
        post.set(Post::tags, &world.tags[..2]).execute(conn)?;
        let set = post.set(Post::tags, [&gone]).execute(conn);
        assert!(is_missing(&set), "{set:?}");
        Ok::<_, diesel::result::Error>(())
    });
    outcome.unwrap();
    let tags = post_tags::table.filter(post_tags::post_id.eq(post.id)).select(post_tags::tag_id);
    let tags = tags.order_by(post_tags::tag_id).load::<i32>(conn.diesel());
    assert_eq!(tags.unwrap(), [1, 2]);
}

pub(crate) fn is_missing<T>(outcome: &QueryResult<T>) -> bool {
    use diesel::result::DatabaseErrorKind::ForeignKeyViolation;
    use diesel::result::Error::DatabaseError;
    matches!(outcome, Err(DatabaseError(ForeignKeyViolation, _)))
}
