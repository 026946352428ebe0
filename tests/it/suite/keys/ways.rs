//! Every way of loading every relation, beside what it should find.

use super::models::{Bare, Child, Label, Note, Parent, Stub, children, labels, notes, parents};
use super::{PAIR, kinds};
use crate::suite::conn::Conn;
use crate::suite::keys::case::Limits;
use crate::suite::keys::joins::edges;
use crate::suite::keys::{Way, run};
use conjoin::prelude::*;
use diesel::prelude::*;

/// What a load brings: for each row, in the order of their ids, the ids of others.
type Loaded = QueryResult<Vec<Vec<i32>>>;

fn sorted(ids: impl IntoIterator<Item = i32>) -> Vec<i32> {
    let mut ids: Vec<i32> = ids.into_iter().collect();
    ids.sort_unstable();
    ids
}

/// The ids of nodes.
macro_rules! ids {
    ($nodes:expr) => {
        sorted($nodes.into_iter().map(|node| node.id))
    };
}

/// The ways of loading a relation of the rows of a table.
macro_rules! way {
    // With the rows of a query.
    (grouped $table:ident with $plan:expr, $it:ident => $read:expr) => {
        |conn: &mut Conn, _: Limits| -> Loaded {
            let graph = $table::table.order_by($table::id).with($plan).load(conn)?;
            Ok(graph.iter().map(|$it| $read).collect())
        }
    };
    // The same, by a plan that asks for so many.
    (limited $limits:ident $table:ident with $plan:expr, $it:ident => $read:expr) => {
        |conn: &mut Conn, $limits: Limits| -> Loaded {
            let graph = $table::table.order_by($table::id).with($plan).load(conn)?;
            Ok(graph.iter().map(|$it| $read).collect())
        }
    };
    // With each of a few rows by itself.
    (single $table:ident with $plan:expr, $it:ident => $read:expr) => {
        |conn: &mut Conn, limits: Limits| -> Loaded {
            let few = $table::table.filter($table::id.le(limits.few)).order_by($table::id);
            let ids: Vec<i32> = few.select($table::id).load(conn.diesel())?;
            let one = |id: &i32| {
                let $it = $table::table.filter($table::id.eq(*id)).with($plan).first(conn)?;
                Ok($read)
            };
            ids.iter().map(one).collect()
        }
    };
    // With rows that are there already.
    (in_hand $table:ident $model:ident with $plan:expr, $it:ident => $read:expr) => {
        |conn: &mut Conn, _: Limits| -> Loaded {
            let rows: Vec<$model> = $table::table
                .order_by($table::id)
                .select($model::as_select())
                .load(conn.diesel())?;
            let graph = rows.with($plan).load(conn)?;
            Ok(graph.iter().map(|$it| $read).collect())
        }
    };
    // A few rows at a time, in the order of their primary keys.
    (batches $table:ident with $plan:expr, $it:ident => $read:expr) => {
        |conn: &mut Conn, limits: Limits| -> Loaded {
            let mut batches = $table::table.with($plan).batches(limits.batch);
            let mut found = Vec::new();
            while let Some(graph) = batches.next(conn)? {
                found.extend(graph.iter().map(|$it| ($it.id, $read)));
            }
            found.sort_unstable();
            Ok(found.into_iter().map(|(_, ids)| ids).collect())
        }
    };
    // A tree from the rows up to some id.
    (tree $plan:expr, $it:ident => $read:expr) => {
        |conn: &mut Conn, limits: Limits| -> Loaded {
            let roots = parents::table.filter(parents::id.le(limits.roots));
            let graph = roots.order_by(parents::id).with($plan.recursive()).load(conn)?;
            let roots = graph.iter();
            let trees =
                roots.map(|root| edges(root, |node| node.id, |$it| $read.into_iter().collect()));
            Ok(trees.collect())
        }
    };
    // An expression of a query.
    (selected $table:ident $type:ty: $expression:expr) => {
        |conn: &mut Conn, _: Limits| -> Loaded {
            let query = $table::table.order_by($table::id).select($expression);
            let values: Vec<$type> = query.load(conn.diesel())?;
            Ok(values.into_iter().map(Number::number).collect())
        }
    };
    // The query for the related rows of each of a few rows.
    (related $table:ident $source:ident, $relation:expr => $target:ident) => {
        |conn: &mut Conn, limits: Limits| -> Loaded {
            let few = $table::table.filter($table::id.le(limits.few)).order_by($table::id);
            let rows: Vec<$source> = few.select($source::as_select()).load(conn.diesel())?;
            let related = |row: &$source| {
                let ids = row.related($relation).select($target::id);
                ids.load::<i32>(conn.diesel()).map(sorted)
            };
            rows.iter().map(related).collect()
        }
    };
}

/// What an aggregate is, as a list.
trait Number {
    fn number(self) -> Vec<i32>;
}

