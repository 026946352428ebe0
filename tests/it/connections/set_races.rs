//! Two transactions that set the links of one row at a time.

use crate::database::Blocking;
use crate::place::Place;
use crate::server::{SET_LEVELS, is_retried, isolate};
use blog::schema::{post_tags, posts, tags};
use blog::{Post, Tag};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;
use std::sync::Barrier;
use std::thread;

const ROUNDS: usize = 150;

/// A transaction that sets the links of a post.
type Set = fn(&Post, &[Tag], &mut Blocking) -> QueryResult<()>;

fn alone(post: &Post, tags: &[Tag], conn: &mut Blocking) -> QueryResult<()> {
    post.set(Post::tags, tags).execute(conn)
}

/// Inside a transaction that has read the links before.
fn after_a_read(post: &Post, tags: &[Tag], conn: &mut Blocking) -> QueryResult<()> {
    conn.transaction(|conn| {
        post.related(Post::tags).load::<Tag>(conn)?;
        post.set(Post::tags, tags).execute(conn)
    })
}

pub(crate) type Change<'a> = dyn Fn(&mut Blocking) -> QueryResult<()> + Sync + 'a;

/// Has two connections change links at once, again and again, and hands the links of the second post
/// that each round leaves to `check`, with the outcomes.
pub(crate) fn race(
    level: &str,
    changes: [&Change<'_>; 2],
    before: &(dyn Fn(&mut Blocking) + Sync),
    fits: impl Fn(usize, &[i32]) -> bool,
    place: &Place,
) {
    let conn = &mut place.connect();
    conn.batch_execute(&isolate(level)).unwrap();
    let barrier = &Barrier::new(3);
    let outcomes = |change: &dyn Fn(&mut Blocking) -> QueryResult<()>| {
        let conn = &mut place.connect();
        conn.batch_execute(&isolate(level)).unwrap();
        let change = || {
            barrier.wait();
            let outcome = change(conn);
            barrier.wait();
            outcome
        };
        std::iter::repeat_with(change).take(ROUNDS).collect::<Vec<_>>()
    };
    let mut left = Vec::new();
    let [first, second] = thread::scope(|scope| {
        let others = changes.map(|change| scope.spawn(move || outcomes(change)));
        for _ in 0..ROUNDS {
            before(conn);
            barrier.wait();
            barrier.wait();
            let links = post_tags::table.filter(post_tags::post_id.eq(2));
            let links = links.order_by(post_tags::tag_id).select(post_tags::tag_id);
            left.push(links.load::<i32>(conn).unwrap());
        }
        others.map(|other| other.join().unwrap())
    });
    for (round, left) in left.iter().enumerate() {
        let outcomes = [&first[round], &second[round]];
        // Whichever was the last.
        let fits = (0..2).any(|last| outcomes[last].is_ok() && fits(last, left));
        assert!(fits, "{level}: {outcomes:?} left {left:?}");
    }
    for error in first.into_iter().chain(second).filter_map(Result::err) {
        let expected = matches!(&error, Error::DatabaseError(_, it) if is_retried(it.message()));
        assert!(expected, "{level}: {error:?}");
    }
}

/// The second post, and all three tags.
pub(crate) fn rows(place: &Place) -> (Post, Vec<Tag>) {
    let conn = &mut place.connect();
    let post = posts::table.find(2).first(conn).unwrap();
    (post, tags::table.order_by(tags::id).load(conn).unwrap())
}

fn race_of_one_side(level: &str, set: Set) {
    let place = Place::new();
    let (post, tags) = rows(&place);
    let choices = [&tags[..2], &tags[2..]];
    let fits =
        |last: usize, left: &[i32]| choices[last].iter().map(|tag| tag.id).eq(left.iter().copied());
    let [first, second] = choices;
    let first = |conn: &mut Blocking| set(&post, first, conn);
    let second = |conn: &mut Blocking| set(&post, second, conn);
    race(level, [&first, &second], &|_| (), fits, &place);
}

#[test]
fn the_links_of_a_row_are_one_of_two_sets_and_never_both() {
    for level in SET_LEVELS {
        race_of_one_side(level, alone);
    }
}

#[test]
fn a_set_inside_a_transaction_does_not_lose_what_others_committed_since() {
    for level in SET_LEVELS {
        race_of_one_side(level, after_a_read);
    }
}

#[test]
fn sets_of_both_sides_are_one_after_the_other() {
    for level in SET_LEVELS {
        let place = Place::new();
        let (post, tags) = rows(&place);
        let no_tags: &[Tag] = &[];
        let none = |conn: &mut Blocking| post.set(Post::tags, no_tags).execute(conn);
        let both = |conn: &mut Blocking| tags[..2].set(Tag::posts, [&post]).execute(conn);
        let one = |conn: &mut Blocking| post.set(Post::tags, &tags[..1]).execute(conn).unwrap();
        let fits = |last: usize, left: &[i32]| match last {
            0 => left.is_empty(),
            _ => left == [tags[0].id, tags[1].id],
        };
        race(level, [&none, &both], &one, fits, &place);
    }
}
