//! Trees in structs: at every depth, with an end to circles and at a limited depth.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::Loaded;
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
diesel::allow_tables_to_appear_in_same_query!(folders, files);

#[derive(Queryable, Selectable, Relations, Clone, Debug)]
#[diesel(table_name = folders)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(parent: Folder, foreign_key = parent_id, back_populates = children),
    has_many(children: Folder, back_populates = parent),
    has_many(files: File, back_populates = folder),
)]
struct Folder {
    id: i32,
    name: String,
    parent_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Clone, Debug)]
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
/// 1 all ─ 2 food ─ 3 tea     5 self ⟲     6 yin ⇄ 7 yang
///       └ 4 toys
/// ```
fn world() -> Conn {
    database(
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, parent_id INTEGER);
         CREATE TABLE files (id INTEGER PRIMARY KEY, folder_id INTEGER NOT NULL);
         INSERT INTO folders VALUES (1, 'all', NULL), (2, 'food', 1), (3, 'tea', 2), (4, 'toys', 1),
             (5, 'self', 5), (6, 'yin', 7), (7, 'yang', 6);
         INSERT INTO files VALUES (1, 3), (2, 1), (3, 3), (4, 7);",
    )
}

#[derive(FromGraph)]
#[from_graph(Folder { recursive children, files, count files })]
struct Branch {
    name: String,
    children: Vec<Self>,
    files: Vec<File>,
    files_count: i64,
}

impl Branch {
    fn outline(&self) -> String {
        let Branch { name, children, files, files_count } = self;
        assert_eq!(files.len() as i64, *files_count);
        let files: Vec<i32> = files.iter().map(|file| file.id).collect();
        let children: Vec<String> = children.iter().map(Branch::outline).collect();
        format!("{name}{files:?}({})", children.join(" "))
    }
}

fn tops(
    roots: &[i32],
    conn: &mut Conn,
) -> Loaded!(Folder { recursive children, files, count files }) {
    let tops = folders::table.filter(folders::id.eq_any(roots)).order_by(folders::id);
    let tops = tops.with(Folder::children.order_by(folders::id).recursive());
    let tops = tops.with(Folder::files.order_by(files::id)).with(Folder::files.count());
    tops.load(conn).unwrap()
}

#[test]
fn a_tree_is_filled_at_every_depth_and_a_circle_ends_where_it_began() {
    let mut conn = world();
    let tops = tops(&[1, 2, 5, 6], &mut conn);
    let expected = [
        "all[2](food[](tea[1, 3]()) toys[]())",
        "food[](tea[1, 3]())",
        "self[](self[]())",
        "yin[](yang[4](yin[]()))",
    ];
    assert!(tops.to_structs::<Branch>().iter().map(Branch::outline).eq(expected));
    assert!(tops.iter().map(|top| top.to_struct::<Branch>().outline()).eq(expected));
    assert!(tops.into_structs::<Branch>().iter().map(Branch::outline).eq(expected));
}

#[test]
fn a_chain_of_ancestors_is_boxed() {
    #[derive(FromGraph)]
    #[from_graph(Folder { recursive parent })]
    struct Path {
        name: String,
        parent: Option<Box<Path>>,
    }
    fn text(path: &Path) -> String {
        let parent = path.parent.as_deref().map(|parent| text(parent) + "/");
        parent.unwrap_or_default() + &path.name
    }
    let mut conn = world();
    let all = folders::table.order_by(folders::id).with(Folder::parent.recursive());
    let all: Vec<Path> = all.load(&mut conn).unwrap().into_structs();
    let expected = [
        "all",
        "all/food",
        "all/food/tea",
        "all/toys",
        "self/self",
        "yin/yang/yin",
        "yang/yin/yang",
    ];
    assert!(all.iter().map(text).eq(expected));
}

#[derive(FromGraph)]
#[from_graph(Folder { recursive children })]
struct Root {
    children: Vec<Branch>,
    row: Folder,
}

#[derive(FromGraph)]
#[from_graph(Folder { children, files })]
struct OneLevel {
    files: Vec<File>,
    children: Vec<FilesOf>,
}

