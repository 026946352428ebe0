//! Both sides of a relation, as they are loaded and as they are joined.

use crate::suite::conn::Conn;
use crate::suite::keys::text::models::{Child, Parent, children, parents};
use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::prelude::*;

/// Parents and children whose keys are columns of these types, declared as `Text`.
pub(super) fn world(before: &str, [parent, child]: [&str; 2], rows: &str) -> Conn {
    database(&format!(
        "{before}
         CREATE TABLE parents (id INTEGER, k {parent}, above {parent});
         CREATE TABLE children (id INTEGER, k {child}, must {child}); {rows}"
    ))
}

/// The children of each parent, as they are loaded and as they are joined.
pub(super) fn down(conn: &mut Conn) -> [Vec<Vec<i32>>; 2] {
    let query = || parents::table.order_by(parents::id);
    let plan = || Parent::children.order_by(children::id);
    let grouped = query().with(plan()).load(conn).unwrap();
    let joined = query().with(plan().joined()).load(conn).unwrap();
    [
        grouped.iter().map(|it| it.children().map(|child| child.id).collect()).collect(),
        joined.iter().map(|it| it.children().map(|child| child.id).collect()).collect(),
    ]
}

/// The parent of each child, as it is loaded and as it is joined.
pub(super) fn up(conn: &mut Conn) -> [Vec<Option<i32>>; 2] {
    let query = || children::table.order_by(children::id);
    let grouped = query().with(Child::parent).load(conn).unwrap();
    let joined = query().with(Child::parent.joined()).load(conn).unwrap();
    [
        grouped.iter().map(|it| it.parent().map(|parent| parent.id)).collect(),
        joined.iter().map(|it| it.parent().map(|parent| parent.id)).collect(),
    ]
}
