//! What is so: the joins that the database itself makes of the two columns.

use super::case::Form;
use crate::suite::conn::Conn;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use std::collections::{BTreeMap, BTreeSet};

/// For each row of a table, in the order of their ids, the ids that a relation leads to; or what is wrong
/// with the rows.
pub(crate) type Found = Result<Vec<Vec<i32>>, String>;

/// From the id of each row to those that it leads to.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    from: Vec<i32>,
    to: BTreeMap<i32, Vec<i32>>,
}

/// Every relation as pairs of rows.
#[derive(Debug)]
pub(crate) struct Joins {
    pub(crate) above: Pairs,
    pub(crate) below: Pairs,
    pub(crate) children: Pairs,
    pub(crate) parent: Pairs,
    pub(crate) needs: Pairs,
    pub(crate) must: Pairs,
    pub(crate) note: Pairs,
    pub(crate) noted: Pairs,
    pub(crate) labels: Pairs,
    pub(crate) labelled: Pairs,
    pub(crate) musts: Pairs,
    pub(crate) labels_of_parent: Pairs,
    pub(crate) note_of_parent: Pairs,
    pub(crate) neighbours: Pairs,
}

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = Integer)]
    relation: i32,
    #[diesel(sql_type = Integer)]
    source: i32,
    /// 0 for the source alone.
    #[diesel(sql_type = Integer)]
    target: i32,
}

impl Joins {
    pub(super) fn read(conn: &mut Conn, form: Form<'_>) -> Self {
        // What is led to stands on the left: SQLite compares by the collation of that.
        let join = |table: &str, left: &str, right: &str| {
            format!("JOIN {table} ON {} ", form.equal(left, right))
        };
        let labels = |of: &str| {
            join("parent_labels l", "l.parent", of) + &join("labels t", "t.k", "l.label")
        };
        let labelled = |of: &str| {
            join("parent_labels m", "m.label", of) + &join("parents t", "t.k", "m.parent")
        };
        let parent = join("parents p", "p.k", "s.k");
        let neighbours =
            join("parent_labels l", "l.parent", "s.k") + &join("labels n", "n.k", "l.label");
        let relations = [
            ("parents", join("parents t", "t.k", "s.above")),
            ("parents", join("parents t", "t.above", "s.k")),
            ("parents", join("children t", "t.k", "s.k")),
            ("children", join("parents t", "t.k", "s.k")),
            ("parents", join("children t", "t.must", "s.k")),
            ("children", join("parents t", "t.k", "s.must")),
            ("parents", join("notes t", "t.k", "s.k")),
            ("notes", join("parents t", "t.k", "s.k")),
            ("parents", labels("s.k")),
            ("labels", labelled("s.k")),
            ("parents", join("children c", "c.k", "s.k") + &join("parents t", "t.k", "c.must")),
            ("parents", neighbours + &labelled("n.k")),
            ("children", parent.clone() + &labels("p.k")),
            ("children", parent + &join("notes t", "t.k", "p.k")),
        ];
        let parts = (0..).zip(&relations).flat_map(|(relation, (sources, join))| {
            [
                format!("SELECT {relation} AS relation, id AS source, 0 AS target FROM {sources}"),
                format!("SELECT {relation}, s.id, t.id FROM {sources} s {join}"),
            ]
        });
        // Each pair once, however many rows of an association table say it.
        let sql = parts.collect::<Vec<_>>().join(" UNION ");
        let sql = format!("{sql} ORDER BY relation, source, target");
        let rows: Vec<Pair> = diesel::sql_query(sql).load(conn.diesel()).unwrap();
        let mut all: [Pairs; 14] = Default::default();
        for Pair { relation, source, target } in rows {
            let pairs = &mut all[relation as usize];
            match target {
                0 => pairs.from.push(source),
                _ => pairs.to.entry(source).or_default().push(target),
            }
        }
        let [above, below, children, parent, needs, must, all @ ..] = all;
        let [note, noted, labels, labelled, musts, neighbours, labels_of_parent, note_of_parent] =
            all;
        Joins {
            above,
            below,
            children,
            parent,
            needs,
            must,
            note,
            noted,
            labels,
            labelled,
            musts,
            labels_of_parent,
            note_of_parent,
            neighbours,
        }
    }
}

impl Pairs {
    fn of(&self, id: i32) -> &[i32] {
        self.to.get(&id).map_or(&[], Vec::as_slice)
    }

    fn each<T>(&self, value: impl Fn(&[i32]) -> T) -> Vec<T> {
        self.from.iter().map(|&id| value(self.of(id))).collect()
    }

    /// The rows up to an id.
    pub(crate) fn up_to(&self, id: i32) -> Self {
        let from = self.from.iter().copied().filter(|&source| source <= id).collect();
        let to = self.to.range(..=id).map(|(&source, targets)| (source, targets.clone())).collect();
        Pairs { from, to }
    }

    /// With the targets up to an id.
    pub(crate) fn leading_up_to(&self, id: i32) -> Self {
        let up_to = |targets: &Vec<i32>| targets.iter().copied().filter(|&it| it <= id).collect();
        let to = self.to.iter().map(|(&source, targets)| (source, up_to(targets))).collect();
        Pairs { from: self.from.clone(), to }
    }

    pub(crate) fn many(&self) -> Found {
        Ok(self.each(<[i32]>::to_vec))
    }

    /// Of a relation that leads to one row at most.
    pub(crate) fn one(&self, relation: &str) -> Found {
        match self.to.values().any(|targets| targets.len() > 1) {
            true => Err(format!("a second row for {relation}")),
            false => self.many(),
        }
    }

    /// Of one that leads to a row.
    pub(crate) fn exactly_one(&self, relation: &str) -> Found {
        match self.each(<[i32]>::is_empty).contains(&true) {
            true => Err(format!("no row for {relation}")),
            false => self.one(relation),
        }
    }

    /// The last `count` for each.
    pub(crate) fn last(&self, count: i64) -> Found {
        Ok(self.each(|targets| targets.iter().rev().take(count as usize).copied().collect()))
    }

    pub(crate) fn counts(&self) -> Found {
        Ok(self.each(|targets| vec![targets.len() as i32]))
    }

    pub(crate) fn exist(&self) -> Found {
        Ok(self.each(|targets| vec![i32::from(!targets.is_empty())]))
    }

    pub(crate) fn greatest(&self) -> Found {
        Ok(self.each(|targets| targets.iter().max().copied().into_iter().collect()))
    }

    /// For the rows up to an id the whole tree: source and target of each link.
    pub(crate) fn trees(&self, roots: i32) -> Found {
        let roots = self.from.iter().copied().filter(|&root| root <= roots);
        let tree = |root| edges(root, |id| *id, |id| self.of(id).to_vec());
        Ok(roots.map(tree).collect())
    }
}

/// All links that lead on from a row, each as two ids.
pub(crate) fn edges<N: Copy>(
    root: N,
    id: impl Fn(&N) -> i32,
    targets: impl Fn(N) -> Vec<N>,
) -> Vec<i32> {
    let mut seen = BTreeSet::from([id(&root)]);
    let (mut next, mut found) = (vec![root], Vec::new());
    while let Some(source) = next.pop() {
        for target in targets(source) {
            found.push([id(&source), id(&target)]);
            if seen.insert(id(&target)) {
                next.push(target);
            }
        }
    }
    found.sort_unstable();
    found.concat()
}
