//! What a load could not return is refused, with the names of the relation and of the rows.

use crate::models::*;
use blog::{Post, Profile, User};
use conjoin::{Error, prelude::*};
use diesel::QueryResult;

/// What is wrong with a graph.
fn refused<T>(built: QueryResult<T>) -> String {
    let error = built.err().expect("refused");
    assert!(matches!(Error::of(&error), Some(Error::IllFormed { .. })), "{error:?}");
    error.to_string()
}

#[test]
fn rows_that_belong_to_none_are_refused() {
    let users = || vec![user(1), user(2)];
    let posts = |posts: [Post; 1]| refused(users().with(User::posts.rows(posts)).build());
    let of_another = "no `User` was given that the `Post` 3 belongs to, whose key is 7";
    assert_eq!(posts([post(3, 7)]), format!("`User::posts`: {of_another}"));
    let of_none = "the key of the `Post` 3 is NULL, so it belongs to no `User`";
    assert_eq!(posts([post(3, None)]), format!("`User::posts`: {of_none}"));
    // A single row above is no exception.
    let one = vec![user(1)].with(User::posts.rows([post(3, 7)])).build();
    assert_eq!(refused(one), format!("`User::posts`: {of_another}"));
    assert_eq!(
        refused(vec![post(1, 1)].with(Post::author.rows([user(1), user(2)])).build()),
        "`Post::author`: no `Post` that was given refers to the `User` 2, whose key is 2"
    );
    let nested = User::posts.rows([post(1, 1)]).with(Post::author.rows([user(1), user(2)]));
    assert_eq!(
        refused(users().with(nested).build()),
        "`Post::author`: no `Post` that was given refers to the `User` 2, whose key is 2"
    );
    let concerts = Hall::concerts.rows([concert(1, Some(3), 1)]);
    assert_eq!(
        refused(vec![hall(1)].with(concerts).build()),
        r#"`Hall::concerts`: no `Hall` was given that the `Concert` 1 belongs to, whose key is ("Ulm", 3)"#
    );
}

#[test]
fn rows_that_are_missing_are_refused_where_the_type_has_them() {
    assert_eq!(
        refused(vec![profile(1, 5)].with(Profile::user.rows([])).build()),
        "`Profile::user`: no `User` was given for the key 5"
    );
}

#[test]
fn rows_are_refused_the_second_time() {
    let profiles = User::profile.rows([profile(1, 1), profile(2, 1)]);
    assert_eq!(
        refused(vec![user(1), user(2)].with(profiles).build()),
        "`User::profile`: a second `Profile` was given for the key 1, and there is one at most"
    );
    let posts = User::posts.rows([post(1, 1), post(1, 2)]);
    assert_eq!(
        refused(vec![user(1), user(2)].with(posts).build()),
        "`User::posts`: two `Post` rows have the primary key 1"
    );
    assert_eq!(
        refused(vec![user(1), user(1)].with(User::posts.rows([])).build()),
        "`User`: two `User` rows have the primary key 1"
    );
    let people = vec![person(1, None)].with(Person::reports.recursive().rows([person(1, 1)]));
    assert_eq!(
        refused(people.build()),
        "`Person::reports`: two `Person` rows have the primary key 1"
    );
}

#[test]
fn links_are_refused_that_do_not_fit_the_rows() {
    let tags = |links: &[(i32, i32)]| {
        let tags = Post::tags.rows([tag(7), tag(8)]).links(links.to_vec());
        refused(vec![post(1, None), post(2, None)].with(tags).build())
    };
    assert_eq!(
        tags(&[(1, 7), (2, 8), (1, 9)]),
        "`Post::tags`: the link (1, 9) leads to a `Tag` that was not given"
    );
    assert_eq!(
        tags(&[(1, 7), (2, 8), (3, 7)]),
        "`Post::tags`: the link (3, 7) starts from a `Post` that was not given"
    );
    assert_eq!(tags(&[(1, 7)]), "`Post::tags`: no link leads to the `Tag` 8");
    assert_eq!(tags(&[(1, 7), (1, 8), (1, 7)]), "`Post::tags`: the link (1, 7) was given twice");
    let peers = Person::peers.rows([person(2, 1)]).links([(1, 2)]);
    assert_eq!(
        refused(vec![person(1, None)].with(peers).build()),
        "`Person::peers`: the link (1, 2) starts from a `Person` whose key is NULL"
    );
}

#[test]
fn trees_are_refused_that_do_not_hang_together() {
    let reports = |rows: [Person; 2]| {
        refused(vec![person(1, None)].with(Person::reports.recursive().rows(rows)).build())
    };
    assert_eq!(
        reports([person(2, 1), person(3, 9)]),
        "`Person::reports`: no `Person` was given that the `Person` 3 belongs to, whose key is 9"
    );
    assert_eq!(
        reports([person(2, 3), person(3, 2)]),
        "`Person::reports`: no row of the query leads to the `Person` 2: it is in a cycle"
    );
}

#[test]
fn values_are_refused_of_no_row_and_the_second_time() {
    let counts = |values: [(i32, i64); 2]| {
        refused(vec![user(1)].with(User::posts.count().values(values)).build())
    };
    assert_eq!(
        counts([(1, 1), (2, 1)]),
        "`User::posts`: no `User` was given for the value of the key 2"
    );
    assert_eq!(counts([(1, 1), (1, 2)]), "`User::posts`: two values were given for the key 1");
}

#[test]
fn a_single_row_is_exactly_one() {
    let built = |users: Vec<User>| refused(users.with(User::posts.rows([])).build_one());
    assert_eq!(built(vec![]), "`User`: 0 rows were given where there has to be one");
    assert_eq!(
        built(vec![user(1), user(2)]),
        "`User`: 2 rows were given where there has to be one"
    );
}
