//! The two crates that write rows, of models with relations.

use crate::conjoin::model;
use crate::world::{Step, World};

/// By Diesel alone.
pub(crate) fn plain(world: World) -> String {
    source(world, [plain_links, plain_children, plain_delete, plain_tree])
}

/// Through relations.
pub(crate) fn conjoin(world: World) -> String {
    "use conjoin::create;\n".to_owned() + &source(world, [links, children, delete, tree])
}

/// Names for the code of a model.
struct Names {
    /// Its number, and those of its children, of theirs, and of its peers.
    own: usize,
    child: usize,
    grandchild: usize,
    peer: usize,
    /// That of its parent, if there must be one.
    parent: Option<usize>,
    /// Its association table, with the columns of this side and the other.
    link: usize,
    near: &'static str,
    far: &'static str,
    /// That of its children, with the column of theirs.
    child_link: usize,
    child_near: &'static str,
}

impl Names {
    fn of(world: World, own: usize) -> Self {
        let to = |from, step| world.target(from, step);
        let child = to(own, Step::Children);
        let grandchild = to(child, Step::Children);
        let peer = to(own, Step::Peers);
        let parent = (!world.has_nullable_parent(own)).then(|| to(own, Step::Parent));
        let (link, near, far) = world.link(own);
        let (child_link, child_near, _) = world.link(child);
        Names { own, child, grandchild, peer, parent, link, near, far, child_link, child_near }
    }
}

/// The body of a function.
type Body = fn(&Names) -> String;

fn source(world: World, bodies: [Body; 4]) -> String {
    let uses = "use conjoin::prelude::*;\nuse diesel::prelude::*;\n\n";
    let models: String = (0..world.models).map(|number| model(world, number)).collect();
    let code = (0..world.models).map(|model| functions(world, model, bodies));
    uses.to_owned() + &world.schema() + &models + &code.collect::<String>()
}

fn functions(world: World, model: usize, bodies: [Body; 4]) -> String {
    let names = &Names::of(world, model);
    let Names { own, child, grandchild, peer, parent, .. } = names;
    let [links, children, delete, tree] = bodies.map(|body| body(names));
    let parent = parent.map(|parent| format!("parent: New{parent}, ")).unwrap_or_default();
    format!(
        "{new}\
         pub fn link_{own}(row: &M{own}, peers: &[M{peer}], conn: &mut SqliteConnection) \
         -> QueryResult<()> {{\n{links}}}\n\
         pub fn add_{own}(row: &M{own}, new: Vec<New{child}>, conn: &mut SqliteConnection) \
         -> QueryResult<usize> {{\n{children}}}\n\
         pub fn delete_{own}(row: &M{own}, conn: &mut SqliteConnection) \
         -> QueryResult<usize> {{\n{delete}}}\n\
         pub fn create_{own}(new: New{own}, {parent}peers: &[M{peer}], \
         children: Vec<(New{child}, Vec<New{grandchild}>)>, conn: &mut SqliteConnection) \
         -> QueryResult<usize> {{\n{tree}}}\n",
        new = world.new_row(model)
    )
}

fn links(names: &Names) -> String {
    let own = names.own;
    format!(
        "row.link(M{own}::peers, peers).execute(conn)?;\n\
         row.unlink(M{own}::peers, &peers[1..]).execute(conn)?;\n\
         row.set(M{own}::peers, peers).execute(conn)\n"
    )
}

fn plain_links(names: &Names) -> String {
    let Names { link, near, far, .. } = names;
    let insert = format!(
        "let pairs: Vec<_> = peers.iter()\
         .map(|peer| (links{link}::{near}.eq(row.id), links{link}::{far}.eq(peer.id))).collect();\n\
         diesel::insert_into(links{link}::table).values(pairs).on_conflict_do_nothing().execute(conn)?;\n"
    );
    let of_row = format!("links{link}::table.filter(links{link}::{near}.eq(row.id))");
    let far = format!("links{link}::{far}");
    format!(
        "{insert}\
         let ids = peers[1..].iter().map(|peer| peer.id);\n\
         diesel::delete({of_row}.filter({far}.eq_any(ids))).execute(conn)?;\n\
         conn.transaction(|conn| {{\n\
         let ids = peers.iter().map(|peer| peer.id);\n\
         diesel::delete({of_row}.filter({far}.ne_all(ids))).execute(conn)?;\n\
         {insert}Ok(())\n}})\n"
    )
}

