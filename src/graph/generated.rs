//! Methods of every model's `Node` and `One`, apart from its relations.

#[doc(hidden)]
#[macro_export]
macro_rules! __node_impls {
    () => {
        impl<M, E> ::std::clone::Clone for Node<'_, M, E> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<M, E> ::std::marker::Copy for Node<'_, M, E> {}

        impl<M: ::std::fmt::Debug, E: $crate::private::DebugEdges> ::std::fmt::Debug
            for Node<'_, M, E>
        {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.__at.fmt(f)
            }
        }

        impl<M, E, O: $crate::graph::Ownership> ::std::fmt::Debug for One<M, E, O>
        where
            M: ::std::fmt::Debug,
            E: $crate::private::DebugEdges,
        {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.node().fmt(f)
            }
        }

        impl<M, E> ::std::ops::Deref for Node<'_, M, E> {
            type Target = M;

            fn deref(&self) -> &M {
                self.__at.row()
            }
        }

        impl<'g, M, E> Node<'g, M, E> {
            /// The row, as a reference that lives as long as the graph.
            pub fn row(self) -> &'g M {
                self.__at.row()
            }
        }

        impl<'g, M, E> $crate::InGraph<'g> for Node<'g, M, E> {
            fn row(self) -> &'g M {
                self.__at.row()
            }
        }

        impl<M: $crate::Model, E> $crate::private::AsRow for Node<'_, M, E> {
            type Model = M;

            fn as_row(&self) -> &M {
                self
            }
        }

        impl<M, E, O> $crate::private::AsRow for One<M, E, O>
        where
            M: $crate::Model,
            O: $crate::graph::Ownership,
        {
            type Model = M;

            fn as_row(&self) -> &M {
                self
            }
        }

        impl<M: 'static, E> $crate::private::Placed for Node<'_, M, E> {
            type Model = M;
            type Edges = E;

            fn at(&self) -> $crate::private::At<'_, M, E> {
                self.__at
            }
        }

        impl<M, E, O: $crate::graph::Ownership> $crate::private::Placed for One<M, E, O> {
            type Model = M;
            type Edges = E;

            fn at(&self) -> $crate::private::At<'_, M, E> {
                $crate::private::At::only(self.__graph.level())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M, E, O: $crate::graph::Ownership> $crate::private::Single for One<M, E, O> {
            type Ownership = O;

            fn into_graph(self) -> $crate::Graph<M, E, O> {
                self.__graph
            }
        }

        impl<M, E, O: $crate::graph::Ownership> ::std::ops::Deref for One<M, E, O> {
            type Target = M;

            fn deref(&self) -> &M {
                $crate::private::At::only(self.__graph.level()).row()
            }
        }

        impl<M, E> ::std::ops::DerefMut for One<M, E> {
            fn deref_mut(&mut self) -> &mut M {
                self.__graph.only_row_mut()
            }
        }

        impl<M: ::std::clone::Clone, E: ::std::clone::Clone> ::std::clone::Clone for One<M, E> {
            fn clone(&self) -> Self {
                One { __graph: ::std::clone::Clone::clone(&self.__graph) }
            }
        }

        impl<'r, M, E, O> $crate::dsl::WithRowsDsl<'r, M> for One<M, E, O>
        where
            M: $crate::Model,
            O: $crate::graph::Ownership,
            $crate::Graph<M, E, O>: $crate::dsl::WithRowsDsl<'r, M, Edges = E>,
            $crate::private::Row<O>: $crate::private::Hand<'r>,
        {
            type Edges = E;
            type Hand = $crate::private::Row<O>;

            fn upgrade(self) -> $crate::query::Upgrade<'r, M, E, Self::Hand> {
                $crate::dsl::WithRowsDsl::upgrade(self.__graph).single()
            }
        }

        impl<M, E> One<M, E> {
            /// Returns the row, without a copy; everything loaded with it is dropped.
            pub fn into_row(self) -> M {
                self.__graph.into_only_row()
            }

            /// The row, to be changed in place, and those that were loaded with it. See
            /// [`Graph::rows_mut`]($crate::Graph::rows_mut).
            pub fn rows_mut(&mut self) -> $crate::graph::RowsMut<'_, M, E> {
                self.__graph.rows_mut()
            }
        }

        impl<M, E, O: $crate::graph::Ownership> One<M, E, O> {
            /// The row.
            pub fn row(&self) -> &M {
                self
            }

            /// This row as a node of its graph, for functions that require [`Has`]($crate::Has).
            pub fn node(&self) -> Node<'_, M, E> {
                Node { __at: $crate::private::At::only(self.__graph.level()) }
            }
        }
    };
}
