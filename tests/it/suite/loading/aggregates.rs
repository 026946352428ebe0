//! Aggregates that are loaded with rows: `.with(User::posts.count())`.

use crate::suite::world::{World, keys, sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, Profile, User, post, profile, user};
use conjoin::aggregate::{Avg, Count, Exists, Max, Sum};
use conjoin::prelude::*;
use conjoin::{Loaded, Whole, assert_statements};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// For each user, what `value` makes of the ids of their posts.
fn of_posts<T>(world: &World, value: impl Fn(Vec<i32>) -> T) -> Vec<T> {
    let ids = |user| world.posts_of(user).iter().map(|post| post.id).collect();
    world.users.iter().map(|user| value(ids(user))).collect()
}

fn sum(ids: Vec<i32>) -> i64 {
    ids.into_iter().map(i64::from).sum()
}

fn avg(ids: Vec<i32>) -> Option<f64> {
    let len = ids.len() as f64;
    (!ids.is_empty()).then(|| sum(ids) as f64 / len)
}

#[test]
fn every_function_is_one_statement_and_reads_what_it_is_called() {
    let (mut conn, world) = world();
    let users = assert_statements!(7, &mut conn, |conn| users::table
        .order_by(users::id)
        .with(User::posts.max(posts::id))
        .with(User::posts.exists())
        .with(User::posts.count())
        .with(User::posts.sum(posts::id))
        .with(User::posts.avg(posts::id))
        .with(User::posts.min(posts::title))
        .load(conn))
    .unwrap();
    let counts: Vec<i64> = users.iter().map(|user| user.count(User::posts)).collect();
    assert_eq!(counts, of_posts(&world, |ids| ids.len() as i64));
    let exists: Vec<bool> = users.iter().map(|user| user.exists(User::posts)).collect();
    assert_eq!(exists, of_posts(&world, |ids| !ids.is_empty()));
    let sums: Vec<i64> = users.iter().map(|user| user.sum(User::posts, posts::id)).collect();
    assert_eq!(sums, of_posts(&world, sum));
    let avgs: Vec<_> = users.iter().map(|user| user.avg(User::posts, posts::id)).collect();
    assert_eq!(avgs, of_posts(&world, avg));
    let maxs: Vec<_> = users.iter().map(|user| user.max(User::posts, posts::id)).collect();
    assert_eq!(maxs, of_posts(&world, |ids| ids.into_iter().max()));
    for (user, row) in users.iter().zip(&world.users) {
        let least: Option<String> = user.min(User::posts, posts::title);
        assert_eq!(least, world.posts_of(row).into_iter().map(|post| post.title).min());
    }
}

#[test]
fn rows_stand_beside_aggregates_whichever_is_said_first() {
    let (mut conn, world) = world();
    let rows = || User::posts.order_by(posts::title.desc()).per_parent(1).with(Post::tags);
    let count = || User::posts.filter(posts::id.gt(9)).count();
    let query = || users::table.order_by(users::id);
    let first = query().with(rows()).with(count()).with(User::profile).load(&mut conn).unwrap();
    let later = query().with(User::profile).with(count()).with(rows()).load(&mut conn).unwrap();
    let written: Loaded!(User { count some posts, profile, some posts { tags } }) = later.clone();
    assert_eq!(first, later);
    assert_eq!(first, written);
    for (user, row) in later.iter().zip(&world.users) {
        let posts = world.posts_of(row);
        assert!(user.posts().rows().eq(posts.iter().take(1)));
        assert!(user.posts().all(|post| post.tags().len() == world.tags_of(&post).len()));
        let late = posts.iter().filter(|post| post.id > 9).count();
        assert_eq!(user.count(User::posts), late as i64);
    }
}

#[test]
fn every_depth_and_association_has_aggregates() {
    let (mut conn, world) = world();
    let posts = User::posts.with(Post::tags.count()).with(Post::tags.max(tags::name));
    let query = users::table.order_by(users::id).with(posts.with(Post::author.exists()));
    let users = assert_statements!(5, &mut conn, |conn| query.load(conn)).unwrap();
    for user in &users {
        for post in user.posts() {
            let tags = world.tags_of(&post);
            assert_eq!(post.count(Post::tags), tags.len() as i64);
            let last = tags.iter().map(|tag| tag.name.clone()).max();
            assert_eq!(post.max(Post::tags, tags::name), last);
            assert!(post.exists(Post::author));
        }
    }
}