impl Number for i64 {
    fn number(self) -> Vec<i32> {
        vec![self as i32]
    }
}

impl Number for bool {
    fn number(self) -> Vec<i32> {
        vec![i32::from(self)]
    }
}

impl Number for Option<i32> {
    fn number(self) -> Vec<i32> {
        self.into_iter().collect()
    }
}

macro_rules! ways {
    ($($name:literal: [$($way:tt)*], $joins:ident, $limits:ident => $truth:expr;)*) => {
        [$(Way { name: $name, load: way!($($way)*), truth: |$joins, $limits| $truth }),*]
    };
}

#[test]
fn rows_lead_where_a_join_leads() {
    let ways = ways! {
        "children": [grouped parents with Parent::children, it => ids!(it.children())],
            joins, _limits => joins.children.many();
        "children, joined": [grouped parents with Parent::children.joined(), it => ids!(it.children())],
            joins, _limits => joins.children.many();
        "children of one": [single parents with Parent::children, it => ids!(it.children())],
            joins, limits => joins.children.up_to(limits.few).many();
        "children of rows in hand":
            [in_hand parents Parent with Parent::children, it => ids!(it.children())],
            joins, _limits => joins.children.many();
        "children of batches": [batches parents with Parent::children, it => ids!(it.children())],
            joins, _limits => joins.children.many();
        "the last children": [
            limited limits parents
            with Parent::children.order_by(children::id.desc()).per_parent(limits.first),
            it => it.children().map(|child| child.id).collect()
        ], joins, limits => joins.children.last(limits.first);
        "children of a row": [related parents Parent, Parent::children => children],
            joins, limits => joins.children.up_to(limits.few).many();
        "needs": [grouped parents with Parent::needs, it => ids!(it.needs())],
            joins, _limits => joins.needs.many();
        "parent": [grouped children with Child::parent, it => ids!(it.parent())],
            joins, _limits => joins.parent.one("Child::parent");
        "parent, joined": [grouped children with Child::parent.joined(), it => ids!(it.parent())],
            joins, _limits => joins.parent.one("Child::parent");
        "parent of one": [single children with Child::parent, it => ids!(it.parent())],
            joins, limits => joins.parent.up_to(limits.few).one("Child::parent");
        "parent of rows in hand": [in_hand children Child with Child::parent, it => ids!(it.parent())],
            joins, _limits => joins.parent.one("Child::parent");
        "parent of batches": [batches children with Child::parent, it => ids!(it.parent())],
            joins, _limits => joins.parent.one("Child::parent");
        "parent of a row": [related children Child, Child::parent => parents],
            joins, limits => joins.parent.up_to(limits.few).many();
        "must": [grouped children with Child::must, it => ids!([it.must()])],
            joins, _limits => joins.must.exactly_one("Child::must");
        "must, joined": [grouped children with Child::must.joined(), it => ids!([it.must()])],
            joins, _limits => joins.must.exactly_one("Child::must");
        "must of one": [single children with Child::must, it => ids!([it.must()])],
            joins, limits => joins.must.up_to(limits.few).exactly_one("Child::must");
        "note": [grouped parents with Parent::note, it => ids!(it.note())],
            joins, _limits => joins.note.one("Parent::note");
        "note, joined": [grouped parents with Parent::note.joined(), it => ids!(it.note())],
            joins, _limits => joins.note.one("Parent::note");
        "note of one": [single parents with Parent::note, it => ids!(it.note())],
            joins, limits => joins.note.up_to(limits.few).one("Parent::note");
        "parent of a note": [grouped notes with Note::parent, it => ids!([it.parent()])],
            joins, _limits => joins.noted.exactly_one("Note::parent");
        "labels": [grouped parents with Parent::labels, it => ids!(it.labels())],
            joins, _limits => joins.labels.many();
        "labels, joined": [grouped parents with Parent::labels.joined(), it => ids!(it.labels())],
            joins, _limits => joins.labels.many();
        "labels of one": [single parents with Parent::labels, it => ids!(it.labels())],
            joins, limits => joins.labels.up_to(limits.few).many();
        "labels of rows in hand": [in_hand parents Parent with Parent::labels, it => ids!(it.labels())],
            joins, _limits => joins.labels.many();
        "the last labels": [
            limited limits parents
            with Parent::labels.order_by(labels::id.desc()).per_parent(limits.first),
            it => it.labels().map(|label| label.id).collect()
        ], joins, limits => joins.labels.last(limits.first);
        "the rows of a label": [grouped labels with Label::parents, it => ids!(it.parents())],
            joins, _limits => joins.labelled.many();
        "the rows of batches of labels": [batches labels with Label::parents, it => ids!(it.parents())],
            joins, _limits => joins.labelled.many();
        "parent, filtered": [limited limits children with Child::parent.filter(parents::id.le(limits.few)),
            it => ids!(it.parent())],
            joins, limits => joins.parent.leading_up_to(limits.few).one("Child::parent");
        "labels, filtered": [limited limits parents with Parent::labels.filter(labels::id.le(limits.few)),
            it => ids!(it.labels())],
            joins, limits => joins.labels.leading_up_to(limits.few).many();
    };
    run(&kinds(), PAIR, &ways);
}

