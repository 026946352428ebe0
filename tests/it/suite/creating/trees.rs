//! Trees of a has_one, a has_many and a many_to_many.

use super::*;
use conjoin::{Graph, Loaded, create, create_all};

#[test]
fn a_user_is_created_with_profile_posts_and_tags() {
    let mut conn = blog();
    let rust = all_tags(&mut conn).remove(0);
    let carol: Loaded!(one User { profile, posts { tags } }) = create(user("carol"))
        .with(User::profile, create(NewProfile { bio: "Reads." }))
        .with(
            User::posts,
            vec![
                create(post("Links"))
                    .link(Post::tags, [&rust])
                    .with(Post::tags, vec![create(tag("new"))]),
                create(NewPost { title: "Trees", content: Some("…") })
                    .link(Post::tags, [&rust; 0])
                    .with(Post::tags, vec![create(tag("x")), create(tag("y"))]),
            ],
        )
        .save(&mut conn)
        .unwrap();
    assert_eq!(carol.username, "carol");
    assert_eq!(carol.profile().map(|it| it.bio.clone()), Some("Reads.".to_owned()));
    let written = |title: &str| {
        let post = carol.posts().find(|post| post.title == title).unwrap();
        let mut tags: Vec<&str> = post.tags().rows().map(|tag| tag.name.as_str()).collect();
        tags.sort_unstable();
        (post.content.clone().unwrap(), tags)
    };
    assert_eq!(written("Links"), ("Nothing yet.".to_owned(), vec!["new", "rust"]));
    assert_eq!(written("Trees"), ("…".to_owned(), vec!["x", "y"]));
    assert_eq!(counts(&mut conn), [1, 1, 2, 6, 4]);
    let again = users::table
        .find(carol.id)
        .with(User::profile)
        .with(User::posts.with(Post::tags))
        .first(&mut conn)
        .unwrap();
    assert_eq!(carol, again);
}

#[test]
fn several_rows_are_a_graph_in_the_order_in_which_they_were_given() {
    let mut conn = blog();
    let names = ["zoe", "adam", "mia", "bob"];
    let created: Graph<User, _> = create_all(names.map(|name| {
        let posts = (0..name.len() - 3).map(|_| create(post(name)));
        let bio = (name != "adam").then(|| create(NewProfile { bio: name }));
        create(user(name)).with(User::posts, posts).with(User::profile, bio)
    }))
    .save(&mut conn)
    .unwrap();
    let found: Vec<&str> = created.iter().rows().map(|user| user.username.as_str()).collect();
    assert_eq!(found, names);
    for user in &created {
        assert_eq!(user.posts().len(), user.username.len() - 3);
        assert!(user.posts().all(|post| post.title == user.username && post.user_id == user.id));
        let bio = user.profile().map(|profile| profile.bio.clone());
        assert_eq!(bio, Some(user.username.clone()).filter(|name| name != "adam"));
    }
    let again = users::table.order_by(users::id).with(User::posts).with(User::profile);
    assert_eq!(created, again.load(&mut conn).unwrap());
}

#[test]
fn rows_are_linked_with_those_that_are_there_from_either_side() {
    let mut conn = blog();
    let tags = all_tags(&mut conn);
    let ann = create(user("ann"))
        .with(User::posts, [create(post("One")).link(Post::tags, [&tags[2], &tags[0], &tags[2]])])
        .save(&mut conn)
        .unwrap();
    let posts: Vec<&Post> = ann.posts().rows().collect();
    let linked = create(tag("four")).link(Tag::posts, &posts).save(&mut conn).unwrap();
    assert_eq!(linked.posts().rows().collect::<Vec<_>>(), posts);
    let found = posts[0].related(Post::tags).order_by(tags::id).load::<Tag>(conn.diesel());
    let names: Vec<String> = found.unwrap().into_iter().map(|tag| tag.name).collect();
    assert_eq!(names, ["rust", "diesel", "four"]);
}

#[test]
fn nothing_is_sent_for_no_rows() {
    let mut conn = blog();
    let none: [conjoin::Create<NewUser>; 0] = [];
    let all = create_all(none.map(|user| user.with(User::posts, [create(post(""))])));
    let (created, statements) = crate::suite::world::sent(&mut conn, |conn| all.save(conn));
    assert!(created.is_empty());
    if statements.len() == 1 {
        // Of a `MultiConnection`, which database it is.
        assert_eq!(statements, ["SELECT 1"]);
    } else {
        assert_eq!(statements, [""; 0]);
    }
}
