//! Relations from a model to itself, loaded at every depth.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Loaded;
use conjoin::graph::Tree;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    folders (id) {
        id -> Integer,
        name -> Text,
        parent_id -> Nullable<Integer>,
    }
}
diesel::table! {
    files (id) {
        id -> Integer,
        folder_id -> Integer,
    }
}
diesel::table! {
    links (source_id, target_id) {
        source_id -> Integer,
        target_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(folders, files, links);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = folders)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(parent: Folder, foreign_key = parent_id, back_populates = children),
    has_many(children: Folder, back_populates = parent),
    has_many(
        public: Folder,
        foreign_key = folders::parent_id,
        filter = folders::name.ne("secret"),
        order_by = folders::name.desc(),
        one_way
    ),
    has_many(files: File, back_populates = folder),
    has_many(two_down: Folder, through = children.children, one_way),
    many_to_many(targets: Folder, through = links(source_id, target_id), back_populates = sources),
    many_to_many(sources: Folder, through = links(target_id, source_id), back_populates = targets),
)]
struct Folder {
    id: i32,
    name: String,
    parent_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = files)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(folder: Folder, back_populates = files),
)]
struct File {
    id: i32,
    folder_id: i32,
}

/// ```text
/// 1 all ─ 2 food ─ 4 tea ─ 6 green
///       │        └ 5 rye
///       └ 3 secret ─ 7 safe
/// 8 lone     9 self ⟲     10 ⇄ 11
/// ```
fn world() -> Conn {
    database(
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, parent_id INTEGER);
         CREATE TABLE files (id INTEGER PRIMARY KEY, folder_id INTEGER NOT NULL);
         CREATE TABLE links (source_id INTEGER NOT NULL, target_id INTEGER NOT NULL);
         INSERT INTO folders VALUES (1, 'all', NULL), (2, 'food', 1), (3, 'secret', 1), (4, 'tea', 2),
             (5, 'rye', 2), (6, 'green', 4), (7, 'safe', 3), (8, 'lone', NULL), (9, 'self', 9),
             (10, 'yin', 11), (11, 'yang', 10);
         INSERT INTO files VALUES (1, 6), (2, 1), (3, 6), (4, 11), (5, 3);
         INSERT INTO links VALUES (1, 2), (2, 3), (3, 1), (2, 3), (3, 8), (9, 9), (4, 99);",
    )
}

/// A folder and what is beneath it: `food(rye, tea(green))`.
fn outline<F: Has<folder::children, Child = F>>(folder: F) -> String {
    match folder.get(Folder::children).map(outline).collect::<Vec<_>>().join(", ") {
        inside if inside.is_empty() => folder.name.clone(),
        inside => format!("{}({inside})", folder.name),
    }
}

fn by_name() -> conjoin::plan::Planned<
    folder::children,
    conjoin::plan::Ordered<conjoin::plan::Everything, folders::name>,
    folder::Edges,
    conjoin::Whole,
    conjoin::plan::Recursive<folder::children>,
> {
    Folder::children.order_by(folders::name).recursive()
}

#[test]
fn a_subtree_loads_with_one_statement_more() {
    let mut conn = world();
    let (roots, statements) = sent(&mut conn, |conn| {
        folders::table
            .filter(folders::id.eq_any([1, 8]))
            .order(folders::id)
            .with(by_name())
            .load(conn)
    });
    let outlines: Vec<_> = roots.iter().map(outline).collect();
    assert_eq!(outlines, ["all(food(rye, tea(green)), secret(safe))", "lone"]);
    assert_eq!(roots.len(), 2);
    assert_eq!(roots.rows().len(), 2);
    assert_eq!(roots.clone().into_rows().len(), 2);
    assert!(roots.get(2).is_none());
    assert_eq!(statements.len(), 2);
    let (_, condition) = statements[1].split_once(" IN (WITH RECURSIVE ").unwrap();
    let (keys, rest) = condition.split_once(" UNION ").unwrap();
    assert!(
        keys.starts_with(
            "`conjoin:reached` (key_1) AS (SELECT `folders`.`id` FROM `folders` WHERE `folders`.`id` "
        ),
        "{keys}"
    );
    assert_eq!(
        rest,
        "SELECT `folders`.`id` FROM `folders` INNER JOIN `conjoin:reached` ON \
         `folders`.`parent_id` = `conjoin:reached`.key_1) SELECT key_1 FROM `conjoin:reached`) ORDER BY `folders`.`name`"
    );
}

