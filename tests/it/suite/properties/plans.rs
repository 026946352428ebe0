//! Random plans: what is loaded, with which filters and in which numbers, four relations deep; by each way
//! that conjoin has of loading it, and one relation of one row at a time.

use super::models::{Cell, Item, Tag, cells, tags};
use super::rows::{Key, Rows};
use crate::suite::conn::Conn;
use conjoin::prelude::*;
use conjoin::{Loaded, Model, Nodes};
use diesel::prelude::*;
use proptest::array::uniform9;
use proptest::prelude::{Strategy, any};

/// What is said of each relation.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// Which of them are loaded, in the order of [`All`].
    loaded: [bool; 9],
    least_a: i32,
    other_b: &'static str,
    least_tag: i32,
    first: i64,
    offset: i64,
    batch: i64,
}

pub(super) fn shapes() -> impl Strategy<Value = Shape> {
    let letters = proptest::sample::select(vec!["x", "y", "z"]);
    // Most relations are loaded: otherwise few plans are deep.
    let loaded = uniform9(any::<u8>().prop_map(|it| it < 200));
    (loaded, 0..3, letters, 1..4, 0..4_i64, 0..2_i64, 1..4_i64).prop_map(
        |(loaded, least_a, other_b, least_tag, first, offset, batch)| Shape {
            loaded,
            least_a,
            other_b,
            least_tag,
            first,
            offset,
            batch,
        },
    )
}

/// What a plan of any shape loads.
type All = Loaded!(Tag {
    may some cells {
        may some previous { may tags { may some targets } },
        may next { may some light_tags },
    },
    may targets,
    may some items { may pinned },
});

/// The plan of a shape, for whatever takes `with_if`.
macro_rules! plan {
    ($from:expr, $shape:expr) => {
        plan!(@items plan!(@targets plan!(@cells $from, $shape), $shape), $shape)
    };
    (@cells $from:expr, $shape:expr) => {
        $from.with_if($shape.loaded[0], plan!(@cell $shape))
    };
    (@cell $shape:expr) => {{
        let Shape { loaded, least_a, other_b, least_tag, first, offset, .. } = $shape;
        let targets = Tag::targets.filter(tags::id.ge(*least_tag));
        let previous = Cell::previous
            .filter(cells::b.ne(*other_b))
            .with_if(loaded[2], Cell::tags.with_if(loaded[3], targets));
        let light = Cell::light_tags.per_parent(*first).offset(*offset);
        let next = Cell::next.with_if(loaded[5], light);
        Tag::cells
            .filter(cells::a.ge(*least_a))
            .with_if(loaded[1], previous)
            .with_if(loaded[4], next)
    }};
    (@targets $from:expr, $shape:expr) => {
        $from.with_if($shape.loaded[6], Tag::targets)
    };
    (@items $from:expr, $shape:expr) => {{
        let items = Tag::items.per_parent($shape.first).offset($shape.offset);
        $from.with_if($shape.loaded[7], items.with_if($shape.loaded[8], Item::pinned))
    }};
}

/// What was loaded, a text for each tag.
type Texts = Vec<String>;