#[test]
fn no_rows_and_null_keys_have_the_value_of_nothing() {
    let (mut conn, world) = world();
    let none = users::table.filter(users::id.lt(0)).with(User::posts.count());
    assert!(assert_statements!(1, &mut conn, |conn| none.load(conn)).unwrap().is_empty());
    let query = posts::table.order_by(posts::id).with(Post::author.exists());
    for (post, row) in query.load(&mut conn).unwrap().iter().zip(&world.posts) {
        assert_eq!(post.exists(Post::author), row.user_id.is_some());
    }
    let nobody = posts::table.filter(posts::user_id.is_null()).with(Post::author.exists());
    let nobody = assert_statements!(1, &mut conn, |conn| nobody.load(conn)).unwrap();
    assert!(!nobody.is_empty());
    assert!(nobody.iter().all(|post| !post.exists(Post::author)));
}

#[test]
fn one_row_is_asked_for_by_its_key_and_read_without_a_node() {
    let (mut conn, world) = world();
    let query = users::table.find(1).with(User::posts.count()).with(User::posts.sum(posts::id));
    let (alice, sent) = sent(&mut conn, |conn| query.first(conn));
    let posts = of_posts(&world, |ids| (ids.len() as i64, sum(ids)))[0];
    assert_eq!((alice.count(User::posts), alice.sum(User::posts, posts::id)), posts);
    assert_eq!((alice.node().count(User::posts), alice.row().id), (posts.0, 1));
    let statement = "SELECT `posts`.`user_id`, COUNT(*) FROM `posts` WHERE `posts`.`user_id` = ? \
                     GROUP BY `posts`.`user_id`";
    assert_eq!(sent[1], statement);
}

#[test]
fn a_condition_decides_whether_it_is_asked() {
    let (mut conn, world) = world();
    for included in [true, false] {
        let query = users::table
            .order_by(users::id)
            .with_if(included, User::posts.count())
            .with_if(!included, User::posts.filter(posts::id.lt(5)).exists());
        let users: Loaded!(User { may exists some posts, may count posts }) =
            assert_statements!(2, &mut conn, |conn| query.load(conn)).unwrap();
        for (user, row) in users.iter().zip(&world.users) {
            let count = included.then(|| world.posts_of(row).len() as i64);
            assert_eq!(user.count(User::posts), count);
            let exists = world.posts_of(row).iter().any(|post| post.id < 5);
            assert_eq!(user.exists(User::posts), (!included).then_some(exists));
        }
    }
}

#[test]
fn rows_in_hand_are_given_aggregates_and_aggregates_rows() {
    let (mut conn, world) = world();
    let query = || users::table.order_by(users::id).select(User::as_select());
    let users: Vec<User> = query().load(conn.diesel()).unwrap();
    let users = users.with(User::posts.count()).load(&mut conn).unwrap();
    let users = users.with(User::posts.with(Post::tags.count())).load(&mut conn).unwrap();
    let users =
        assert_statements!(1, &mut conn, |conn| users.with(User::posts.exists()).load(conn));
    let users: Loaded!(User { posts { count tags }, count posts, exists posts }) = users.unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        assert_eq!(user.posts().len(), world.posts_of(row).len());
        assert_eq!(user.count(User::posts), user.posts().len() as i64);
        assert_eq!(user.exists(User::posts), !user.posts().is_empty());
        let tags = |post: &Post| world.tags_of(post).len() as i64;
        assert!(user.posts().all(|post| post.count(Post::tags) == tags(&post)));
    }
    let alice = users::table.find(1).with(User::profile).first(&mut conn).unwrap();
    let alice = alice.with(User::posts.count()).load(&mut conn).unwrap();
    assert_eq!(alice.count(User::posts), world.posts_of(&alice).len() as i64);
}

#[test]
fn a_row_that_repeats_has_the_same_value_again() {
    let (mut conn, world) = world();
    let query = users::table.inner_join(posts::table).with(User::posts.count());
    let users = query.load(&mut conn).unwrap();
    assert!(users.len() > world.users.len());
    for user in &users {
        assert_eq!(user.count(User::posts), world.posts_of(&user).len() as i64);
    }
}

/// More rows than one statement asks for, and binds beside their keys.
#[test]
fn rows_of_every_statement_have_their_values() {
    let (mut conn, _) = world();
    let mut insert = String::from("INSERT INTO users (id, username) VALUES (1000, 'u')");
    let mut write = String::from("INSERT INTO posts (id, title, user_id) VALUES (1000, 'p', 1000)");
    for id in 1001..4100 {
        insert += &format!(", ({id}, 'u {id}')");
        write += &format!(", ({id}, 'p', {id}), ({}, 'q', {id})", id + 4000);
    }
    conn.batch_execute(&insert).unwrap();
    conn.batch_execute(&write).unwrap();
    let users = users::table
        .filter(users::id.gt(1000))
        .with(User::posts.count())
        .with(User::posts.filter(posts::title.eq("q")).max(posts::id))
        .load(&mut conn)
        .unwrap();
    assert_eq!(users.len(), 3099);
    for user in &users {
        let values = (user.count(User::posts), user.max(User::posts, posts::id));
        assert_eq!(values, (2, Some(user.id + 4000)));
    }
}