fn children(names: &Names) -> String {
    format!("row.create(M{}::children, new).execute(conn)\n", names.own)
}

fn plain_children(names: &Names) -> String {
    let child = names.child;
    format!(
        "let rows: Vec<_> = new.into_iter().map(|new| (t{child}::parent_id.eq(row.id), new)).collect();\n\
         diesel::insert_into(t{child}::table).values(rows).execute(conn)\n"
    )
}

fn delete(names: &Names) -> String {
    let Names { own, child, .. } = names;
    format!("row.delete().with(M{own}::children.with(M{child}::peers)).execute(conn)\n")
}

fn plain_delete(names: &Names) -> String {
    let Names { own, child, child_link, child_near, .. } = names;
    format!(
        "conn.transaction(|conn| {{\n\
         let children = t{child}::table.filter(t{child}::parent_id.eq(row.id)).select(t{child}::id);\n\
         let links = links{child_link}::table.filter(links{child_link}::{child_near}.eq_any(children));\n\
         let deleted = diesel::delete(links).execute(conn)?;\n\
         let children = t{child}::table.filter(t{child}::parent_id.eq(row.id));\n\
         let deleted = deleted + diesel::delete(children).execute(conn)?;\n\
         Ok(deleted + diesel::delete(t{own}::table.find(row.id)).execute(conn)?)\n\
         }})\n"
    )
}

/// A row with its parent, its children, theirs, and links.
fn tree(names: &Names) -> String {
    let Names { own, child, parent, .. } = names;
    let parent = parent.map(|_| format!(".with(M{own}::parent, create(parent))"));
    let parent = parent.unwrap_or_default();
    format!(
        "let children = children.into_iter().map(|(new, below)| \
         create(new).with(M{child}::children, below.into_iter().map(create)));\n\
         let row = create(new){parent}.with(M{own}::children, children)\
         .link(M{own}::peers, peers).save(conn)?;\n\
         Ok(row.children().map(|child| child.children().len()).sum())\n"
    )
}

fn plain_tree(names: &Names) -> String {
    let Names { own, child, grandchild, parent, link, near, far, .. } = names;
    let last = |model: &usize| {
        format!(
            "t{model}::table.order_by(t{model}::id.desc()).select(M{model}::as_select()).first(conn)?"
        )
    };
    let (last_own, last_child) = (last(own), last(child));
    let insert_parent = parent.as_ref().map(|parent| {
        let last_parent = last(parent);
        format!(
            "diesel::insert_into(t{parent}::table).values(parent).execute(conn)?;\n\
             let parent = {last_parent};\n\
             let new = (t{own}::parent_id.eq(parent.id), new);\n"
        )
    });
    let insert_parent = insert_parent.unwrap_or_default();
    format!(
        "conn.transaction(|conn| {{\n\
         {insert_parent}\
         diesel::insert_into(t{own}::table).values(new).execute(conn)?;\n\
         let row = {last_own};\n\
         let pairs: Vec<_> = peers.iter()\
         .map(|peer| (links{link}::{near}.eq(row.id), links{link}::{far}.eq(peer.id))).collect();\n\
         diesel::insert_into(links{link}::table).values(pairs).execute(conn)?;\n\
         let mut created = Vec::new();\n\
         for (new, below) in children {{\n\
         diesel::insert_into(t{child}::table).values((t{child}::parent_id.eq(row.id), new))\
         .execute(conn)?;\n\
         let child = {last_child};\n\
         let below: Vec<_> = below.into_iter()\
         .map(|new| (t{grandchild}::parent_id.eq(child.id), new)).collect();\n\
         diesel::insert_into(t{grandchild}::table).values(below).execute(conn)?;\n\
         let below = M{grandchild}::belonging_to(&child).select(M{grandchild}::as_select()).load(conn)?;\n\
         created.push((child, below));\n\
         }}\n\
         Ok(created.iter().map(|(_, below)| below.len()).sum())\n\
         }})\n"
    )
}
