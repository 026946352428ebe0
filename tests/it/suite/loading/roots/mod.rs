//! Every kind of relation from every shape of root query, against the rows in memory.

use crate::suite::world::World;
use std::fmt::Debug;

mod posts;
mod profiles;
mod users;

/// Whether the order of the root's rows is part of the question.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Given,
    Unspecified,
}

/// Compares what was loaded with what was expected.
fn same<T: Debug + PartialEq>(shape: &str, order: Order, mut found: Vec<T>, mut expected: Vec<T>) {
    if order == Order::Unspecified {
        found.sort_by_cached_key(|row| format!("{row:?}"));
        expected.sort_by_cached_key(|row| format!("{row:?}"));
    }
    assert_eq!(found, expected, "{shape}");
}

/// The shapes that every table has: what is loaded, and which of the table's rows that are.
///
/// `$check!` is invoked with each of them and the shapes that the table has of its own.
macro_rules! every_shape {
    (
        $table:ident: $model:ident, $text:ident, $all:ident;
        [$($own:tt)*]
        $check:ident! $arguments:tt
    ) => {
        $check! {
            $model $arguments
            [
                ("table", Unspecified, $table::table, |world: &World| world.$all.clone()),
                ("filtered", Unspecified, $table::table.filter($table::id.gt(3)), |world: &World| {
                    world.$all.iter().filter(|row| row.id > 3).cloned().collect()
                }),
                ("ordered", Given, $table::table.order_by($table::id.desc()), |world: &World| {
                    world.$all.iter().rev().cloned().collect()
                }),
                (
                    "limited",
                    Given,
                    $table::table.order_by($table::id.desc()).limit(4),
                    |world: &World| world.$all.iter().rev().take(4).cloned().collect()
                ),
                (
                    "limited with an offset",
                    Given,
                    $table::table.order_by($table::id).limit(5).offset(2),
                    |world: &World| world.$all.iter().skip(2).take(5).cloned().collect()
                ),
                ("boxed", Unspecified, $table::table.into_boxed(), |world: &World| {
                    world.$all.clone()
                }),
                (
                    "boxed and filtered",
                    Given,
                    $table::table.into_boxed().filter($table::id.lt(9)).order_by($table::id),
                    |world: &World| world.$all.iter().filter(|row| row.id < 9).cloned().collect()
                ),
                ("found by key", Given, $table::table.find(2), |world: &World| {
                    world.$all.iter().filter(|row| row.id == 2).cloned().collect()
                }),
                ("found by no key", Given, $table::table.find(999), |_: &World| Vec::new()),
                ("distinct", Unspecified, $table::table.distinct(), |world: &World| {
                    world.$all.clone()
                }),
                (
                    "selected",
                    Unspecified,
                    $table::table.select(<$model as SelectableHelper<DB>>::as_select()),
                    |world: &World| world.$all.clone()
                ),
                (
                    "filtered with OR",
                    Unspecified,
                    $table::table.filter($table::id.eq(1)).or_filter($table::$text.like("%5%")),
                    |world: &World| {
                        let wanted = |row: &&$model| row.id == 1 || row.$text.contains('5');
                        world.$all.iter().filter(wanted).cloned().collect()
                    }
                ),
                $($own)*
            ]
        }
    };
}
use every_shape;

/// Loads each shape with the relations of a plan, and compares rows and number of statements.
macro_rules! check {
    (
        $model:ident {
            $plans:tt;
            |$node:ident| $found:expr;
            |$world:ident, $row:ident| $expected:expr;
            |$roots:ident| $statements:expr
        }
        [$(($shape:literal, $order:ident, $query:expr, $rows:expr)),* $(,)?]
    ) => {
        let (mut conn, world) = world();
        let $world = &world;
        $({
            let $roots: Vec<$model> = rows($world, $rows);
            let (graph, sent) = sent(&mut conn, |conn| with!($query, $plans).load(conn));
            let found = graph.iter().map(|$node| ($node.row().clone(), $found)).collect();
            let expected = $roots.iter().map(|$row| ($row.clone(), $expected)).collect();
            same($shape, Order::$order, found, expected);
            assert_eq!(sent.len(), 1 + $statements, "{}: {sent:#?}", $shape);
        })*
    };
}
use check;

macro_rules! with {
    ($query:expr, [$($plan:expr),*]) => {
        $query$(.with($plan))*
    };
}
use with;

/// Fixes the type of a shape's closure.
fn rows<M>(world: &World, rows: impl Fn(&World) -> Vec<M>) -> Vec<M> {
    rows(world)
}
