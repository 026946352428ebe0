//! Every kind of relation, and the types of what is built.

use crate::models::*;
use blog::schema::posts;
use blog::{Post, Profile, User, user};
use conjoin::aggregate::Count;
use conjoin::graph::Borrowed;
use conjoin::{Graph, Loaded, prelude::*};
use diesel::prelude::*;

#[test]
fn a_function_over_a_loaded_graph_takes_it() {
    type Users = Loaded!(User { posts { tags }, profile });
    fn lines(users: &Users) -> Vec<String> {
        let line = |user: Loaded!(node User { posts { tags }, profile })| {
            let tags = |post: Loaded!(node Post { tags })| post.tags().map(|tag| tag.id).collect();
            let posts = user.posts().map(|post| (post.id, tags(post)));
            let posts: Vec<(i32, Vec<i32>)> = posts.collect();
            format!("{:?} {posts:?}", user.profile().map(|profile| profile.id))
        };
        users.iter().map(line).collect()
    }
    let tags = Post::tags.rows([tag(7), tag(8)]).links([(2, 8), (1, 7), (2, 7)]);
    let users = vec![user(1), user(2)]
        .with(User::profile.rows([profile(4, 2)]))
        .with(User::posts.rows([post(2, 2), post(1, 1), post(3, 2)]).with(tags))
        .build();
    assert_eq!(lines(&users.unwrap()), ["None [(1, [7])]", "Some(4) [(2, [8, 7]), (3, [])]"]);
}

#[test]
fn a_function_over_has_takes_its_nodes() {
    fn count(user: impl Has<user::posts> + HasValue<user::posts, Count>) -> (usize, i64) {
        (user.get(User::posts).len(), user.count(User::posts))
    }
    let users = vec![user(1), user(2)]
        .with(User::posts.rows([post(1, 1)]))
        .with(User::posts.count().values([(2, 5)]))
        .build()
        .unwrap();
    // A value is what was given, whichever rows were.
    assert_eq!(users.iter().map(count).collect::<Vec<_>>(), [(1, 0), (0, 5)]);
}

