//! Keys that find no row or two, and pairs that are there twice: as in grouped loading.

use crate::suite::loading::wrong_rows::{error_of, unconstrained};
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::Error;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

#[test]
fn a_nullable_key_that_points_nowhere_is_none() {
    let mut conn = unconstrained("INSERT INTO posts VALUES (1, 'Lost', NULL, 99)");
    let posts = posts::table.with(Post::author.joined()).load(&mut conn).unwrap();
    assert!(posts.get(0).unwrap().author().is_none());
}

#[test]
fn a_key_that_is_not_null_and_points_nowhere_is_an_error_in_every_verb() {
    let mut conn = unconstrained("INSERT INTO profiles VALUES (2, 'Lost', 99)");
    let missing = Error::MissingRow { relation: "Profile::user", key: "99".to_owned() };
    let query = || profiles::table.with(Profile::user.joined());
    assert_eq!(error_of(query().load(&mut conn)), missing);
    assert_eq!(error_of(query().first(&mut conn).optional()), missing);
    assert_eq!(error_of(query().get_result(&mut conn)), missing);
    let some = Profile::user.filter(users::id.gt(0)).joined();
    let profile = profiles::table.with(some).first(&mut conn).unwrap();
    assert!(profile.user().is_none());
}

#[test]
fn it_is_an_error_beneath_another_relation_too() {
    let mut conn = unconstrained("INSERT INTO posts VALUES (1, 'A', NULL, 1), (2, 'B', NULL, 2)");
    conn.batch_execute("INSERT INTO profiles VALUES (1, 'A', 1), (2, 'B', 1)").unwrap();
    let second = Error::SecondRow { relation: "User::profile", key: "1".to_owned() };
    let plan = Post::author.with(User::profile.joined()).joined();
    assert_eq!(error_of(posts::table.with(plan).load(&mut conn)), second);
}

#[test]
fn a_second_row_of_has_one_is_an_error_that_names_relation_and_key() {
    let mut conn = unconstrained("INSERT INTO profiles VALUES (1, 'A', 2), (2, 'B', 2)");
    let second = Error::SecondRow { relation: "User::profile", key: "2".to_owned() };
    assert_eq!(error_of(users::table.with(User::profile.joined()).load(&mut conn)), second);
    let filtered = User::profile.filter(profiles::bio.eq("B")).joined();
    let user = users::table.find(2).with(filtered).first(&mut conn).unwrap();
    assert_eq!(user.profile().map(|profile| profile.id), Some(2));
}

#[test]
fn a_pair_that_is_there_twice_gives_the_row_once() {
    let rows = "INSERT INTO posts VALUES (1, 'A', NULL, 1), (2, 'B', NULL, 1);
                INSERT INTO tags VALUES (1, 'rust'), (2, 'sea');
                INSERT INTO post_tags VALUES (1, 1), (1, 2), (1, 1), (2, 1), (1, 1)";
    let mut conn = unconstrained(rows);
    let query = posts::table.order_by(posts::id).with(Post::tags.order_by(tags::id).joined());
    let posts = query.load(&mut conn).unwrap();
    let ids: Vec<Vec<i32>> =
        posts.iter().map(|post| post.tags().map(|tag| tag.id).collect()).collect();
    assert_eq!(ids, [vec![1, 2], vec![1]]);
    let tags = tags::table.order_by(tags::id).with(Tag::posts.joined()).load(&mut conn).unwrap();
    assert_eq!(tags.get(0).unwrap().posts().len(), 2);
}

#[test]
fn a_pair_with_null_or_without_a_row_leads_nowhere_and_loses_no_row() {
    let rows = "INSERT INTO posts VALUES (1, 'A', NULL, 1);
                INSERT INTO tags VALUES (1, 'rust');
                INSERT INTO post_tags VALUES (1, NULL), (NULL, 1), (NULL, NULL), (1, 99), (98, 1)";
    let mut conn = unconstrained(rows);
    let posts = posts::table.with(Post::tags.joined()).load(&mut conn).unwrap();
    assert_eq!(posts.len(), 1);
    assert!(posts.get(0).unwrap().tags().is_empty());
}