#[derive(FromGraph)]
#[from_graph(Folder { files })]
struct FilesOf {
    files: Vec<File>,
}

#[test]
fn other_structs_are_at_the_top_of_a_tree_or_for_one_level_of_it() {
    let mut conn = world();
    let roots: Vec<Root> = tops(&[1], &mut conn).into_structs();
    assert_eq!(roots[0].row.name, "all");
    assert!(roots[0].children.iter().map(Branch::outline).eq(["food[](tea[1, 3]())", "toys[]()"]));
    let levels: Vec<OneLevel> = tops(&[2, 3], &mut conn).into_structs();
    assert_eq!((levels[0].files.len(), levels[1].files.len()), (0, 2));
    assert!(levels[0].children.iter().map(|child| child.files.len()).eq([2]));
}

#[derive(FromGraph)]
#[from_graph(Folder { recursive some children })]
struct Part {
    id: i32,
    children: Option<Vec<Part>>,
}

#[derive(FromGraph)]
#[from_graph(Folder { recursive some children })]
struct ListedPart {
    children: Vec<ListedPart>,
}

/// The same in every way that a graph is read: `1 {2 {?} 4 {?}}`.
fn text(part: &Part) -> String {
    let children = part.children.as_ref().map(|children| children.iter().map(text).collect());
    children
        .map_or_else(|| format!("{}?", part.id), |inside: String| format!("{}({inside})", part.id))
}

fn read<F: MayHave<folder::children, Child = F>>(folder: F) -> String {
    match folder.get_if(Folder::children) {
        Some(children) => format!("{}({})", folder.id, children.map(read).collect::<String>()),
        None => format!("{}?", folder.id),
    }
}

#[test]
fn beyond_a_limited_depth_nothing_is_known() {
    let mut conn = world();
    for (depth, expected) in [(0, "1?"), (1, "1(2?4?)"), (2, "1(2(3?)4())"), (3, "1(2(3())4())")] {
        let plan = Folder::children.order_by(folders::id).recursive().depth(depth);
        let tree = folders::table.find(1).with(plan).first(&mut conn).unwrap();
        assert_eq!(read(tree.node()), expected);
        assert_eq!(tree.node().children().len(), if depth == 0 { 0 } else { 2 });
        assert_eq!(text(&tree.to_struct()), expected);
        // Every row whose children are known, and no other, says so when it is printed.
        assert_eq!(
            format!("{tree:?}").matches("children: [").count(),
            expected.matches('(').count()
        );
        assert_eq!(tree.to_struct::<ListedPart>().children.len(), if depth == 0 { 0 } else { 2 });
        assert_eq!(text(&tree.into_struct()), expected);
    }
    let tree = folders::table.find(1).with(Folder::children.recursive()).first(&mut conn).unwrap();
    assert_eq!(read(tree.node()), "1(2(3())4())");
}

#[test]
fn a_row_at_the_end_of_a_depth_that_is_one_of_the_first_is_known() {
    let mut conn = world();
    let rows = || folders::table.filter(folders::id.eq_any([1, 2])).order_by(folders::id);
    let plan = Folder::children.order_by(folders::id).recursive().depth(1);
    let tree = rows().with(plan).load(&mut conn).unwrap();
    assert!(tree.iter().map(read).eq(["1(2(3?)4?)", "2(3?)"]));
    // Of the parents, 1 has none, and that of 3 is known as it is that of another row too.
    let plan = Folder::parent.recursive().depth(1);
    let of = |id: i32| folders::table.filter(folders::id.eq_any([id, 2])).order_by(folders::id);
    let parents = of(3).with(plan.clone()).load(&mut conn).unwrap();
    let parent =
        |folder: i32| parents.iter().find(|it| it.id == folder).unwrap().get_if(Folder::parent);
    let first = parent(2).unwrap().unwrap();
    assert_eq!(first.id, 1);
    assert!(first.get_if(Folder::parent).unwrap().is_none());
    let of_tea = folders::table.find(3).with(plan).first(&mut conn).unwrap();
    let food = of_tea.parent().unwrap();
    assert_eq!(food.name, "food");
    assert!(food.get_if(Folder::parent).is_none());
}
