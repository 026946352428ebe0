//! Which tables may appear in one query.

use crate::schema::{ForeignKey, Grouping, Name, Table};

pub(super) fn groups<'t>(
    tables: &'t [Table],
    keys: &[ForeignKey],
    grouping: Grouping,
) -> Vec<Vec<&'t str>> {
    let name = |it: &'t Table| it.name.rust.as_str();
    match grouping {
        Grouping::None => Vec::new(),
        Grouping::AllTables => vec![tables.iter().map(name).collect()],
        Grouping::FkRelatedTables => related(tables, keys)
            .into_iter()
            .map(|group| group.into_iter().map(|it| name(&tables[it])).collect())
            .collect(),
    }
}

/// The tables that are connected by keys, in either direction.
fn related(tables: &[Table], keys: &[ForeignKey]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..tables.len()).collect();
    let place = |name: &Name| tables.iter().position(|it| it.name == *name);
    for (child, parent) in
        keys.iter().filter_map(|it| Some((place(&it.child)?, place(&it.parent)?)))
    {
        let (from, to) = (group[child].max(group[parent]), group[child].min(group[parent]));
        group.iter_mut().filter(|it| **it == from).for_each(|it| *it = to);
    }
    let members = |first| (0..tables.len()).filter(|it| group[*it] == first).collect::<Vec<_>>();
    (0..tables.len()).map(members).filter(|it| !it.is_empty()).collect()
}