#[test]
fn ancestors_load_up_to_the_topmost() {
    fn path(folder: folder::Node<'_, Folder, folder::Edges<Tree<folder::parent>>>) -> String {
        let above = folder.parent().map(path);
        above.map_or_else(|| folder.name.clone(), |above| format!("{above}/{}", folder.name))
    }
    let mut conn = world();
    let query = folders::table.filter(folders::id.eq_any([5, 6, 8])).order(folders::id);
    let (folders, statements) =
        sent(&mut conn, |conn| query.with(Folder::parent.recursive()).load(conn));
    let paths: Vec<_> = folders.iter().map(path).collect();
    assert_eq!(paths, ["all/food/rye", "all/food/tea/green", "lone"]);
    assert_eq!(statements.len(), 2);
}

#[test]
fn every_row_stands_once_however_it_is_reached() {
    let mut conn = world();
    let all = folders::table.order(folders::id).with(by_name()).load(&mut conn).unwrap();
    assert_eq!(all.len(), 11);
    let food = all.get(0).unwrap().children().next().unwrap();
    assert!(std::ptr::eq(food.row(), all.get(1).unwrap().row()));
    let some = folders::table.filter(folders::id.eq_any([4, 1, 2])).with(by_name()).load(&mut conn);
    let some = some.unwrap();
    let count = |folder: &str| {
        let root = some.iter().find(|it| it.name == folder).unwrap();
        outline(root).matches(char::is_alphabetic).count()
    };
    assert_eq!([count("tea"), count("food")], [8, 15]);
}

#[test]
fn cycles_end() {
    let mut conn = world();
    let query = folders::table.filter(folders::id.ge(9)).order(folders::id);
    let folders = query.with(by_name()).load(&mut conn).unwrap();
    let nine = folders.get(0).unwrap();
    assert!(std::ptr::eq(nine.children().next().unwrap().row(), nine.row()));
    let ten = folders.get(1).unwrap();
    let there_and_back = ten.children().next().unwrap().children().next().unwrap();
    assert!(std::ptr::eq(there_and_back.row(), ten.row()));
    let up = folders::table.find(10).with(Folder::parent.recursive()).first(&mut conn).unwrap();
    let yang = up.parent().unwrap();
    assert_eq!((yang.id, yang.parent().unwrap().id), (11, 10));
    let printed = format!("{nine:?}");
    let row = format!("{:?}", nine.row());
    assert_eq!(printed, format!("{row} {{ children: [{row} {{ .. }}] }}"));
    let (ten, eleven) = (format!("{:?}", up.row()), format!("{:?}", yang.row()));
    let parents = format!("{eleven} {{ parent: Some({ten} {{ .. }}) }}");
    assert_eq!(format!("{up:?}"), format!("{ten} {{ parent: Some({parents}) }}"));
}

#[test]
fn what_is_loaded_beside_a_tree_is_loaded_at_every_depth() {
    let mut conn = world();
    let plan = Folder::files.order_by(files::id);
    let (all, statements) = sent(&mut conn, |conn| {
        folders::table.find(1).with(by_name()).with(plan).with(Folder::parent).first(conn)
    });
    let green = all.children().next().unwrap().children().nth(1).unwrap().children().next();
    let green = green.unwrap();
    assert!(green.files().map(|file| file.id).eq([1, 3]));
    assert_eq!(green.parent().unwrap().name, "tea");
    assert_eq!(all.files().len(), 1);
    assert_eq!(statements.len(), 4);
}

