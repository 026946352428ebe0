#[allow(non_camel_case_types)]
const _: () = {
    use ::conjoin::private as __conjoin;
    type row_of_UserPage = <User as __conjoin::check::Provided<
        {
            ::conjoin::private::check::is_no_relation::<User>(
                "username",
                "`username` is a relation of `User`: list it, as in `#[from_graph(User { username })]`",
            );
            true
        },
    >>::Type;
    type relation_of_profile =
        ::conjoin::private::RelationOf<User, { ::conjoin::private::named::<User>("profile") }>;
    type type_of_profile = <Option<ProfileView> as __conjoin::check::Provided<
        {
            ::conjoin::private::holds_rows::<
                Option<ProfileView>,
                relation_of_profile,
                ::conjoin::Whole,
            >();
            true
        },
    >>::Type;
    type relation_of_posts =
        ::conjoin::private::RelationOf<User, { ::conjoin::private::named::<User>("posts") }>;
    type type_of_posts = <Vec<PostView> as __conjoin::check::Provided<
        {
            ::conjoin::private::holds_rows::<Vec<PostView>, relation_of_posts, ::conjoin::Part>();
            true
        },
    >>::Type;
    type relation_of_number_of_posts =
        ::conjoin::private::RelationOf<User, { ::conjoin::private::named::<User>("posts") }>;
    impl<loaded_edges> ::conjoin::FromGraph<User, loaded_edges> for UserPage
    where
        loaded_edges:
            ::conjoin::private::FillsField<relation_of_profile, ::conjoin::Whole, type_of_profile>,
        loaded_edges:
            ::conjoin::private::FillsField<relation_of_posts, ::conjoin::Part, type_of_posts>,
        loaded_edges: ::conjoin::private::FillsValue<
                relation_of_number_of_posts,
                ::conjoin::aggregate::Count,
                (),
                ::conjoin::Whole,
            >,
    {
        fn from_rows(
            __level: &mut __conjoin::Origin<'_, __conjoin::Level<'_, User, loaded_edges>>,
            __rows: &__conjoin::RowList<'_>,
        ) -> ::std::vec::Vec<Self> {
            let __level = &mut __level.unless(
                false
                    || <loaded_edges as ::conjoin::private::FillsField<
                        relation_of_profile,
                        ::conjoin::Whole,
                        type_of_profile,
                    >>::RECURSIVE
                    || <loaded_edges as ::conjoin::private::FillsField<
                        relation_of_posts,
                        ::conjoin::Part,
                        type_of_posts,
                    >>::RECURSIVE,
            );
            let __1 = <loaded_edges as ::conjoin::private::FillsField<
                relation_of_profile,
                ::conjoin::Whole,
                type_of_profile,
            >>::fill(__level, __rows);
            let __2 = <loaded_edges as ::conjoin::private::FillsField<
                relation_of_posts,
                ::conjoin::Part,
                type_of_posts,
            >>::fill(__level, __rows);
            let __3 = <loaded_edges as ::conjoin::private::FillsValue<
                relation_of_number_of_posts,
                ::conjoin::aggregate::Count,
                (),
                ::conjoin::Whole,
            >>::fill(__level, __rows);
            let __related = ::std::iter::repeat(()).zip(__1).zip(__2).zip(__3);
            __conjoin::filled(
                __level,
                __rows,
                __related,
                |__row: __conjoin::TakenRow<'_, row_of_UserPage>, ((((), __1), __2), __3)| {
                    let (__0,) = match __row {
                        __conjoin::TakenRow::Moved(__row) => (__row.username,),
                        __conjoin::TakenRow::Shared(__row) => {
                            (::std::clone::Clone::clone(&(*__row).username),)
                        }
                    };
                    UserPage { username: __0, profile: __1, posts: __2, number_of_posts: __3 }
                },
            )
        }
    }
};

#[allow(non_camel_case_types)]
const _: () = {
    use ::conjoin::private as __conjoin;
    type row_of_Branch = <Category as __conjoin::check::Provided<
        {
            ::conjoin::private::check::is_no_relation::<Category>(
                "id",
                "`id` is a relation of `Category`: list it, as in `#[from_graph(Category { id })]`",
            );
            true
        },
    >>::Type;
    type relation_of_children = ::conjoin::private::RelationOf<
        Category,
        { ::conjoin::private::named::<Category>("children") },
    >;
    type type_of_children = <Vec<Branch> as __conjoin::check::Provided<
        {
            ::conjoin::private::holds_tree::<Vec<Branch>, relation_of_children, ::conjoin::Whole>();
            true
        },
    >>::Type;
    type relation_of_products_exists = ::conjoin::private::RelationOf<
        Category,
        { ::conjoin::private::named::<Category>("products") },
    >;
    impl<loaded_edges> ::conjoin::FromGraph<Category, loaded_edges> for Branch
    where
        loaded_edges:
            ::conjoin::private::FillsTree<relation_of_children, ::conjoin::Whole, type_of_children>,
        loaded_edges: ::conjoin::private::FillsValueIf<
                relation_of_products_exists,
                ::conjoin::aggregate::Exists,
                (),
                ::conjoin::Whole,
            >,
    {
        fn from_rows(
            __level: &mut __conjoin::Origin<'_, __conjoin::Level<'_, Category, loaded_edges>>,
            __rows: &__conjoin::RowList<'_>,
        ) -> ::std::vec::Vec<Self> {
            let __level = &mut __level.unless(false || true);
            let __2 = <loaded_edges as ::conjoin::private::FillsTree<
                relation_of_children,
                ::conjoin::Whole,
                type_of_children,
            >>::fill(__level, __rows, ::conjoin::FromGraph::from_rows);
            let __3 = <loaded_edges as ::conjoin::private::FillsValueIf<
                relation_of_products_exists,
                ::conjoin::aggregate::Exists,
                (),
                ::conjoin::Whole,
            >>::fill(__level, __rows);
            let __related = ::std::iter::repeat(()).zip(__2).zip(__3);
            __conjoin::filled(
                __level,
                __rows,
                __related,
                |__row: __conjoin::TakenRow<'_, row_of_Branch>, (((), __2), __3)| {
                    let (__1, __0) = match __row {
                        __conjoin::TakenRow::Moved(__row) => {
                            (::std::clone::Clone::clone(&__row.id), __row)
                        }
                        __conjoin::TakenRow::Shared(__row) => (
                            ::std::clone::Clone::clone(&(*__row).id),
                            <Category as ::std::clone::Clone>::clone(__row),
                        ),
                    };
                    Branch { row: __0, id: __1, children: __2, products_exists: __3 }
                },
            )
        }
    }
};
