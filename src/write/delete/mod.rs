//! Deleting rows with what refers to them: what is to go is a plan (`plan`), each of whose levels is some
//! rows (`rows`, `tree`) and a statement about them (`statement`).

#[cfg(feature = "async")]
mod asynchronous;
mod blocking;
pub(crate) mod plan;
pub(crate) mod rows;
pub(crate) mod statement;
pub(crate) mod tree;

use crate::database::backend::Database;
use crate::load::mode::{Connected, Mode};
use crate::model::key::Keyed;
use crate::model::relation::{Model, PrimaryKey};
use crate::plan::dsl::Plan;
use crate::plan::fits::{Alone, FitsIn, Fitted};
use crate::plan::slots::Slots;
use crate::related::Sources;
use crate::write::change::WriteOn;
use crate::write::delete::plan::{DeletePlan, DeleteSlots, delete};
use crate::write::delete::rows::{DeletedRows, InHand};
use crate::write::delete::statement::{DeleteStep, DeleteSteps};
use std::fmt::{self, Debug};

/// Rows that are to be deleted with what refers to them, as [`delete`](crate::dsl::WriteDsl::delete) returns
/// it; sent by [`execute`](Self::execute).
///
/// `E` records the relations that go with them.
#[must_use = "nothing is deleted until `.execute(conn)`"]
pub struct DeleteRows<M: Model + Keyed<PrimaryKey<M>>, E = <M as Model>::Edges> {
    rows: InHand<M>,
    edges: E,
}

/// The slots `E` with the plan `P`.
type Named<E, P> = <<P as Plan>::Planned as DeletePlan>::Checked<Fitted<E, P>>;

impl<M: Model + Keyed<PrimaryKey<M>>, E> Debug for DeleteRows<M, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DeleteRows").field(&self.rows).finish()
    }
}

impl<M: Model<PrimaryKey: Default> + Keyed<PrimaryKey<M>>> DeleteRows<M> {
    pub(crate) fn of(rows: &(impl Sources<Model = M> + ?Sized)) -> Self {
        DeleteRows { rows: InHand::of(rows), edges: Default::default() }
    }
}

impl<M: Model + Keyed<PrimaryKey<M>>, E> DeleteRows<M, E> {
    /// Also deletes the rows of a has_many or a has_one, with the relations nested inside it; of a
    /// many_to_many, the links, and no other rows.
    ///
    /// Nothing else is deleted, apart from what the schema deletes with a row (`ON DELETE CASCADE`). A relation
    /// with a `filter` deletes the rows that satisfy it.
    ///
    /// ```
    /// use blog::{Post, User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let alice: User = users::table.find(1).first(conn)?;
    /// let deleted = alice
    ///     .delete()
    ///     .with(User::profile)
    ///     .with(User::posts.with(Post::tags))
    ///     .execute(conn)?;
    /// // BEGIN
    /// // DELETE FROM post_tags
    /// //   WHERE post_tags.post_id IN (SELECT posts.id FROM posts WHERE posts.user_id = ?)
    /// // DELETE FROM posts WHERE posts.user_id = ?
    /// // DELETE FROM profiles WHERE profiles.user_id = ?
    /// // DELETE FROM users WHERE users.id = ?
    /// // COMMIT
    /// assert_eq!(deleted, 3 + 2 + 1 + 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A [recursive](crate::dsl::RelationDsl::recursive) relation deletes a whole tree; what is named beside
    /// it is deleted at every depth.
    pub fn with<P>(self, plan: P) -> DeleteRows<M, Named<E, P>>
    where
        P: FitsIn<E, Planned: DeletePlan>,
    {
        let (edges, _) = plan.fit(self.edges, Alone);
        DeleteRows { rows: self.rows, edges: P::Planned::checked(edges) }
    }

    /// Deletes the rows in the order that foreign keys allow, the deepest first, and returns how many: of all
    /// tables together, without those that the schema deletes.
    ///
    /// Sends a statement for each relation, and one for the rows themselves, in one transaction, or in a
    /// savepoint inside one. For more rows than one statement has binds for, it is several: for each 16 383
    /// rows on SQLite and 32 767 on MariaDB, and for fewer if the key has several columns. On these two, a
    /// tree takes two statements more than it has levels. Without any rows, nothing is sent.
    ///
    /// The result depends on the connection: for a connection of Diesel's, a
    /// [`QueryResult`](diesel::QueryResult); for one of diesel-async, a future of it, to be awaited.
    ///
    /// # Errors
    ///
    /// Those of Diesel's `execute`, and then nothing is deleted. If a row is left that refers to one of these,
    /// because its relation was not named or it was inserted in the meantime, that is a
    /// [`ForeignKeyViolation`](diesel::result::DatabaseErrorKind::ForeignKeyViolation).
    pub fn execute<'c, C, S, T>(self, conn: &'c mut C) -> S::Output<'c, T>
    where
        S: Mode,
        C: Connected<S>,
        Self: WriteOn<C, S, Output = T> + 'c,
    {
        self.written(conn)
    }

    /// The statements, in their order.
    pub(crate) fn steps<DB>(self) -> Vec<DeleteStep<DB>>
    where
        DB: Database,
        InHand<M>: DeletedRows<DB, Model = M>,
        E: Slots<List: DeleteSlots<DB, M>>,
    {
        let mut steps = DeleteSteps::new();
        delete::<DB, E, _>(self.rows, &mut steps);
        steps.into_vec()
    }
}