/// Those that lack the keys.
#[test]
fn rows_of_other_structs_lead_where_a_join_leads() {
    let ways = ways! {
        "children as another struct":
            [grouped parents with Parent::children.as_model::<Stub>(), it => ids!(it.children())],
            joins, _limits => joins.children.many();
        "children without keys": [grouped parents with Parent::stubs, it => ids!(it.stubs())],
            joins, _limits => joins.children.many();
        "parent as another struct":
            [grouped children with Child::parent.as_model::<Bare>(), it => ids!(it.parent())],
            joins, _limits => joins.parent.one("Child::parent");
        "parent of rows without keys": [grouped children with Stub::parent, it => ids!(it.parent())],
            joins, _limits => joins.parent.one("Stub::parent");
        "must as another struct":
            [grouped children with Child::must.as_model::<Bare>(), it => ids!([it.must()])],
            joins, _limits => joins.must.exactly_one("Child::must");
        "the last children without keys": [
            limited limits parents
            with Parent::stubs.order_by(children::id.desc()).per_parent(limits.first),
            it => it.stubs().map(|child| child.id).collect()
        ], joins, limits => joins.children.last(limits.first);
    };
    run(&kinds(), PAIR, &ways);
}

#[test]
fn paths_lead_where_joins_lead() {
    let ways = ways! {
        "a path that begins downwards": [grouped parents with Parent::musts, it => ids!(it.musts())],
            joins, _limits => joins.musts.many();
        "a path that begins upwards": [grouped children with Child::labels, it => ids!(it.labels())],
            joins, _limits => joins.labels_of_parent.many();
        "a path to one row": [grouped children with Child::note, it => ids!(it.note())],
            joins, _limits => joins.note_of_parent.one("Child::note");
        "a path through an association": [grouped parents with Parent::neighbours, it => ids!(it.neighbours())],
            joins, _limits => joins.neighbours.many();
        "a path that begins upwards, from one": [single children with Child::labels, it => ids!(it.labels())],
            joins, limits => joins.labels_of_parent.up_to(limits.few).many();
        "the last of a path": [
            limited limits parents
            with Parent::musts.order_by(parents::id.desc()).per_parent(limits.first),
            it => it.musts().map(|parent| parent.id).collect()
        ], joins, limits => joins.musts.last(limits.first);
    };
    run(&kinds(), PAIR, &ways);
}

#[test]
fn values_are_those_of_the_rows_of_a_join() {
    let ways = ways! {
        "children, counted": [grouped parents with Parent::children.count(),
            it => it.count(Parent::children).number()],
            joins, _limits => joins.children.counts();
        "children, if any": [grouped parents with Parent::children.exists(),
            it => it.exists(Parent::children).number()],
            joins, _limits => joins.children.exist();
        "the greatest child": [grouped parents with Parent::children.max(children::id),
            it => it.max(Parent::children, children::id).number()],
            joins, _limits => joins.children.greatest();
        "children, counted in a query": [selected parents i64: Parent::children.count()],
            joins, _limits => joins.children.counts();
        "the greatest child in a query": [selected parents Option<i32>: Parent::children.max(children::id)],
            joins, _limits => joins.children.greatest();
        "children, if any, in a query": [selected parents bool: Parent::children.exists()],
            joins, _limits => joins.children.exist();
        "parent, if any": [grouped children with Child::parent.exists(),
            it => it.exists(Child::parent).number()],
            joins, _limits => joins.parent.exist();
        "labels, counted": [grouped parents with Parent::labels.count(),
            it => it.count(Parent::labels).number()],
            joins, _limits => joins.labels.counts();
        "labels, counted in a query": [selected parents i64: Parent::labels.count()],
            joins, _limits => joins.labels.counts();
        "a path that begins downwards, counted": [grouped parents with Parent::musts.count(),
            it => it.count(Parent::musts).number()],
            joins, _limits => joins.musts.counts();
    };
    run(&kinds(), PAIR, &ways);
}

#[test]
fn trees_have_the_links_of_a_join() {
    let ways = ways! {
        "a tree downwards": [tree Parent::below, it => it.get(Parent::below)],
            joins, limits => joins.below.trees(limits.roots);
        "a tree upwards": [tree Parent::above, it => it.get(Parent::above)],
            joins, limits => joins.above.trees(limits.roots);
    };
    run(&kinds(), PAIR, &ways);
}
