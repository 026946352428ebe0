//! The parents of a belongs_to, which are created first.

use super::*;
use conjoin::{create, create_all};

#[test]
fn a_parent_is_created_before_the_row_that_refers_to_it() {
    let mut conn = blog();
    let rows = ["zoe", "adam", "mia"].map(|name| {
        create(post(name)).with(
            Post::author,
            create(user(name)).with(User::profile, create(NewProfile { bio: name })),
        )
    });
    let created = create_all(rows).save(&mut conn).unwrap();
    assert_eq!(created.len(), 3);
    for post in &created {
        assert_eq!(post.title, post.author().username);
        assert_eq!(post.user_id, post.author().id);
        assert_eq!(post.author().profile().map(|it| it.bio.clone()), Some(post.title.clone()));
    }
    let again =
        posts::table.order_by(posts::id).with(Post::author.with(User::profile)).load(&mut conn);
    assert_eq!(created, again.unwrap());
}

#[test]
fn a_row_has_parents_and_children_at_once() {
    let mut conn = blog();
    let created = create(post("Both"))
        .with(Post::tags, ["a", "b"].map(|name| create(tag(name))))
        .with(Post::author, create(user("ann")).with(User::posts, [create(post("Another"))]))
        .save(&mut conn)
        .unwrap();
    assert_eq!(created.tags().len(), 2);
    // The new post belongs to her as well.
    let mut titles: Vec<&str> =
        created.author().posts().rows().map(|post| post.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Another", "Both"]);
}
