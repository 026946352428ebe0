use crate::database::key_in::Bind;
use crate::database::keys::{KeyList, SharedKeys, distinct};
use crate::database::strategy::{PADDED_IN_A_QUERY, list_length};
use crate::model::as_row::AsRow;
use crate::model::graph::Graph;
use crate::model::key::{Key, KeyRef, Keyed, WriteColumns};
use crate::model::level::Ownership;
use crate::model::node::Nodes;
use crate::model::relation::Model;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;
use std::sync::Arc;

/// Rows whose related rows can be queried: one, or several.
pub trait Sources {
    /// The model of the rows.
    type Model: Model;
    /// What holds their keys.
    type Keys<K: Key>: HeldKey;
    /// The rows.
    fn rows(&self) -> impl Iterator<Item = &Self::Model>;
    /// Their keys in the columns `C`.
    fn keys<C>(&self) -> Self::Keys<<Self::Model as Keyed<C>>::Key>
    where
        Self::Model: Keyed<C>;
}

impl<M: Model> Sources for M {
    type Model = M;
    type Keys<K: Key> = Option<K>;

    fn rows(&self) -> impl Iterator<Item = &M> {
        std::iter::once(self)
    }

    fn keys<C>(&self) -> Option<<M as Keyed<C>>::Key>
    where
        M: Keyed<C>,
    {
        self.key().map(KeyRef::owned)
    }
}

impl<T: AsRow> Sources for [T] {
    type Model = T::Model;
    type Keys<K: Key> = SeveralKeys<K>;

    fn rows(&self) -> impl Iterator<Item = &T::Model> {
        self.iter().map(AsRow::as_row)
    }

    fn keys<C>(&self) -> SeveralKeys<<T::Model as Keyed<C>>::Key>
    where
        T::Model: Keyed<C>,
    {
        SeveralKeys::of(self.rows().map(Keyed::key))
    }
}

impl<M: Model, E: 'static, O: Ownership> Sources for Graph<M, E, O> {
    type Model = M;
    type Keys<K: Key> = SeveralKeys<K>;

    fn rows(&self) -> impl Iterator<Item = &M> {
        self.level().roots()
    }

    fn keys<C>(&self) -> SeveralKeys<<M as Keyed<C>>::Key>
    where
        M: Keyed<C>,
    {
        SeveralKeys::of(self.level().roots().map(Keyed::key))
    }
}

impl<M: Model, E: 'static> Sources for Nodes<'_, M, E> {
    type Model = M;
    type Keys<K: Key> = SeveralKeys<K>;

    fn rows(&self) -> impl Iterator<Item = &M> {
        self.clone().rows()
    }

    fn keys<C>(&self) -> SeveralKeys<<M as Keyed<C>>::Key>
    where
        M: Keyed<C>,
    {
        SeveralKeys::of(Sources::rows(self).map(Keyed::key))
    }
}

/// Keys in an expression: an `Option` of one, or [`SeveralKeys`].
pub trait HeldKey {
    /// Whether it is one, so that its SQL is always the same.
    const ONE: bool;
}

impl<K> HeldKey for Option<K> {
    const ONE: bool = true;
}

/// The keys of several rows, each once; none of them is `NULL`.
#[derive(Debug)]
pub struct SeveralKeys<K>(SharedKeys<K>);

impl<K> Clone for SeveralKeys<K> {
    fn clone(&self) -> Self {
        SeveralKeys(self.0.clone())
    }
}

impl<K> HeldKey for SeveralKeys<K> {
    const ONE: bool = false;
}

impl<K: Key> SeveralKeys<K> {
    fn of<'m>(keys: impl Iterator<Item = Option<impl KeyRef<Owned = K> + 'm>>) -> Self {
        let (keys, _) = distinct(keys.map(|key| key.map(KeyRef::owned)));
        let length = list_length(keys.len(), PADDED_IN_A_QUERY);
        let mut keys = SharedKeys::all(Arc::new(KeyList::new(keys, false)));
        keys.limit(0..length);
        SeveralKeys(keys)
    }
}

/// Writes a comparison with keys, which are bound as `B`.
pub trait WriteKeys<DB: Backend, B>: HeldKey {
    /// `column = ?` or `column IN (…)`
    fn write_keys<'b>(
        &'b self,
        columns: (&'b impl WriteColumns<DB>, Option<&str>),
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}

impl<DB: Backend, B: Bind<DB, K>, K> WriteKeys<DB, B> for Option<K> {
    fn write_keys<'b>(
        &'b self,
        columns: (&'b impl WriteColumns<DB>, Option<&str>),
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        B::write_key_or_null(columns, self, out)
    }
}

impl<DB: Backend, B: Bind<DB, K>, K> WriteKeys<DB, B> for SeveralKeys<K> {
    fn write_keys<'b>(
        &'b self,
        columns: (&'b impl WriteColumns<DB>, Option<&str>),
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if self.0.chunk().keys().is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        B::write_keys(columns, self.0.chunk(), out)
    }
}