#[test]
fn a_tree_hangs_below_another_relation() {
    let mut conn = world();
    let plan = File::folder.with(by_name()).with(Folder::files);
    // File 4 is in a cycle, which has no outline.
    let files = files::table.filter(files::id.ne(4)).order(files::id);
    let files = files.with(plan).load(&mut conn).unwrap();
    let outlines: Vec<_> = files.iter().map(|file| outline(file.folder())).collect();
    let all = "all(food(rye, tea(green)), secret(safe))";
    assert_eq!(outlines, ["green", all, "green", "secret(safe)"]);
    assert_eq!(files.get(0).unwrap().folder().files().len(), 2);
}

#[test]
fn a_filter_keeps_from_what_is_beneath() {
    let mut conn = world();
    let plan = Folder::children.filter(folders::name.ne("food")).recursive();
    let (all, statements) = sent(&mut conn, |conn| folders::table.find(1).with(plan).first(conn));
    let secret: Vec<_> = all.children().map(|it| (it.id, it.children().len())).collect();
    assert_eq!(secret, [(3, 1)]);
    assert_eq!(statements.len(), 1 + 3);
    let all = folders::table.find(1).with(Folder::public.recursive()).first(&mut conn).unwrap();
    let food = all.public().next().unwrap();
    assert_eq!(all.public().len(), 1);
    assert!(food.public().map(|it| it.id).eq([4, 5]));
}

#[test]
fn a_depth_ends_the_tree() {
    let mut conn = world();
    for (depth, levels) in [(0, vec![0]), (1, vec![2, 0]), (2, vec![2, 2, 0]), (9, vec![2, 2, 0])] {
        let plan = Folder::children.order_by(folders::id).recursive().depth(depth);
        let (all, statements) =
            sent(&mut conn, |conn| folders::table.find(1).with(plan).first(conn));
        let mut counts = vec![all.children().len()];
        let mut next = all.children().next();
        while let Some(folder) = next {
            counts.push(folder.children().len());
            next = folder.children().nth(1);
        }
        assert_eq!(counts, levels);
        assert_eq!(statements.len(), 1 + depth.min(4));
    }
}

#[test]
fn a_filtered_tree_has_some_rows_and_a_whole_one_has_all() {
    fn some(folder: impl HasSome<folder::children>) -> usize {
        folder.get(Folder::children).count()
    }
    fn beneath<F: Has<folder::children, Child = F>>(folder: F) -> usize {
        folder.get(Folder::children).map(|child| 1 + beneath(child)).sum()
    }
    let mut conn = world();
    let all = folders::table.find(1).with(Folder::children.recursive()).first(&mut conn).unwrap();
    assert_eq!((some(all.node()), beneath(all.node())), (2, 6));
    let plan = Folder::children.recursive().depth(1);
    let all = folders::table.find(1).with(plan).first(&mut conn).unwrap();
    assert_eq!(some(all.node()), 2);
}

#[test]
fn a_network_is_followed_through_its_association_table() {
    let mut conn = world();
    let plan = Folder::targets.order_by(folders::id).recursive();
    let query = folders::table.filter(folders::id.eq_any([1, 4, 9])).order(folders::id);
    let (folders, statements) = sent(&mut conn, |conn| query.with(plan).load(conn));
    let one = folders.get(0).unwrap();
    let two = one.targets().next().unwrap();
    assert!(two.targets().map(|it| it.id).eq([3]));
    let three = two.targets().next().unwrap();
    assert!(three.targets().map(|it| it.id).eq([1, 8]));
    assert!(std::ptr::eq(three.targets().next().unwrap().row(), one.row()));
    assert_eq!(folders.get(1).unwrap().targets().len(), 0);
    assert_eq!(folders.get(2).unwrap().targets().next().unwrap().id, 9);
    assert_eq!(statements.len(), 2);
}

