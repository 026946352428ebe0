//! The statements of a load, for people to read.

use crate::database::backend::{Database, text};
use crate::database::selection::{Readable, Selection};
use crate::load::Load;
use crate::load::blocking::Fill;
use crate::load::own_rows::Over;
use diesel::QueryResult;
use diesel::query_builder::{AsQuery, QueryFragment};
use diesel::query_dsl::methods::SelectDsl;
use std::any::type_name;
use std::fmt::{self, Display};

/// The statements that a load sends, each with those that follow from its rows.
///
/// Returned by [`statements`](Load::statements). It prints as a tree, with a line for each
/// statement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatementTree {
    /// What is loaded: at the root the name of the model, such as `User`, below it relations, such
    /// as `User::posts`.
    pub of: String,
    /// How its rows are found.
    pub strategy: Strategy,
    /// The statement for several keys, with placeholders for binds; the list of keys is written
    /// `(…)`.
    pub sql: String,
    /// The statements for its rows.
    pub beneath: Vec<StatementTree>,
}

/// How rows are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strategy {
    /// By the query itself.
    Root,
    /// By the keys of all the rows they belong to.
    Grouped,
    /// The same, limited to the first rows of each.
    FirstOfEach,
    /// In the statement of the query, which joins them; no statement of their own.
    InTheQuery,
    /// At every depth at once, by a recursive query.
    AllLevels,
    /// At every depth, with a statement for each level.
    LevelByLevel,
}

impl Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Strategy::Root => "the query",
            Strategy::Grouped => "grouped",
            Strategy::FirstOfEach => "per parent",
            Strategy::InTheQuery => "joined",
            Strategy::AllLevels => "recursive",
            Strategy::LevelByLevel => "level by level",
        })
    }
}

impl StatementTree {
    fn new<'q, DB: Database, M>(
        of: &str,
        strategy: Strategy,
        statement: &impl QueryFragment<DB>,
        edges: impl Fill<'q, DB, M>,
    ) -> QueryResult<Self> {
        let sql = text(statement)?;
        Ok(StatementTree { of: of.to_owned(), strategy, sql, beneath: Branches::of(edges)? })
    }

    /// The number of statements, assuming that no level is empty and that none has more keys than
    /// fit into one statement; a relation that is loaded [level by level](Strategy::LevelByLevel)
    /// counts as one.
    pub fn count(&self) -> usize {
        let own = usize::from(self.strategy != Strategy::InTheQuery);
        own + self.beneath.iter().map(StatementTree::count).sum::<usize>()
    }

    fn write(&self, indent: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.of, self.strategy)?;
        if !self.sql.is_empty() {
            write!(f, ": {}", self.sql)?;
        }
        for (place, tree) in self.beneath.iter().enumerate() {
            let last = place + 1 == self.beneath.len();
            let (branch, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            write!(f, "\n{indent}{branch}")?;
            tree.write(&format!("{indent}{below}"), f)?;
        }
        Ok(())
    }
}

impl Display for StatementTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write("", f)
    }
}

/// The statements of a level, as they are collected.
#[derive(Debug, Default)]
pub struct Branches(Vec<StatementTree>);

impl Branches {
    /// What is loaded with the rows of a level.
    fn of<'q, DB: Database, M>(edges: impl Fill<'q, DB, M>) -> QueryResult<Vec<StatementTree>> {
        let mut beneath = Branches::default();
        edges.describe(&mut beneath)?;
        Ok(beneath.0)
    }

    /// Adds a relation whose rows are returned by the query itself.
    pub(crate) fn add_joined<'q, DB: Database, M>(
        &mut self,
        relation: &str,
        edges: impl Fill<'q, DB, M>,
    ) -> QueryResult<()> {
        let (of, sql, beneath) = (relation.to_owned(), String::new(), Branches::of(edges)?);
        self.0.push(StatementTree { of, strategy: Strategy::InTheQuery, sql, beneath });
        Ok(())
    }

    /// Adds the statement of a relation, and those for its rows.
    pub(crate) fn add<'q, DB: Database, M>(
        &mut self,
        relation: &str,
        strategy: Strategy,
        statement: &impl QueryFragment<DB>,
        edges: impl Fill<'q, DB, M>,
    ) -> QueryResult<()> {
        self.0.push(StatementTree::new(relation, strategy, statement, edges)?);
        Ok(())
    }
}

/// What is asked.
impl<Q, M, E> Load<Q, M, E> {
    /// Returns the statements that this load would send, without a connection: for tests, logs, and
    /// to inspect a plan.
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::{prelude::*, sqlite::Sqlite};
    ///
    /// let latest = User::posts.order_by(posts::id.desc()).per_parent(3);
    /// let load = users::table.with(User::profile).with(latest.with(Post::tags));
    /// let statements = load.statements::<Sqlite>()?;
    /// println!("{statements}");
    /// // User (the query): SELECT `users`.`id`, `users`.`username` FROM `users`
    /// // ├─ User::posts (per parent): SELECT … FROM (VALUES …) AS `conjoin:keys` CROSS JOIN `posts` …
    /// // │  └─ Post::tags (grouped): SELECT … FROM `tags` INNER JOIN `post_tags` …
    /// // └─ User::profile (grouped): SELECT … FROM `profiles` WHERE `profiles`.`user_id` IN (…)
    /// assert_eq!(statements.count(), 4);
    /// assert_eq!(statements.beneath[0].beneath[0].of, "Post::tags");
    /// # Ok::<(), diesel::result::Error>(())
    /// ```
    ///
    /// For a `MultiConnection` it is the SQL of its first database.
    ///
    /// # Errors
    ///
    /// Those of building a statement, such as a negative number of rows in `per_parent`.
    pub fn statements<'q, DB>(self) -> QueryResult<StatementTree>
    where
        DB: Database,
        Q: Describe<'q, DB, M, E>,
        E: Fill<'q, DB, M>,
    {
        let query = self.query.told()?;
        StatementTree::new(model_name::<M>(), Strategy::Root, &query, self.edges)
    }
}

/// A query whose statement can be shown.
pub trait Describe<'q, DB: Database, M, E> {
    /// The statement.
    type Told: QueryFragment<DB>;
    /// The statement.
    fn told(self) -> QueryResult<Self::Told>;
}

#[diagnostic::do_not_recommend]
impl<'q, Q, DB, M, E> Describe<'q, DB, M, E> for Q
where
    DB: Database,
    M: Readable<DB>,
    Q: AsQuery<SqlType: Over<DB>> + SelectDsl<Selection<M, DB>, Output: QueryFragment<DB>>,
{
    type Told = Q::Output;

    fn told(self) -> QueryResult<Q::Output> {
        Ok(self.select(Selection::default()))
    }
}

/// `User`, of `blog::models::User`.
fn model_name<M>() -> &'static str {
    let name = type_name::<M>();
    name.rsplit("::").next().unwrap_or(name)
}