#[test]
fn functions_demand_whole_aggregates_or_take_some() {
    fn whole<U>(user: U) -> (i64, bool, i64, Option<f64>, Option<i32>)
    where
        U: HasValue<user::posts, Count>
            + HasValue<user::posts, Exists>
            + HasValue<user::posts, Sum, posts::id>
            + HasValue<user::posts, Avg, posts::id>
            + HasValue<user::posts, Max, posts::id>,
    {
        let (count, exists) = (user.count(User::posts), user.exists(User::posts));
        let (sum, avg) = (user.sum(User::posts, posts::id), user.avg(User::posts, posts::id));
        (count, exists, sum, avg, user.max(User::posts, posts::id))
    }
    fn some(user: impl HasSomeValue<user::posts, Count>) -> String {
        format!("{}: {}", user.username, user.count(User::posts))
    }
    fn nested(user: impl Has<user::posts, Child: HasValue<post::tags, Count>>) -> i64 {
        user.get(User::posts).map(|post| post.count(Post::tags)).sum()
    }
    fn author(
        profile: impl Has<profile::user, Child: HasValue<user::posts, Count, Extent = Whole>>,
    ) -> i64 {
        profile.get(Profile::user).count(User::posts)
    }
    let (mut conn, world) = world();
    let users = users::table
        .order_by(users::id)
        .with(User::posts.count())
        .with(User::posts.exists())
        .with(User::posts.with(Post::tags.count()))
        .with(User::posts.sum(posts::id))
        .with(User::posts.avg(posts::id))
        .with(User::posts.max(posts::id))
        .load(&mut conn)
        .unwrap();
    let values = |ids: Vec<i32>| {
        let max = ids.iter().max().copied();
        (ids.len() as i64, !ids.is_empty(), sum(ids.clone()), avg(ids), max)
    };
    assert_eq!(users.iter().map(whole).collect::<Vec<_>>(), of_posts(&world, values));
    for (user, row) in users.iter().zip(&world.users) {
        assert_eq!(some(user), format!("{}: {}", row.username, world.posts_of(row).len()));
        let tags = |post: &Post| world.tags_of(post).len() as i64;
        assert_eq!(nested(user), world.posts_of(row).iter().map(tags).sum::<i64>());
    }
    let early = User::posts.filter(posts::id.lt(0)).count();
    let alice = users::table.find(1).with(early).first(&mut conn).unwrap();
    assert!(some(alice.node()).ends_with(": 0"));
    let plan = Profile::user.with(User::posts.count());
    for profile in &blog::schema::profiles::table.with(plan).load(&mut conn).unwrap() {
        assert_eq!(author(profile), world.posts_of(profile.user().row()).len() as i64);
    }
}

#[test]
fn statements_group_by_the_key_and_count_each_row_once() {
    let (mut conn, _) = world();
    let query = posts::table
        .filter(posts::id.le(3))
        .with(Post::tags.filter(tags::id.gt(0)).count())
        .with(Post::tags.sum(tags::id))
        .with(Post::tags.exists());
    let (_, sent) = sent(&mut conn, |conn| query.load(conn));
    let from = "FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` \
                WHERE `post_tags`.`post_id`";
    let keys = keys(3);
    let expected = [
        format!(
            "SELECT `post_tags`.`post_id`, COUNT(DISTINCT `tags`.`id`) {from} {keys} \
             AND ((`tags`.`id` > ?)) GROUP BY `post_tags`.`post_id`"
        ),
        format!("SELECT `post_tags`.`post_id`, TRUE {from} {keys} GROUP BY `post_tags`.`post_id`"),
        format!(
            "SELECT `conjoin:related`.`key_1`, COALESCE(SUM(`conjoin:related`.`value_1`), 0) FROM (\
             SELECT DISTINCT `post_tags`.`post_id` AS `key_1`, `tags`.`id` AS `id_1`, \
             `tags`.`id` AS `value_1` {from} {keys}) AS `conjoin:related` GROUP BY `conjoin:related`.`key_1`"
        ),
    ];
    assert_eq!(sent[1..], expected);
}
