//! Graphs of rows that are given by hand: checked, and linked by their keys, without a database.
//!
//! Uses `load` and what that uses.

pub(crate) mod assemble;
pub(crate) mod link;
pub(crate) mod refused;
pub(crate) mod settled;

use crate::by_hand::assemble::{Assemble, level};
use crate::by_hand::refused::{check_identities, not_one};
use crate::load::upgrade::{Hand, Several, Takes, Upgrade};
use crate::model::key::Keyed;
use crate::model::level::Owned;
use crate::model::relation::{Model, PrimaryKey};
use crate::plan::slots::LoadableEdges;
use diesel::QueryResult;

impl<'r, M: Model, E: 'static, H: Hand<'r>> Upgrade<'r, M, E, H> {
    /// Builds a graph of these rows and of those that were [given](crate::dsl::GivenDsl::rows) for
    /// their relations, without a database: for tests of functions that take graphs.
    ///
    /// Its type is that of a load with the same relations. Returns a [`Graph`](crate::Graph) for several rows, and
    /// a single row for a single one.
    ///
    /// ```
    /// use blog::{Profile, User};
    /// use conjoin::{Loaded, prelude::*};
    ///
    /// fn signature(user: Loaded!(node User { profile })) -> String {
    ///     let bio = user.profile().map(|profile| profile.bio.clone());
    ///     format!("{}, {}", user.username, bio.unwrap_or_default())
    /// }
    ///
    /// let profile = Profile { id: 1, bio: "writes".to_owned(), user_id: 1 };
    /// let alice = User { id: 1, username: "alice".to_owned() };
    /// let alice = alice.with(User::profile.rows([profile])).build()?;
    /// assert_eq!(signature(alice.node()), "alice, writes");
    /// # Ok::<(), diesel::result::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::IllFormed`](crate::Error::IllFormed) if a load could not return these rows: a row or
    /// a link that does not belong to a row above, a second row of a `has_one` or with the same
    /// primary key, a row that is missing although its key is `NOT NULL`. Filters, also declared
    /// ones, and the number of rows of `per_parent` are not checked.
    pub fn build(self) -> QueryResult<H::Of<M, E::Loaded>>
    where
        E: LoadableEdges<List: Assemble<M>>,
        H: Takes<E>,
        M: Keyed<PrimaryKey<M>>,
    {
        check_identities(M::NAME, self.level.rows.iter())?;
        level(self.level).map(H::hold)
    }
}

impl<M: Model, E: 'static> Upgrade<'static, M, E, Several<Owned>> {
    /// Builds a single row that owns itself, as [`first`](crate::Load::first) returns it: from a
    /// `Vec` of one row. See [`build`](Self::build).
    ///
    /// ```
    /// use blog::User;
    /// use conjoin::{Loaded, prelude::*};
    ///
    /// fn is_author(user: Loaded!(one User { posts })) -> bool {
    ///     !user.posts().is_empty()
    /// }
    ///
    /// let alice = User { id: 1, username: "alice".to_owned() };
    /// assert!(!is_author(vec![alice].with(User::posts.rows([])).build_one()?));
    /// # Ok::<(), diesel::result::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build), and if there is not exactly one row.
    pub fn build_one(self) -> QueryResult<M::One<E::Loaded, Owned>>
    where
        E: LoadableEdges<List: Assemble<M>>,
        M: Keyed<PrimaryKey<M>>,
    {
        match self.level.roots {
            1 => self.build().map(M::one),
            rows => Err(not_one::<M>(rows)),
        }
    }
}
