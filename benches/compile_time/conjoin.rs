//! The crate that uses conjoin.

use crate::world::{Load, Plan, Step, World};

pub(crate) fn source(world: World) -> String {
    let models = (0..world.models).map(|model| self::model(world, model));
    let loads = world.plans().enumerate().map(|(number, plan)| function(world, number, &plan));
    "use conjoin::prelude::*;\nuse diesel::prelude::*;\n\n".to_owned()
        + &world.schema()
        + &models.collect::<String>()
        + &loads.collect::<String>()
}

pub(crate) fn model(world: World, model: usize) -> String {
    let [child, parent, peer] =
        [Step::Children, Step::Parent, Step::Peers].map(|step| world.target(model, step));
    let (link, near, far) = world.link(model);
    let relations = format!(
        "#[relations(\n\
             has_many(children: M{child}, back_populates = parent),\n\
             belongs_to(parent: M{parent}, back_populates = children),\n\
             many_to_many(peers: M{peer}, through = links{link}({near}, {far}), back_populates = peers),\n\
         )]\n"
    );
    world.model(model, ", Relations", &relations)
}

/// Loads one plan and reads a field of every row.
fn function(world: World, number: usize, plan: &Plan) -> String {
    let root = plan.root;
    let loads = plan.loads.iter().map(|load| with(world, root, load));
    let loads: String = loads.collect();
    let reads = reads(world, root, 0, &plan.loads);
    format!(
        "pub fn load_{number}(conn: &mut SqliteConnection) -> QueryResult<usize> {{\n\
         let rows = t{root}::table.filter(t{root}::rank.gt({number})){loads}.load(conn)?;\n\
         let mut size = 0;\n\
         for row0 in &rows {{ size += row0.name.len();\n{reads}}}\n\
         Ok(size)\n}}\n"
    )
}

/// `.with(M0::children.filter(…).with(…))`
fn with(world: World, from: usize, load: &Load) -> String {
    let to = world.target(from, load.step);
    let below: String = load.below.iter().map(|below| with(world, to, below)).collect();
    format!(".with(M{from}::{}{}{below})", name(load.step), load.narrowed(to))
}

fn reads(world: World, from: usize, depth: usize, loads: &[Load]) -> String {
    loads.iter().map(|load| read(world, from, depth, load)).collect()
}

/// Loops over what was loaded with `row{depth}`.
fn read(world: World, from: usize, depth: usize, load: &Load) -> String {
    let to = world.target(from, load.step);
    let below = reads(world, to, depth + 1, &load.below);
    let (next, name) = (depth + 1, name(load.step));
    let is_one = matches!(load.step, Step::Parent);
    let is_certain = is_one && !world.has_nullable_parent(from) && !load.filtered;
    let open = match () {
        () if is_certain => format!("{{ let row{next} = row{depth}.{name}();"),
        () if is_one => format!("if let Some(row{next}) = row{depth}.{name}() {{"),
        () => format!("for row{next} in row{depth}.{name}() {{"),
    };
    format!("{open} size += row{next}.name.len();\n{below}}}\n")
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Children => "children",
        Step::Parent => "parent",
        Step::Peers => "peers",
    }
}
