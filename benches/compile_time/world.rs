//! What both generated crates contain: a schema, models, and what is loaded.

/// A number of models, in a ring of `children` and `parent`; each has `peers` across the ring.
///
/// Three relations per model: has_many, belongs_to (nullable for every second model) and
/// many_to_many through one association table per pair of models.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) models: usize,
}

/// Follows a relation.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Children,
    Parent,
    Peers,
}

/// A relation to load, and what to load beneath it.
pub(crate) struct Load {
    pub(crate) step: Step,
    pub(crate) filtered: bool,
    pub(crate) ordered: bool,
    pub(crate) below: Vec<Load>,
}

/// Loads from the rows of one model.
pub(crate) struct Plan {
    pub(crate) root: usize,
    pub(crate) loads: Vec<Load>,
}

impl World {
    /// Where `step` leads from `model`.
    pub(crate) fn target(self, model: usize, step: Step) -> usize {
        let distance = match step {
            Step::Children => 1,
            Step::Parent => self.models - 1,
            Step::Peers => self.models / 2,
        };
        (model + distance) % self.models
    }

    /// The association table of `model`, with the columns of this side and the other.
    pub(crate) fn link(self, model: usize) -> (usize, &'static str, &'static str) {
        let pairs = self.models / 2;
        if model < pairs {
            (model, "left_id", "right_id")
        } else {
            (model - pairs, "right_id", "left_id")
        }
    }

    pub(crate) fn has_nullable_parent(self, model: usize) -> bool {
        model % 2 == 1
    }

    /// A plan for every second model, each four levels of rows deep.
    pub(crate) fn plans(self) -> impl Iterator<Item = Plan> {
        (0..self.models / 2).map(|number| Plan { root: 2 * number, loads: shape(number) })
    }

    /// The tables, as `diesel print-schema` writes them.
    pub(crate) fn schema(self) -> String {
        let mut tables: String = (0..self.models).map(|model| self.table(model)).collect();
        tables.extend((0..self.models / 2).map(|pair| self.link_table(pair)));
        let names = (0..self.models).map(|model| format!("t{model}, "));
        let names = names.chain((0..self.models / 2).map(|pair| format!("links{pair}, ")));
        let names: String = names.collect();
        tables + &format!("diesel::allow_tables_to_appear_in_same_query!({names});\n")
    }

    fn table(self, model: usize) -> String {
        let parent = self.target(model, Step::Parent);
        let key = if self.has_nullable_parent(model) { "Nullable<Integer>" } else { "Integer" };
        format!(
            "diesel::table! {{ t{model} (id) {{ id -> Integer, name -> Text, rank -> Integer, \
             active -> Bool, note -> Nullable<Text>, parent_id -> {key}, }} }}\n\
             diesel::joinable!(t{model} -> t{parent} (parent_id));\n"
        )
    }

    fn link_table(self, pair: usize) -> String {
        let other = self.target(pair, Step::Peers);
        format!(
            "diesel::table! {{ links{pair} (left_id, right_id) {{ left_id -> Integer, \
             right_id -> Integer, }} }}\n\
             diesel::joinable!(links{pair} -> t{pair} (left_id));\n\
             diesel::joinable!(links{pair} -> t{other} (right_id));\n"
        )
    }

    /// The struct of a model, with more derives and attributes as the crate needs them.
    pub(crate) fn model(self, model: usize, derives: &str, attributes: &str) -> String {
        let parent = self.target(model, Step::Parent);
        let key = if self.has_nullable_parent(model) { "Option<i32>" } else { "i32" };
        format!(
            "#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Associations{derives})]\n\
             #[diesel(table_name = t{model}, belongs_to(M{parent}, foreign_key = parent_id))]\n\
             {attributes}\
             pub struct M{model} {{ pub id: i32, pub name: String, pub rank: i32, \
             pub active: bool, pub note: Option<String>, pub parent_id: {key} }}\n"
        )
    }
}

/// What is written.
impl World {
    /// A new row of a model, without its foreign key.
    pub(crate) fn new_row(self, model: usize) -> String {
        format!(
            "#[derive(Debug, Clone, Insertable)]\n#[diesel(table_name = t{model})]\n\
             pub struct New{model} {{ pub name: String, pub rank: i32, pub active: bool, \
             pub note: Option<String> }}\n"
        )
    }
}

impl Load {
    /// `.filter(…).order_by(…)`, on the table that the load leads to.
    pub(crate) fn narrowed(&self, table: usize) -> String {
        let filter = format!(".filter(t{table}::rank.gt(10).and(t{table}::active))");
        let order = format!(".order_by((t{table}::name, t{table}::id))");
        let said = |is_said: bool, text: String| if is_said { text } else { String::new() };
        said(self.filtered, filter) + &said(self.ordered, order)
    }

    fn filtered(self) -> Self {
        Load { filtered: true, ..self }
    }

    fn ordered(self) -> Self {
        Load { ordered: true, ..self }
    }
}

/// Five shapes in turn: three relations deep, one of them with a second branch.
fn shape(number: usize) -> Vec<Load> {
    use Step::{Children, Parent, Peers};
    match number % 5 {
        0 => vec![load(Children, [load(Children, [load(Peers, [])])])],
        1 => vec![load(Children, [load(Peers, [load(Parent, [])])]).filtered().ordered()],
        2 => vec![load(Peers, [load(Children, [load(Children, [])]).ordered()])],
        3 => vec![load(Parent, []), load(Children, [load(Peers, [load(Children, [])]).filtered()])],
        _ => vec![load(Parent, [load(Children, [load(Peers, [])]).filtered().ordered()])],
    }
}

fn load<const N: usize>(step: Step, below: [Load; N]) -> Load {
    Load { step, filtered: false, ordered: false, below: below.into() }
}