#[test]
fn a_single_row_owns_itself_or_is_borrowed() {
    fn owned(user: Loaded!(one User { posts })) -> usize {
        user.posts().len()
    }
    let alice = vec![user(1)].with(User::posts.rows([post(1, 1)])).build_one();
    assert_eq!(owned(alice.unwrap()), 1);
    let alice = user(1);
    let borrowed: Loaded!(one &'_ User { posts }) =
        alice.with(User::posts.rows([post(1, 1)])).build().unwrap();
    assert_eq!(borrowed.posts().len(), 1);
    let users = [user(1), user(2)];
    let graph: Graph<User, _, Borrowed<'_>> = users.with(User::posts.rows([])).build().unwrap();
    assert_eq!(graph.rows().count(), 2);
}

#[test]
fn to_one_relations_lead_to_rows_that_are_given_once() {
    let posts = vec![post(1, 5), post(2, None), post(3, 5), post(4, 9)]
        .with(Post::author.rows([user(5)]).with(User::profile.rows([profile(1, 5)])))
        .build()
        .unwrap();
    let authors: Vec<_> = posts.iter().map(|post| post.author().map(|user| user.id)).collect();
    // Of a key that is `Nullable`, the row may be missing, as in a database without a constraint.
    assert_eq!(authors, [Some(5), None, Some(5), None]);
    let profiles: Loaded!(Profile { user }) =
        vec![profile(1, 5)].with(Profile::user.rows([user(5)])).build().unwrap();
    assert_eq!(profiles.get(0).unwrap().user().id, 5);
}

#[test]
fn some_rows_and_rows_on_a_condition_have_their_types() {
    let users: Loaded!(User { some posts, may profile }) = vec![user(1)]
        .with(User::posts.some_rows([post(1, 1)]))
        .with_if(true, User::profile.rows([profile(1, 1)]))
        .build()
        .unwrap();
    let alice = users.get(0).unwrap();
    assert_eq!((alice.posts().len(), alice.profile().is_some()), (1, true));
    let users: Loaded!(User { may profile, may count some posts }) = vec![user(1)]
        .with_if(false, User::profile.rows([profile(1, 2)]))
        .with_if(true, User::posts.filter(posts::id.gt(1)).count().values([(1, 4)]))
        .build()
        .unwrap();
    let alice = users.get(0).unwrap();
    assert_eq!((alice.profile().is_none(), alice.count(User::posts)), (true, Some(4)));
    // A row that must be there may be missing from some.
    let profiles: Loaded!(Profile { some user }) =
        vec![profile(1, 5)].with(Profile::user.some_rows([])).build().unwrap();
    assert!(profiles.get(0).unwrap().user().is_none());
}

#[test]
fn every_aggregate_has_its_values() {
    let users: Loaded!(User {
        exists posts, sum(posts::id) posts, avg(posts::id) posts, min(posts::id) posts
    }) = vec![user(1), user(2)]
        .with(User::posts.exists().values([(2, true)]))
        .with(User::posts.sum(posts::id).values([(2, 7)]))
        .with(User::posts.avg(posts::id).values([(2, Some(3.5))]))
        .with(User::posts.min(posts::id).values([(2, Some(3))]))
        .build()
        .unwrap();
    let [one, two] = [0, 1].map(|index| {
        let user = users.get(index).unwrap();
        let (sum, avg) = (user.sum(User::posts, posts::id), user.avg(User::posts, posts::id));
        (user.exists(User::posts), sum, avg, user.min(User::posts, posts::id))
    });
    assert_eq!((one, two), ((false, 0, None, None), (true, 7, Some(3.5), Some(3))));
}

#[test]
fn two_relations_to_one_table_and_keys_of_several_columns_are_told_apart() {
    let first = [concert(1, Some(2), 1), concert(2, None, 2)];
    let halls = vec![hall(1), hall(2)]
        .with(Hall::concerts.rows([concert(1, Some(2), 1)]).with(Concert::hall.rows([hall(2)])))
        .with(Hall::first_nights.rows(first))
        .build()
        .unwrap();
    let ids = halls.iter().map(|hall| {
        let first: Vec<i64> = hall.first_nights().map(|concert| concert.id).collect();
        (hall.concerts().map(|concert| concert.id).collect::<Vec<_>>(), first)
    });
    assert_eq!(ids.collect::<Vec<_>>(), [(vec![], vec![1]), (vec![1], vec![2])]);
}

#[test]
fn trees_hold_every_row_once() {
    fn outline(person: impl Reports) -> String {
        let reports: Vec<String> = person.get(Person::reports).map(outline).collect();
        format!("{}({})", person.id, reports.join(" "))
    }
    trait Reports: Has<person::reports, Child = Self> {}
    impl<P: Has<person::reports, Child = P>> Reports for P {}
    let people: Loaded!(Person { recursive reports }) = vec![person(1, None), person(2, 3)]
        .with(Person::reports.recursive().rows([person(5, 3), person(3, 1), person(4, 1)]))
        .build()
        .unwrap();
    // One of the rows that it starts from is beneath another one.
    let outlines: Vec<String> = people.iter().map(outline).collect();
    assert_eq!(outlines, ["1(3(2() 5()) 4())", "2()"]);
    let chain: Loaded!(Person { recursive some boss }) = vec![person(3, 2)]
        .with(Person::boss.recursive().depth(2).rows([person(1, None), person(2, 1)]))
        .build()
        .unwrap();
    let boss = chain.get(0).unwrap().boss().unwrap().boss().unwrap();
    assert_eq!((boss.id, boss.boss().is_none()), (1, true));
    let cycle = vec![person(1, None)]
        .with(Person::friends.recursive().rows([person(2, None)]).links([(1, 2), (2, 1), (2, 2)]))
        .build()
        .unwrap();
    let friend = cycle.get(0).unwrap().friends().next().unwrap();
    assert_eq!(friend.friends().map(|it| it.id).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn beside_a_tree_others_are_given_for_every_depth() {
    let people = vec![person(1, None)]
        .with(Person::reports.recursive().rows([person(2, 1)]))
        .with(Person::friends.rows([person(1, None)]).links([(2, 1)]))
        .with(Person::friends.count().values([(2, 1)]))
        .build()
        .unwrap();
    let report = people.get(0).unwrap().reports().next().unwrap();
    assert_eq!((report.friends().next().unwrap().id, report.count(Person::friends)), (1, 1));
}

#[test]
fn paths_and_other_models_are_linked_by_primary_keys() {
    // Those who have one boss share what leads through that one.
    let people = vec![person(2, 1), person(3, 1), person(4, 5)]
        .with(Person::peers.rows([person(2, 1), person(3, 1)]).links([
            (2, 2),
            (3, 3),
            (3, 2),
            (2, 3),
        ]))
        .build()
        .unwrap();
    let peers = people.iter().map(|it| it.peers().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(peers.collect::<Vec<_>>(), [vec![2, 3], vec![2, 3], vec![]]);
    let title = Title { id: 3, title: "Joins".to_owned() };
    let users: Loaded!(User { posts as Title }) = vec![user(1), user(2)]
        .with(User::posts.as_model::<Title>().rows([title]).links([(2, 3)]))
        .build()
        .unwrap();
    assert_eq!(users.get(1).unwrap().posts().next().unwrap().title, "Joins");
}

#[test]
fn relations_are_added_to_a_graph_that_was_built() {
    let users = vec![user(1)].with(User::posts.rows([post(1, 1)])).build().unwrap();
    let users: Loaded!(User { posts, profile }) =
        users.with(User::profile.rows([profile(1, 1)])).build().unwrap();
    assert_eq!(users.get(0).unwrap().posts().len(), 1);
}
