//! Links of a many-to-many are added and deleted, from both sides.

use crate::suite::conn::Conn;
use crate::suite::world::{keys, sent, world};
use blog::schema::{post_tags, posts, tags};
use blog::{Post, Tag};
use conjoin::prelude::*;
use diesel::prelude::*;

/// All links, in order.
pub(crate) fn links(conn: &mut Conn) -> Vec<(i32, i32)> {
    let links = post_tags::table.order_by((post_tags::post_id, post_tags::tag_id));
    links.load(conn.diesel()).unwrap()
}

/// Links together with others, in order and each once.
fn with(links: &[(i32, i32)], others: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut all = [links, others].concat();
    all.sort();
    all.dedup();
    all
}

#[test]
fn a_link_is_there_once_from_whichever_side_and_however_often() {
    let (mut conn, world) = world();
    let (post, tag) = (&world.posts[2], &world.tags[3]);
    let before = links(&mut conn);
    assert!(!before.contains(&(post.id, tag.id)));
    let after = with(&before, &[(post.id, tag.id)]);
    let ((), statements) = sent(&mut conn, |conn| post.link(Post::tags, [tag]).execute(conn));
    assert_eq!(statements.len(), 1, "{statements:#?}");
    assert_eq!(links(&mut conn), after);
    post.link(Post::tags, [tag, tag]).execute(&mut conn).unwrap();
    tag.link(Tag::posts, [post]).execute(&mut conn).unwrap();
    assert_eq!(links(&mut conn), after);

    let deleted = |deleted| Ok::<usize, diesel::result::Error>(deleted);
    assert_eq!(tag.unlink(Tag::posts, [post, post]).execute(&mut conn), deleted(1));
    assert_eq!(post.unlink(Post::tags, [tag]).execute(&mut conn), deleted(0));
    assert_eq!(links(&mut conn), before);
}

#[test]
fn each_source_is_linked_with_each_target_in_one_statement() {
    let (mut conn, world) = world();
    let before = links(&mut conn);
    let (some, others) = (&world.posts[1..4], &world.tags[..3]);
    let pairs = || some.iter().flat_map(|post| others.iter().map(|tag| (post.id, tag.id)));
    let expected = with(&before, &pairs().collect::<Vec<_>>());
    let ((), statements) = sent(&mut conn, |conn| some.link(Post::tags, others).execute(conn));
    assert_eq!(statements.len(), 1, "{statements:#?}");
    assert_eq!(links(&mut conn), expected);

    // By hand, by Diesel.
    let ids = |rows: &[Post]| rows.iter().map(|post| post.id).collect::<Vec<_>>();
    let by_hand = diesel::delete(
        post_tags::table
            .filter(post_tags::post_id.eq_any(ids(some)))
            .filter(post_tags::tag_id.eq_any(others.iter().map(|tag| tag.id))),
    );
    let (mut other, _) = self::world();
    some.link(Post::tags, others).execute(&mut other).unwrap();
    let expected = by_hand.execute(&mut other).unwrap();
    let (deleted, statements) =
        sent(&mut conn, |conn| some.unlink(Post::tags, others).execute(conn));
    assert_eq!((deleted, statements.len()), (expected, 1));
    assert_eq!(links(&mut conn), links(&mut other));
}

#[test]
fn rows_that_are_not_in_hand_are_linked_by_their_keys() {
    let (mut conn, world) = world();
    let post = &world.posts[2];
    let (first, second) = (world.tags[0].id, world.tags[1].id);
    post.set(Post::tags, conjoin::keys([first])).execute(&mut conn).unwrap();
    let of_post = |conn: &mut Conn| -> Vec<i32> {
        let tags = links(conn).into_iter().filter(|link| link.0 == post.id);
        tags.map(|link| link.1).collect()
    };
    assert_eq!(of_post(&mut conn), [first]);
    post.link(Post::tags, conjoin::keys(vec![second, first])).execute(&mut conn).unwrap();
    assert_eq!(of_post(&mut conn), [first, second]);
    assert_eq!(post.unlink(Post::tags, conjoin::keys([first])).execute(&mut conn), Ok(1));
    assert_eq!(of_post(&mut conn), [second]);
    assert!(post.link(Post::tags, conjoin::keys([9_999])).execute(&mut conn).is_err());
    assert_eq!(of_post(&mut conn), [second]);
}

