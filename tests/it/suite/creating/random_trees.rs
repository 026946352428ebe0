//! Random trees: each row has the parent it was created with, and the result equals a reload.

use super::*;
use conjoin::{create, create_all};
use proptest::collection::vec;
use proptest::prelude::*;

/// The posts of a user: of each, the tags it is linked with, and how many are new.
type Posts = Vec<(Vec<bool>, usize)>;

fn trees() -> impl Strategy<Value = Vec<(bool, Posts)>> {
    let post = (vec(any::<bool>(), 3), 0..4_usize);
    vec((any::<bool>(), vec(post, 0..5)), 0..6)
}

/// What a user is created with, by names that say where each row belongs.
type Expected = (String, Option<String>, Vec<(String, Vec<String>)>);

fn expected(user: usize, (profile, posts): &(bool, Posts), tags: &[Tag]) -> Expected {
    let posts = posts.iter().enumerate().map(|(post, (linked, new))| {
        let linked = tags.iter().zip(linked).filter(|it| *it.1).map(|it| it.0.name.clone());
        let new = (0..*new).map(|tag| format!("{user}.{post}.{tag}"));
        let mut tags: Vec<String> = linked.chain(new).collect();
        tags.sort_unstable();
        (format!("{user}.{post}"), tags)
    });
    (user.to_string(), profile.then(|| format!("of {user}")), posts.collect())
}

fn check(users: &[(bool, Posts)]) {
    let mut conn = blog();
    let tags = all_tags(&mut conn);
    let expected: Vec<Expected> =
        users.iter().enumerate().map(|(user, it)| expected(user, it, &tags)).collect();
    let rows = users.iter().zip(&expected).map(|((_, posts), (name, bio, titles))| {
        let posts = posts.iter().zip(titles).map(|((linked, new), (title, _))| {
            let linked = tags.iter().zip(linked).filter(|it| *it.1).map(|it| it.0);
            let new = (0..*new).map(|number| create(tag(format!("{title}.{number}"))));
            create(post(title)).with(Post::tags, new).link(Post::tags, linked)
        });
        let profile = bio.as_deref().map(|bio| create(NewProfile { bio }));
        create(user(name)).with(User::posts, posts).with(User::profile, profile)
    });
    let created = create_all(rows).save(&mut conn).unwrap();
    let found: Vec<Expected> = created
        .iter()
        .map(|user| {
            let posts = user.posts().map(|post| {
                let mut tags: Vec<String> = post.tags().rows().map(|it| it.name.clone()).collect();
                tags.sort_unstable();
                (post.title.clone(), tags)
            });
            let mut posts: Vec<_> = posts.collect();
            posts.sort_unstable();
            (user.username.clone(), user.profile().map(|it| it.bio.clone()), posts)
        })
        .collect();
    assert_eq!(found, expected);
    let again =
        users::table.order_by(users::id).with(User::posts.with(Post::tags)).with(User::profile);
    assert_eq!(created, again.load(&mut conn).unwrap());
}

#[test]
fn rows_are_created_with_their_own_parents() {
    let cases = std::env::var("CONJOIN_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = ProptestConfig::with_cases(cases.unwrap_or(crate::database::CASES / 2));
    proptest!(config, |(users in trees())| check(&users));
}