/// A way to load it.
pub(super) type Way = (&'static str, fn(&mut Conn, &Shape) -> Texts);

pub(super) const WAYS: [Way; 4] = [
    ("grouped", grouped),
    ("in batches", in_batches),
    ("upgraded", upgraded),
    ("one at a time", one_at_a_time),
];

fn grouped(conn: &mut Conn, shape: &Shape) -> Texts {
    texts(&plan!(tags::table.order(tags::id), shape).load(conn).unwrap())
}

/// As [`All`], with the cells in any case: a join is there or is not.
type WithCells = Loaded!(Tag {
    some cells {
        may some previous { may tags { may some targets } },
        may next { may some light_tags },
    },
    may targets,
    may some items { may pinned },
});

pub(super) fn joined(conn: &mut Conn, shape: &Shape) -> Texts {
    let query = tags::table.order(tags::id).with(plan!(@cell shape).joined());
    texts_with_cells(&plan!(@items plan!(@targets query, shape), shape).load(conn).unwrap())
}

pub(super) fn not_joined(conn: &mut Conn, shape: &Shape) -> Texts {
    let query = tags::table.order(tags::id).with(plan!(@cell shape));
    texts_with_cells(&plan!(@items plan!(@targets query, shape), shape).load(conn).unwrap())
}

fn texts_with_cells(tags: &WithCells) -> Texts {
    let texts = tags.iter().map(|tag| {
        let cells = tag.cells().map(cell_text).collect();
        tag_text(&tag, Some(cells), tag.targets(), tag.items())
    });
    texts.collect()
}

fn in_batches(conn: &mut Conn, shape: &Shape) -> Texts {
    let mut batches = plan!(tags::table, shape).batches(shape.batch);
    let mut all = Vec::new();
    while let Some(batch) = batches.next(conn).unwrap() {
        all.extend(texts(&batch));
    }
    all
}

fn upgraded(conn: &mut Conn, shape: &Shape) -> Texts {
    let rows = tags::table.order(tags::id).select(Tag::as_select()).load(conn.diesel()).unwrap();
    let rows = plan!(@items rows, shape).load(conn).unwrap();
    let rows = plan!(@cells rows, shape).load(conn).unwrap();
    texts(&plan!(@targets rows, shape).load(conn).unwrap())
}

/// A text, or what stands for a relation that is not loaded.
fn text(of: &str, targets: Option<Vec<String>>) -> String {
    targets.map_or_else(String::new, |targets| format!(" {of}[{}]", targets.join(", ")))
}

fn key(cell: &Cell) -> String {
    format!("{}{}", cell.a, cell.b)
}

fn ids(tags: &[Tag]) -> Vec<String> {
    tags.iter().map(|tag| tag.id.to_string()).collect()
}

/// What is loaded with cells.
type Beneath = <Loaded!(Cell {
    may some previous { may tags { may some targets } },
    may next { may some light_tags },
}) as WithRowsDsl<'static, Cell>>::Edges;

fn cell_text(cell: <Cell as Model>::Node<'_, Beneath>) -> String {
    let previous = cell.previous().map(|previous| {
        let cells = previous.map(|cell| {
            let tags = cell.tags().map(|tags| {
                let tags = tags.map(|tag| {
                    let ids = tag.targets().map(|it| it.map(|it| it.id.to_string()));
                    format!("{}{}", tag.id, text("targets", ids.map(Iterator::collect)))
                });
                tags.collect()
            });
            key(&cell) + &text("tags", tags)
        });
        cells.collect()
    });
    let next = cell.next().map(|next| {
        let cells = next.map(|cell| {
            let ids = cell.light_tags().map(|it| it.map(|it| it.id.to_string()));
            key(&cell) + &text("light", ids.map(Iterator::collect))
        });
        cells.into_iter().collect()
    });
    key(&cell) + &text("previous", previous) + &text("next", next)
}

fn texts(tags: &All) -> Texts {
    let texts = tags.iter().map(|tag| {
        let cells = tag.cells().map(|cells| cells.map(cell_text).collect());
        tag_text(&tag, cells, tag.targets(), tag.items())
    });
    texts.collect()
}

/// What is loaded with items.
type BesideItems = <Loaded!(Item { may pinned }) as WithRowsDsl<'static, Item>>::Edges;

fn tag_text(
    tag: &Tag,
    cells: Option<Vec<String>>,
    targets: Option<Nodes<'_, Tag, <Tag as Model>::Edges>>,
    items: Option<Nodes<'_, Item, BesideItems>>,
) -> String {
    let targets = targets.map(|targets| targets.map(|it| it.id.to_string()).collect());
    let items = items.map(|items| {
        let items = items.map(|item| {
            let pinned = item.pinned().map(|it| it.map(|it| it.id.to_string()));
            format!("{}{}", item.id, text("pinned", pinned.map(|it| it.into_iter().collect())))
        });
        items.collect()
    });
    tag.id.to_string() + &text("cells", cells) + &text("targets", targets) + &text("items", items)
}

/// By a query for each row: what conjoin is there to spare us.
fn one_at_a_time(conn: &mut Conn, shape: &Shape) -> Texts {
    let Shape { loaded, least_a, other_b, least_tag, first, offset, .. } = shape;
    let conn = conn.diesel();
    let mut texts = Vec::new();
    for tag in tags::table.order(tags::id).select(Tag::as_select()).load(conn).unwrap() {
        let cells = loaded[0].then(|| {
            let related = tag.related(Tag::cells).filter(cells::a.ge(*least_a));
            let related: Vec<Cell> =
                related.order((cells::a, cells::b)).select(Cell::as_select()).load(conn).unwrap();
            let mut texts = Vec::new();
            for cell in &related {
                let previous = loaded[1].then(|| {
                    let related = cell.related(Cell::previous).filter(cells::b.ne(*other_b));
                    let related = related.order((cells::a, cells::b)).select(Cell::as_select());
                    let mut texts = Vec::new();
                    for cell in related.load(conn).unwrap() {
                        let tags = loaded[2].then(|| {
                            let tags = cell.related(Cell::tags).order(tags::id);
                            let mut texts = Vec::new();
                            for tag in tags.select(Tag::as_select()).load(conn).unwrap() {
                                let targets = loaded[3].then(|| {
                                    let targets =
                                        tag.related(Tag::targets).filter(tags::id.ge(*least_tag));
                                    let targets = targets.order(tags::id).select(Tag::as_select());
                                    ids(&targets.load(conn).unwrap())
                                });
                                texts.push(format!("{}{}", tag.id, text("targets", targets)));
                            }
                            texts
                        });
                        texts.push(key(&cell) + &text("tags", tags));
                    }
                    texts
                });
                let next = loaded[4].then(|| {
                    let next = cell.related(Cell::next).select(Cell::as_select());
                    let mut texts = Vec::new();
                    for cell in next.load(conn).unwrap() {
                        let light = loaded[5].then(|| {
                            let light = cell.related(Cell::light_tags).order(tags::id);
                            let light = light.limit(*first).offset(*offset);
                            ids(&light.select(Tag::as_select()).load(conn).unwrap())
                        });
                        texts.push(key(&cell) + &text("light", light));
                    }
                    texts
                });
                texts.push(key(cell) + &text("previous", previous) + &text("next", next));
            }
            texts
        });
        let targets = loaded[6].then(|| {
            let targets = tag.related(Tag::targets).order(tags::id).select(Tag::as_select());
            ids(&targets.load(conn).unwrap())
        });
        let items = loaded[7].then(|| {
            let items = tag.related(Tag::items).order(super::models::items::id.desc());
            let items = items.limit(*first).offset(*offset).select(Item::as_select());
            let mut texts = Vec::new();
            for item in items.load(conn).unwrap() {
                let pinned = loaded[8].then(|| {
                    let pinned = item.related(Item::pinned).select(Tag::as_select());
                    ids(&pinned.load(conn).unwrap())
                });
                texts.push(format!("{}{}", item.id, text("pinned", pinned)));
            }
            texts
        });
        texts.push(
            tag.id.to_string()
                + &text("cells", cells)
                + &text("targets", targets)
                + &text("items", items),
        );
    }
    texts
}

/// What all of them should give, from the rows in memory.
pub(super) fn expected(rows: &Rows, shape: &Shape) -> Texts {
    let name = |(a, b): Key| format!("{a}{b}");
    let numbers = |ids: Vec<i32>| ids.iter().map(i32::to_string).collect::<Vec<_>>();
    let part = |ids: Vec<i32>| {
        let rest = ids.into_iter().skip(shape.offset as usize);
        rest.take(shape.first as usize).collect::<Vec<_>>()
    };
    let loaded = shape.loaded;
    let tags = |cell| {
        let tags = rows.tags_of(cell).into_iter().map(|tag| {
            let targets = rows.targets_of(tag).into_iter().filter(|it| *it >= shape.least_tag);
            format!("{tag}{}", text("targets", loaded[3].then(|| numbers(targets.collect()))))
        });
        tags.collect()
    };
    let previous = |cell| {
        let cells = rows.previous_of(cell).into_iter().filter(|it| it.1 != shape.other_b);
        cells.map(|cell| name(cell) + &text("tags", loaded[2].then(|| tags(cell)))).collect()
    };
    let next = |cell| {
        let cells = rows.next_of(cell).into_iter().map(|cell| {
            let light = || numbers(part(rows.tags_up_to(cell, 3)));
            name(cell) + &text("light", loaded[5].then(light))
        });
        cells.collect()
    };
    let cells = |tag| {
        let cells = rows.cells_of(tag).into_iter().filter(|it| it.0 >= shape.least_a);
        let cells = cells.map(|cell| {
            name(cell)
                + &text("previous", loaded[1].then(|| previous(cell)))
                + &text("next", loaded[4].then(|| next(cell)))
        });
        cells.collect()
    };
    let items = |tag| {
        let items = part(rows.items_of(tag)).into_iter().map(|item| {
            let pinned = || numbers(rows.pinned_of(item).into_iter().collect());
            format!("{item}{}", text("pinned", loaded[8].then(pinned)))
        });
        items.collect()
    };
    let texts = rows.tags.iter().map(|&tag| {
        tag.to_string()
            + &text("cells", loaded[0].then(|| cells(tag)))
            + &text("targets", loaded[6].then(|| numbers(rows.targets_of(tag))))
            + &text("items", loaded[7].then(|| items(tag)))
    });
    texts.collect()
}