#[test]
fn rows_are_taken_in_every_form() {
    let (mut conn, world) = world();
    let graph = posts::table.filter(posts::id.le(2)).with(Post::tags).load(&mut conn).unwrap();
    let one = tags::table.find(1).with(Tag::posts).first(&mut conn).unwrap();
    let node = graph.get(0).unwrap();
    let (posts, tags): (Vec<&Post>, Vec<&Tag>) =
        (graph.rows().iter().collect(), world.tags.iter().collect());
    diesel::delete(post_tags::table).execute(&mut conn).unwrap();
    let two = [(1, 1), (2, 1)];
    let conn = &mut conn;
    graph.link(Post::tags, [&one]).execute(conn).unwrap();
    assert_eq!(taken(conn), two);
    posts.link(Post::tags, [one.row()]).execute(conn).unwrap();
    assert_eq!(taken(conn), two);
    posts[..].link(Post::tags, [&&one]).execute(conn).unwrap();
    assert_eq!(taken(conn), two);
    graph.rows().to_vec().link(Post::tags, Some(&one)).execute(conn).unwrap();
    assert_eq!(taken(conn), two);
    [node].link(Post::tags, [one.node()]).execute(conn).unwrap();
    assert_eq!(taken(conn), two[..1]);
    node.link(Post::tags, world.tags[..1].to_vec()).execute(conn).unwrap();
    assert_eq!(taken(conn), two[..1]);
    one.link(Tag::posts, &graph).execute(conn).unwrap();
    assert_eq!(taken(conn), two);
    one.link(Tag::posts, posts.as_slice()).execute(conn).unwrap();
    assert_eq!(taken(conn), two);
    tags[..1].link(Tag::posts, graph.rows().iter()).execute(conn).unwrap();
    assert_eq!(taken(conn), two);
    let tagged: Vec<_> = node.tags().rows().map(|tag| (node.id, tag.id)).collect();
    node.tags().link(Tag::posts, [node]).execute(conn).unwrap();
    assert_eq!(taken(conn), with(&tagged, &[]));
    node.link(Post::tags, node.tags()).execute(conn).unwrap();
    assert_eq!(taken(conn), with(&tagged, &[]));
}

/// All links, which are deleted.
fn taken(conn: &mut Conn) -> Vec<(i32, i32)> {
    let links = links(conn);
    diesel::delete(post_tags::table).execute(conn).unwrap();
    links
}

#[test]
fn no_rows_are_no_statement() {
    let (mut conn, world) = world();
    let post = &world.posts[0];
    let (no_posts, no_tags): (&[Post], &[Tag]) = (&[], &[]);
    let before = links(&mut conn);
    let (deleted, statements) = sent(&mut conn, |conn| {
        post.link(Post::tags, no_tags).execute(conn)?;
        no_posts.link(Post::tags, &world.tags).execute(conn)?;
        no_posts.set(Post::tags, &world.tags).execute(conn)?;
        let deleted: usize = post.unlink(Post::tags, no_tags).execute(conn)?;
        Ok(deleted + no_posts.unlink(Post::tags, &world.tags).execute(conn)?)
    });
    assert_eq!((deleted, statements.len()), (0, 0), "{statements:#?}");
    assert_eq!(links(&mut conn), before);
}

#[test]
fn nothing_is_sent_before_it_is_executed() {
    let (mut conn, world) = world();
    let (_, statements) = sent(&mut conn, |_| Ok(world.posts[0].link(Post::tags, &world.tags)));
    assert!(statements.is_empty());
}

#[test]
fn a_statement_is_as_one_by_hand() {
    let (mut conn, world) = world();
    let (post, tags) = (&world.posts[2], &world.tags[..2]);
    let (_, statements) = sent(&mut conn, |conn| {
        post.link(Post::tags, tags).execute(conn)?;
        post.unlink(Post::tags, tags).execute(conn)
    });
    let insert = "INSERT INTO `post_tags` (`post_id`, `tag_id`) VALUES (?, ?), (?, ?) ON";
    assert!(statements[0].starts_with(insert), "{}", statements[0]);
    let keys = keys(2);
    let delete = "DELETE FROM `post_tags` WHERE";
    let one = if crate::database::ARRAYS { "= ANY(?)" } else { "= ?" };
    let delete = format!("{delete} `post_tags`.`post_id` {one} AND `post_tags`.`tag_id` {keys}");
    assert_eq!(statements[1], delete);
}