#[test]
fn a_root_that_the_query_repeats_has_its_tree_each_time() {
    let mut conn = world();
    let query = folders::table.inner_join(files::table.on(files::folder_id.eq(folders::id)));
    let query = query.filter(folders::id.eq_any([1, 6])).order(files::id);
    let folders = query.with(by_name()).load(&mut conn).unwrap();
    let outlines: Vec<_> = folders.iter().map(outline).collect();
    assert_eq!(outlines, ["green", "all(food(rye, tea(green)), secret(safe))", "green"]);
}

#[test]
fn no_roots_and_no_keys_send_nothing_more() {
    let mut conn = world();
    let nobody = folders::table.filter(folders::id.eq(99));
    let (_, statements) = sent(&mut conn, |conn| nobody.with(by_name()).load(conn));
    assert_eq!(statements.len(), 1);
    let top = folders::table.filter(folders::parent_id.is_null());
    let (_, statements) = sent(&mut conn, |conn| top.with(Folder::parent.recursive()).load(conn));
    assert_eq!(statements.len(), 1);
}

#[test]
fn a_path_to_its_own_model_is_recursive_too() {
    let mut conn = world();
    let folder =
        folders::table.find(1).with(Folder::two_down.recursive()).first(&mut conn).unwrap();
    let names = folder.two_down().map(|it| (it.name.clone(), it.two_down().len()));
    let mut names: Vec<_> = names.collect();
    names.sort();
    let expected = [("rye".to_owned(), 0), ("safe".to_owned(), 0), ("tea".to_owned(), 0)];
    assert_eq!(names, expected);
    let food = folders::table.find(2).with(Folder::two_down.recursive()).first(&mut conn).unwrap();
    assert!(food.two_down().map(|it| it.id).eq([6]));
}

#[test]
fn the_type_of_a_tree_can_be_written() {
    type Children = Loaded!(Folder { recursive children });
    fn load(conn: &mut Conn) -> QueryResult<Children> {
        folders::table.filter(folders::id.eq(2)).with(by_name()).load(conn)
    }
    let mut conn = world();
    let food = load(&mut conn).unwrap();
    assert_eq!(outline(food.get(0).unwrap()), "food(rye, tea(green))");
    assert_eq!(food, food.clone());
}

/// How many are beneath a folder, if they were asked for.
fn beneath<F: MayHave<folder::children, Child = F>>(folder: F) -> Option<usize> {
    folder.get_if(Folder::children)?.map(|child| beneath(child).map(|count| count + 1)).sum()
}

#[test]
fn a_tree_can_be_loaded_on_a_condition() {
    let mut conn = world();
    for (condition, expected) in [(true, Some(6)), (false, None)] {
        let query = folders::table.find(1).with_if(condition, Folder::children.recursive());
        let all = query.with(Folder::files).first(&mut conn).unwrap();
        assert_eq!(beneath(all.node()), expected);
        assert_eq!(all.files().len(), 1);
    }
}

#[test]
fn what_is_added_to_a_tree_is_loaded_at_every_depth() {
    let mut conn = world();
    let all = folders::table.find(1).with(Folder::children.recursive()).first(&mut conn).unwrap();
    let all = all.with(Folder::files).load(&mut conn).unwrap();
    fn files<F>(folder: F) -> usize
    where
        F: Has<folder::children, Child = F> + Has<folder::files>,
    {
        let beneath: usize =
            HasSome::<folder::children>::get(folder, Folder::children).map(files).sum();
        HasSome::<folder::files>::get(folder, Folder::files).len() + beneath
    }
    assert_eq!(files(all.node()), 4);
    let rows: Vec<Folder> = folders::table.filter(folders::id.eq(1)).load(conn.diesel()).unwrap();
    let all = rows.with(Folder::children.recursive()).with(Folder::files).load(&mut conn).unwrap();
    assert_eq!(all.iter().map(files).sum::<usize>(), 4);
    assert_eq!(all.len(), 1);
}
