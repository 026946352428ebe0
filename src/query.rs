//! The types of queries that relations take part in, for functions that return one or structs that
//! hold one.

pub use crate::join::between::Between;
pub use crate::join::selected::SelectedFrom;
pub use crate::join::{Join, OuterJoin};
pub use crate::load::also_select::AlsoSelect;
pub use crate::load::batches::{Batches, Progress};
pub use crate::load::statement_tree::{StatementTree, Strategy};
pub use crate::load::upgrade::{Upgrade, WithRows};
pub use crate::write::change::ChangeLinks;
pub use crate::write::delete::DeleteRows;
pub use crate::write::kind::{Add, Delete, Set};
pub use crate::write::many_to_many::{Keys, ManyToMany};
