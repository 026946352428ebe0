//! The crate that loads the same with Diesel alone, as Diesel's guide on relations does it.

use crate::world::{Load, Plan, Step, World};

pub(crate) fn source(world: World) -> String {
    let models = (0..world.models).map(|model| world.model(model, "", ""));
    let links = (0..world.models / 2).map(|pair| link(world, pair));
    let loads = world.plans().enumerate().map(|(number, plan)| function(world, number, &plan));
    "use diesel::prelude::*;\nuse std::collections::HashMap;\n\n".to_owned()
        + &world.schema()
        + &models.collect::<String>()
        + &links.collect::<String>()
        + &loads.collect::<String>()
}

/// The struct of an association table.
fn link(world: World, pair: usize) -> String {
    let other = world.target(pair, Step::Peers);
    format!(
        "#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Associations)]\n\
         #[diesel(table_name = links{pair}, primary_key(left_id, right_id))]\n\
         #[diesel(belongs_to(M{pair}, foreign_key = left_id))]\n\
         #[diesel(belongs_to(M{other}, foreign_key = right_id))]\n\
         pub struct Link{pair} {{ pub left_id: i32, pub right_id: i32 }}\n"
    )
}

/// Loads one plan into nested vectors and reads a field of every row.
fn function(world: World, number: usize, plan: &Plan) -> String {
    let root = plan.root;
    format!(
        "pub fn load_{number}(conn: &mut SqliteConnection) -> QueryResult<usize> {{\n\
         let rows0 = t{root}::table.filter(t{root}::rank.gt({number}))\
         .select(M{root}::as_select()).load(conn)?;\n\
         let level = {{ {} }};\n\
         let mut size = 0;\n\
         for {} in &level {{ size += row0.name.len();\n{}}}\n\
         Ok(size)\n}}\n",
        level(world, root, 0, &plan.loads),
        pattern(0, &plan.loads),
        reads(0, &plan.loads)
    )
}

/// `rows{depth}` together with all that belongs to them: `((row, related), related)`.
fn level(world: World, model: usize, depth: usize, loads: &[Load]) -> String {
    if loads.is_empty() {
        return format!("rows{depth}");
    }
    let mut code = String::new();
    let mut zipped = format!("rows{depth}.into_iter()");
    for (place, load) in loads.iter().enumerate() {
        let related = related(world, model, depth, load);
        code += &format!("let related{place} = {{\n{related} }};\n");
        zipped += &format!(".zip(related{place})");
    }
    code + &zipped + ".collect::<Vec<_>>()"
}

/// Loads one relation with what is beneath it: an item for each of `rows{depth}`.
fn related(world: World, from: usize, depth: usize, load: &Load) -> String {
    let to = world.target(from, load.step);
    let next = depth + 1;
    let narrowed = load.narrowed(to);
    let level = level(world, to, next, &load.below);
    let (rows, related) = match load.step {
        Step::Children => children(to, depth, &narrowed),
        Step::Peers => peers(world.link(from).0, to, depth, &narrowed),
        Step::Parent => parent(world.has_nullable_parent(from), to, depth, &narrowed),
    };
    format!("{rows}let level = {{ {level} }};\n{related}")
}

/// How to get the rows of a has_many, and from the level beneath them what belongs to each parent.
fn children(to: usize, depth: usize, narrowed: &str) -> (String, String) {
    let next = depth + 1;
    let rows = format!(
        "let rows{next} = M{to}::belonging_to(&rows{depth}){narrowed}\
         .select(M{to}::as_select()).load(conn)?;\n"
    );
    (rows, format!("level.grouped_by(&rows{depth})"))
}

fn peers(link: usize, to: usize, depth: usize, narrowed: &str) -> (String, String) {
    let next = depth + 1;
    let rows = format!(
        "let pairs = Link{link}::belonging_to(&rows{depth}).inner_join(t{to}::table){narrowed}\
         .select((Link{link}::as_select(), M{to}::as_select()))\
         .load::<(Link{link}, M{to})>(conn)?;\n\
         let (links, rows{next}): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();\n"
    );
    (rows, format!("links.into_iter().zip(level).grouped_by(&rows{depth})"))
}

fn parent(is_nullable: bool, to: usize, depth: usize, narrowed: &str) -> (String, String) {
    let next = depth + 1;
    let (keys, found) = if is_nullable {
        ("filter_map", "row.parent_id.and_then(|id| found.get(&id))")
    } else {
        ("map", "found.get(&row.parent_id)")
    };
    let rows = format!(
        "let keys = rows{depth}.iter().{keys}(|row| row.parent_id);\n\
         let rows{next} = t{to}::table.filter(t{to}::id.eq_any(keys)){narrowed}\
         .select(M{to}::as_select()).load(conn)?;\n\
         let ids: Vec<i32> = rows{next}.iter().map(|row| row.id).collect();\n"
    );
    let related = format!(
        "let found: HashMap<i32, _> = ids.into_iter().zip(level).collect();\n\
         rows{depth}.iter().map(|row| {found}.cloned()).collect::<Vec<_>>()"
    );
    (rows, related)
}

/// Takes one item of a level apart: `((row0, related0_0), related0_1)`.
fn pattern(depth: usize, loads: &[Load]) -> String {
    (0..loads.len()).fold(format!("row{depth}"), |pattern, place| {
        format!("({pattern}, related{depth}_{place})")
    })
}

/// Loops over what was loaded with `row{depth}`.
fn reads(depth: usize, loads: &[Load]) -> String {
    let reads = loads.iter().enumerate().map(|(place, load)| {
        let next = depth + 1;
        let item = pattern(next, &load.below);
        let open = match load.step {
            Step::Children => format!("for {item} in related{depth}_{place} {{"),
            Step::Peers => format!("for (_, {item}) in related{depth}_{place} {{"),
            Step::Parent => format!("if let Some({item}) = related{depth}_{place} {{"),
        };
        let below = reads(next, &load.below);
        format!("{open} size += row{next}.name.len();\n{below}}}\n")
    });
    reads.collect()
}
