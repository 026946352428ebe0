// User
#[doc = "The relations of [`User`], as types."]
#[allow(non_camel_case_types, unreachable_pub, dead_code)]
#[allow(clippy::derive_partial_eq_without_eq)]
pub mod user {
    #[doc = "The relation `posts`: has_many `Post`."]
    #[derive(Clone, Copy, Debug, Default)]
    pub struct posts;
    #[doc = "The relation `profile`: has_one `Profile`."]
    #[derive(Clone, Copy, Debug, Default)]
    pub struct profile;
    #[doc = "What is loaded with rows of `User`: a slot per relation."]
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Edges<
        posts = ::conjoin::NotLoaded<self::posts>,
        profile = ::conjoin::NotLoaded<self::profile>,
    > {
        #[doc = "The slot of `posts`."]
        pub posts: posts,
        #[doc = "The slot of `profile`."]
        pub profile: profile,
    }
    impl<posts: ::conjoin::private::DebugSlot, profile: ::conjoin::private::DebugSlot>
        ::conjoin::private::DebugEdges for Edges<posts, profile>
    {
        fn debug(
            &self,
            __index: usize,
            __own: &dyn ::conjoin::private::DebugRows,
            __relations: &mut ::std::fmt::DebugStruct<'_, '_>,
        ) {
            self.posts.debug("posts", __index, __own, __relations);
            self.profile.debug("profile", __index, __own, __relations);
        }
    }
    #[doc = "A `User` in a graph: dereferences to the row, and has a method per loaded relation."]
    pub struct Node<'g, M, E> {
        #[doc(hidden)]
        pub __at: ::conjoin::private::At<'g, M, E>,
    }
    #[doc = "A single `User` that owns what was loaded with it."]
    #[derive(PartialEq)]
    pub struct One<M: 'static, E, O: ::conjoin::graph::Ownership = ::conjoin::graph::Owned> {
        #[doc(hidden)]
        pub __graph: ::conjoin::Graph<M, E, O>,
    }
    ::conjoin::__node_impls! {}
    #[diagnostic::do_not_recommend]
    impl<'g, M, E> ::conjoin::private::NodeOf<M> for Node<'g, M, E> {
        type At = ::conjoin::private::At<'g, M, E>;
        fn place(self) -> ::conjoin::private::At<'g, M, E> {
            self.__at
        }
    }
}
#[doc = "The relations of a `User` in a function that requires them, by [`Has`](::conjoin::Has)."]
#[allow(dead_code)]
pub trait UserAccessors: ::std::marker::Copy {
    #[doc = "Returns `Nodes` of `Post`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `posts`. Never sends SQL."]
    fn posts<__View>(self) -> __View
    where
        Self: ::conjoin::private::ReadsRelation<user::posts, __View>,
    {
        ::conjoin::private::ReadsRelation::read_relation(self)
    }
    #[doc = "Returns an `Option` of a node of `Profile`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `profile`. Never sends SQL."]
    fn profile<__View>(self) -> __View
    where
        Self: ::conjoin::private::ReadsRelation<user::profile, __View>,
    {
        ::conjoin::private::ReadsRelation::read_relation(self)
    }
}
#[allow(non_upper_case_globals, dead_code)]
impl User {
    #[doc = "`has_many`: any number of [`Post`]. The other side is [`const@Post::author`], which has the key.\n\nFor `.with(…)`, `.join(…)`, `.related(…)` and conditions."]
    pub const posts: user::posts = user::posts;
    #[doc = "`has_one`: one [`Profile`] or none. The other side is [`const@Profile::user`], which has the key.\n\nFor `.with(…)`, `.join(…)`, `.related(…)` and conditions."]
    pub const profile: user::profile = user::profile;
}
#[allow(non_camel_case_types, dead_code)]
impl<'g, posts, profile> user::Node<'g, User, user::Edges<posts, profile>> {
    #[doc = "Returns `Nodes` of `Post`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `posts`. Never sends SQL."]
    pub fn posts<__View>(self) -> __View
    where
        posts: ::conjoin::private::Access<'g, user::posts, user::Edges<posts, profile>, __View>,
    {
        ::conjoin::private::Access::access(&self.__at.edges().posts, self.__at)
    }
    #[doc = "Returns an `Option` of a node of `Profile`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `profile`. Never sends SQL."]
    pub fn profile<__View>(self) -> __View
    where
        profile: ::conjoin::private::Access<'g, user::profile, user::Edges<posts, profile>, __View>,
    {
        ::conjoin::private::Access::access(&self.__at.edges().profile, self.__at)
    }
}
#[allow(non_camel_case_types, dead_code)]
impl<posts, profile, owned_or_borrowed: ::conjoin::graph::Ownership>
    user::One<User, user::Edges<posts, profile>, owned_or_borrowed>
{
    #[doc = "Returns `Nodes` of `Post`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `posts`. Never sends SQL."]
    pub fn posts<'g, __View>(&'g self) -> __View
    where
        posts: ::conjoin::private::Access<'g, user::posts, user::Edges<posts, profile>, __View>,
    {
        self.node().posts()
    }
    #[doc = "Returns an `Option` of a node of `Profile`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `profile`. Never sends SQL."]
    pub fn profile<'g, __View>(&'g self) -> __View
    where
        profile: ::conjoin::private::Access<'g, user::profile, user::Edges<posts, profile>, __View>,
    {
        self.node().profile()
    }
}
::conjoin::__fill! { user , [posts , profile] }
::conjoin::__serialize! { user , [posts : SerializeSlot "posts" Snake , profile : SerializeSlot "profile" Snake] }
const _: () = {
    use ::conjoin::private as __conjoin;
    impl __conjoin::Model for User {
        type Table = users::table;
        type PrimaryKey = __conjoin::PrimaryKeyOf<users::table>;
        type Tables = __conjoin::OneTable;
        type Edges = user::Edges;
        type Node<'g, __E: 'static> = user::Node<'g, User, __E>;
        type One<__E: 'static, __O: __conjoin::Ownership> = user::One<User, __E, __O>;
        const NAME: &'static str = "User";
        const RELATIONS: &'static [&'static str] = { &["posts", "profile"] };
        fn node<'g, __E: 'static>(at: __conjoin::At<'g, User, __E>) -> Self::Node<'g, __E> {
            user::Node { __at: at }
        }
        fn one<__E: 'static, __O: __conjoin::Ownership>(
            graph: __conjoin::Graph<User, __E, __O>,
        ) -> Self::One<__E, __O> {
            user::One { __graph: graph }
        }
    }
    impl<__Row> UserAccessors for __Row where
        __Row: ::std::marker::Copy + ::std::ops::Deref<Target = User>
    {
    }
    ::conjoin::__readable! { [] , User }
    impl __conjoin::AsRow for User {
        type Model = User;
        fn as_row(&self) -> &User {
            self
        }
    }
    #[allow(non_camel_case_types)]
    impl<loaded_edges> __conjoin::FromGraph<User, loaded_edges> for User
    where
        for<'row> User: ::std::clone::Clone,
    {
        fn from_rows(
            level: &mut __conjoin::Origin<'_, __conjoin::Level<'_, User, loaded_edges>>,
            rows: &__conjoin::RowList<'_>,
        ) -> ::std::vec::Vec<Self> {
            __conjoin::cloned_rows(level, rows)
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<users::id> for User {
        type Value = i32;
        fn field(&self) -> &i32 {
            &self.id
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<users::username> for User {
        type Value = String;
        fn field(&self) -> &String {
            &self.username
        }
    }
    #[allow(non_camel_case_types)]
    #[diagnostic::do_not_recommend]
    impl<posts, profile> __conjoin::Slot<user::posts> for user::Edges<posts, profile> {
        type State = posts;
        type Set<__S> = user::Edges<__S, profile>;
        fn slot(&self) -> &posts {
            &self.posts
        }
        fn slot_mut(&mut self) -> &mut posts {
            &mut self.posts
        }
        fn change<__S>(self, change: impl ::std::ops::FnOnce(posts) -> __S) -> Self::Set<__S> {
            user::Edges { posts: change(self.posts), profile: self.profile }
        }
    }
    #[allow(non_camel_case_types)]
    #[diagnostic::do_not_recommend]
    impl<posts, profile> __conjoin::Slot<user::profile> for user::Edges<posts, profile> {
        type State = profile;
        type Set<__S> = user::Edges<posts, __S>;
        fn slot(&self) -> &profile {
            &self.profile
        }
        fn slot_mut(&mut self) -> &mut profile {
            &mut self.profile
        }
        fn change<__S>(self, change: impl ::std::ops::FnOnce(profile) -> __S) -> Self::Set<__S> {
            user::Edges { posts: self.posts, profile: change(self.profile) }
        }
    }
    #[allow(non_camel_case_types)]
    #[allow(clippy::unused_unit)]
    impl<posts, profile> __conjoin::Slots for user::Edges<posts, profile> {
        type List = (posts, (profile, ()));
        fn into_list(self) -> Self::List {
            (self.posts, (self.profile, ()))
        }
        fn from_list(__list: Self::List) -> Self {
            user::Edges { posts: __list.0, profile: __list.1.0 }
        }
    }
    impl __conjoin::Relation for user::posts {
        type Source = User;
        type Target = <Post as __conjoin::check::Provided<
            {
                ::conjoin::private::check::is_model::<Post>();
                true
            },
        >>::Type;
        type Cardinality = __conjoin::ToMany;
        type Keys = <user::posts as __conjoin::check::Checked<
            {
                ::conjoin::private::check::pairs_with_belongs_to::<user::posts>(
                    ::conjoin::private::check::Demand {
                        others: &[10006211801933127950u64],
                        names_another: "`User::posts` names `Post::author` as its other side, but `Post::author` names another relation: write `back_populates = posts` there, or name the relation that does",
                        one_way: "`User::posts` names `Post::author` as its other side, but `Post::author` is `one_way`: write `back_populates = posts` there",
                    },
                );
                true
            },
        >>::Keys;
        type Filter = __conjoin::NoClause;
        type Order = __conjoin::NoClause;
        type Declared = Self;
        const NAME: &'static str = "User::posts";
        const REFERS: bool = false;
    }
    impl __conjoin::check::Checked<true> for user::posts {
        type Keys = ::conjoin::private::Reversed<::conjoin::private::check::Back<user::posts>>;
    }
    ::conjoin::__loaded_from! { user :: posts }
    impl __conjoin::Named<14624936443175169884u64> for User {
        type Relation = user::posts;
    }
    impl __conjoin::check::HasSide for user::posts {}
    impl __conjoin::check::Paired for user::posts {
        type Back = ::conjoin::private::RelationOf<
            ::conjoin::private::Target<user::posts>,
            { ::conjoin::private::named::<::conjoin::private::Target<user::posts>>("author") },
        >;
    }
    impl __conjoin::Relation for user::profile {
        type Source = User;
        type Target = <Profile as __conjoin::check::Provided<
            {
                ::conjoin::private::check::is_model::<Profile>();
                true
            },
        >>::Type;
        type Cardinality = __conjoin::ToMaybeOne;
        type Keys = <user::profile as __conjoin::check::Checked<
            {
                ::conjoin::private::check::pairs_with_belongs_to::<user::profile>(
                    ::conjoin::private::check::Demand {
                        others: &[14624936443175169884u64],
                        names_another: "`User::profile` names `Profile::user` as its other side, but `Profile::user` names another relation: write `back_populates = profile` there, or name the relation that does",
                        one_way: "`User::profile` names `Profile::user` as its other side, but `Profile::user` is `one_way`: write `back_populates = profile` there",
                    },
                );
                true
            },
        >>::Keys;
        type Filter = __conjoin::NoClause;
        type Order = __conjoin::NoClause;
        type Declared = Self;
        const NAME: &'static str = "User::profile";
        const REFERS: bool = false;
    }
    impl __conjoin::check::Checked<true> for user::profile {
        type Keys = ::conjoin::private::Reversed<::conjoin::private::check::Back<user::profile>>;
    }
    ::conjoin::__loaded_from! { user :: profile }
    impl __conjoin::Named<10006211801933127950u64> for User {
        type Relation = user::profile;
    }
    impl __conjoin::check::HasSide for user::profile {}
    impl __conjoin::check::Paired for user::profile {
        type Back = ::conjoin::private::RelationOf<
            ::conjoin::private::Target<user::profile>,
            { ::conjoin::private::named::<::conjoin::private::Target<user::profile>>("user") },
        >;
    }
};

// Profile
#[doc = "The relations of [`Profile`], as types."]
#[allow(non_camel_case_types, unreachable_pub, dead_code)]
#[allow(clippy::derive_partial_eq_without_eq)]
pub mod profile {
    #[doc = "The relation `user`: belongs_to `User`."]
    #[derive(Clone, Copy, Debug, Default)]
    pub struct user;
    #[doc = "What is loaded with rows of `Profile`: a slot per relation."]
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Edges<user = ::conjoin::NotLoaded<self::user>> {
        #[doc = "The slot of `user`."]
        pub user: user,
    }
    impl<user: ::conjoin::private::DebugSlot> ::conjoin::private::DebugEdges for Edges<user> {
        fn debug(
            &self,
            __index: usize,
            __own: &dyn ::conjoin::private::DebugRows,
            __relations: &mut ::std::fmt::DebugStruct<'_, '_>,
        ) {
            self.user.debug("user", __index, __own, __relations);
        }
    }
    #[doc = "A `Profile` in a graph: dereferences to the row, and has a method per loaded relation."]
    pub struct Node<'g, M, E> {
        #[doc(hidden)]
        pub __at: ::conjoin::private::At<'g, M, E>,
    }
    #[doc = "A single `Profile` that owns what was loaded with it."]
    #[derive(PartialEq)]
    pub struct One<M: 'static, E, O: ::conjoin::graph::Ownership = ::conjoin::graph::Owned> {
        #[doc(hidden)]
        pub __graph: ::conjoin::Graph<M, E, O>,
    }
    ::conjoin::__node_impls! {}
    #[diagnostic::do_not_recommend]
    impl<'g, M, E> ::conjoin::private::NodeOf<M> for Node<'g, M, E> {
        type At = ::conjoin::private::At<'g, M, E>;
        fn place(self) -> ::conjoin::private::At<'g, M, E> {
            self.__at
        }
    }
}
#[doc = "The relations of a `Profile` in a function that requires them, by [`Has`](::conjoin::Has)."]
#[allow(dead_code)]
pub trait ProfileAccessors: ::std::marker::Copy {
    #[doc = "Returns a node of `User`, in an `Option` if a filter was loaded with it. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `user`. Never sends SQL."]
    fn user<__View>(self) -> __View
    where
        Self: ::conjoin::private::ReadsRelation<profile::user, __View>,
    {
        ::conjoin::private::ReadsRelation::read_relation(self)
    }
}
#[allow(non_upper_case_globals, dead_code)]
impl Profile {
    #[doc = "`belongs_to`: the [`User`] whose primary key is in `profiles::user_id`. The other side is [`const@User::profile`].\n\nFor `.with(…)`, `.join(…)`, `.related(…)` and conditions."]
    pub const user: profile::user = profile::user;
}
#[allow(non_camel_case_types, dead_code)]
impl<'g, user> profile::Node<'g, Profile, profile::Edges<user>> {
    #[doc = "Returns a node of `User`, in an `Option` if a filter was loaded with it. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `user`. Never sends SQL."]
    pub fn user<__View>(self) -> __View
    where
        user: ::conjoin::private::Access<'g, profile::user, profile::Edges<user>, __View>,
    {
        ::conjoin::private::Access::access(&self.__at.edges().user, self.__at)
    }
}
#[allow(non_camel_case_types, dead_code)]
impl<user, owned_or_borrowed: ::conjoin::graph::Ownership>
    profile::One<Profile, profile::Edges<user>, owned_or_borrowed>
{
    #[doc = "Returns a node of `User`, in an `Option` if a filter was loaded with it. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `user`. Never sends SQL."]
    pub fn user<'g, __View>(&'g self) -> __View
    where
        user: ::conjoin::private::Access<'g, profile::user, profile::Edges<user>, __View>,
    {
        self.node().user()
    }
}
::conjoin::__fill! { profile , [user] }
::conjoin::__serialize! { profile , [user : SerializeSlot "user" Snake] }
const _: () = {
    use ::conjoin::private as __conjoin;
    impl __conjoin::Model for Profile {
        type Table = profiles::table;
        type PrimaryKey = __conjoin::PrimaryKeyOf<profiles::table>;
        type Tables = __conjoin::OneTable;
        type Edges = profile::Edges;
        type Node<'g, __E: 'static> = profile::Node<'g, Profile, __E>;
        type One<__E: 'static, __O: __conjoin::Ownership> = profile::One<Profile, __E, __O>;
        const NAME: &'static str = "Profile";
        const RELATIONS: &'static [&'static str] = { &["user"] };
        fn node<'g, __E: 'static>(at: __conjoin::At<'g, Profile, __E>) -> Self::Node<'g, __E> {
            profile::Node { __at: at }
        }
        fn one<__E: 'static, __O: __conjoin::Ownership>(
            graph: __conjoin::Graph<Profile, __E, __O>,
        ) -> Self::One<__E, __O> {
            profile::One { __graph: graph }
        }
    }
    impl<__Row> ProfileAccessors for __Row where
        __Row: ::std::marker::Copy + ::std::ops::Deref<Target = Profile>
    {
    }
    impl __conjoin::check::FieldsChecked for Profile {
        type Model = <Profile as __conjoin::check::Provided<
            {
                use ::conjoin::private::check::Unsaid as _;
                ::conjoin::private::check::nullable_alike::<profiles::user_id>(
                    ::conjoin::private::check::Optional::<i32>::SAID,
                    "the column `profiles::user_id` is `Nullable<…>` in `table!`, but the field `user_id` of `Profile` is no `Option`: write `user_id: Option<i32>`, or correct `table!` if the column is `NOT NULL`",
                    "the column `profiles::user_id` is not `Nullable<…>` in `table!`, but the field `user_id` of `Profile` is an `Option`: remove the `Option`, or correct `table!` if the column may be `NULL`",
                );
                true
            },
        >>::Type;
    }
    ::conjoin::__readable! { [] , checked Profile }
    impl __conjoin::AsRow for Profile {
        type Model = Profile;
        fn as_row(&self) -> &Profile {
            self
        }
    }
    #[allow(non_camel_case_types)]
    impl<loaded_edges> __conjoin::FromGraph<Profile, loaded_edges> for Profile
    where
        for<'row> Profile: ::std::clone::Clone,
    {
        fn from_rows(
            level: &mut __conjoin::Origin<'_, __conjoin::Level<'_, Profile, loaded_edges>>,
            rows: &__conjoin::RowList<'_>,
        ) -> ::std::vec::Vec<Self> {
            __conjoin::cloned_rows(level, rows)
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<profiles::id> for Profile {
        type Value = i32;
        fn field(&self) -> &i32 {
            &self.id
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<profiles::bio> for Profile {
        type Value = String;
        fn field(&self) -> &String {
            &self.bio
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<profiles::user_id> for Profile {
        type Value = i32;
        fn field(&self) -> &i32 {
            &self.user_id
        }
    }
    #[allow(non_camel_case_types)]
    #[diagnostic::do_not_recommend]
    impl<user> __conjoin::Slot<profile::user> for profile::Edges<user> {
        type State = user;
        type Set<__S> = profile::Edges<__S>;
        fn slot(&self) -> &user {
            &self.user
        }
        fn slot_mut(&mut self) -> &mut user {
            &mut self.user
        }
        fn change<__S>(self, change: impl ::std::ops::FnOnce(user) -> __S) -> Self::Set<__S> {
            profile::Edges { user: change(self.user) }
        }
    }
    #[allow(non_camel_case_types)]
    #[diagnostic::do_not_recommend]
    impl<user> __conjoin::Slot<__conjoin::NoOtherRelation> for profile::Edges<user> {
        type State = Self;
        type Set<__S> = Self;
        fn slot(&self) -> &Self {
            self
        }
        fn slot_mut(&mut self) -> &mut Self {
            self
        }
        fn change<__S>(self, _: impl ::std::ops::FnOnce(Self) -> __S) -> Self {
            self
        }
    }
    #[allow(non_camel_case_types)]
    #[allow(clippy::unused_unit)]
    impl<user> __conjoin::Slots for profile::Edges<user> {
        type List = (user, ());
        fn into_list(self) -> Self::List {
            (self.user, ())
        }
        fn from_list(__list: Self::List) -> Self {
            profile::Edges { user: __list.0 }
        }
    }
    impl __conjoin::Relation for profile::user {
        type Source = <Profile as __conjoin::check::FieldsChecked>::Model;
        type Target = <User as __conjoin::check::Provided<
            {
                ::conjoin::private::check::is_model::<User>();
                true
            },
        >>::Type;
        type Cardinality = __conjoin::ToOneOf<profiles::user_id>;
        type Keys = <profile::user as __conjoin::check::Checked<
            {
                ::conjoin::private::check::pairs_with_has::<profile::user>();
                ::conjoin::private::check::same_key::<
                    ::conjoin::private::check::KeyTypeOf<
                        ::conjoin::private::Source<profile::user>,
                        profiles::user_id,
                    >,
                    ::conjoin::private::check::KeyTypeOf<
                        ::conjoin::private::Target<profile::user>,
                        ::conjoin::private::PrimaryKey<::conjoin::private::Target<profile::user>>,
                    >,
                >();
                true
            },
        >>::Keys;
        type Filter = __conjoin::NoClause;
        type Order = __conjoin::NoClause;
        type Declared = Self;
        const NAME: &'static str = "Profile::user";
        const REFERS: bool = true;
    }
    impl __conjoin::check::Checked<true> for profile::user {
        type Keys = __conjoin::Columns<
            profiles::user_id,
            ::conjoin::private::PrimaryKey<::conjoin::private::Target<profile::user>>,
        >;
    }
    ::conjoin::__loaded_from! { profile :: user }
    impl __conjoin::Named<9036332894136256754u64> for Profile {
        type Relation = profile::user;
    }
    impl __conjoin::BelongsTo for profile::user {
        const BACK: __conjoin::check::BackPopulates =
            __conjoin::check::BackPopulates::Relation(10006211801933127950u64);
    }
    impl __conjoin::check::Paired for profile::user {
        type Back = ::conjoin::private::RelationOf<
            ::conjoin::private::Target<profile::user>,
            { ::conjoin::private::named::<::conjoin::private::Target<profile::user>>("profile") },
        >;
    }
};

// Post
#[doc = "The relations of [`Post`], as types."]
#[allow(non_camel_case_types, unreachable_pub, dead_code)]
#[allow(clippy::derive_partial_eq_without_eq)]
pub mod post {
    #[doc = "The relation `author`: belongs_to `User`."]
    #[derive(Clone, Copy, Debug, Default)]
    pub struct author;
    #[doc = "The relation `tags`: many_to_many `Tag`."]
    #[derive(Clone, Copy, Debug, Default)]
    pub struct tags;
    #[doc = "What is loaded with rows of `Post`: a slot per relation."]
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Edges<
        author = ::conjoin::NotLoaded<self::author>,
        tags = ::conjoin::NotLoaded<self::tags>,
    > {
        #[doc = "The slot of `author`."]
        pub author: author,
        #[doc = "The slot of `tags`."]
        pub tags: tags,
    }
    impl<author: ::conjoin::private::DebugSlot, tags: ::conjoin::private::DebugSlot>
        ::conjoin::private::DebugEdges for Edges<author, tags>
    {
        fn debug(
            &self,
            __index: usize,
            __own: &dyn ::conjoin::private::DebugRows,
            __relations: &mut ::std::fmt::DebugStruct<'_, '_>,
        ) {
            self.author.debug("author", __index, __own, __relations);
            self.tags.debug("tags", __index, __own, __relations);
        }
    }
    #[doc = "A `Post` in a graph: dereferences to the row, and has a method per loaded relation."]
    pub struct Node<'g, M, E> {
        #[doc(hidden)]
        pub __at: ::conjoin::private::At<'g, M, E>,
    }
    #[doc = "A single `Post` that owns what was loaded with it."]
    #[derive(PartialEq)]
    pub struct One<M: 'static, E, O: ::conjoin::graph::Ownership = ::conjoin::graph::Owned> {
        #[doc(hidden)]
        pub __graph: ::conjoin::Graph<M, E, O>,
    }
    ::conjoin::__node_impls! {}
    #[diagnostic::do_not_recommend]
    impl<'g, M, E> ::conjoin::private::NodeOf<M> for Node<'g, M, E> {
        type At = ::conjoin::private::At<'g, M, E>;
        fn place(self) -> ::conjoin::private::At<'g, M, E> {
            self.__at
        }
    }
}
#[doc = "The relations of a `Post` in a function that requires them, by [`Has`](::conjoin::Has)."]
#[allow(dead_code)]
pub trait PostAccessors: ::std::marker::Copy {
    #[doc = "Returns an `Option` of a node of `User`: the key is nullable. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `author`. Never sends SQL."]
    fn author<__View>(self) -> __View
    where
        Self: ::conjoin::private::ReadsRelation<post::author, __View>,
    {
        ::conjoin::private::ReadsRelation::read_relation(self)
    }
    #[doc = "Returns `Nodes` of `Tag`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `tags`. Never sends SQL."]
    fn tags<__View>(self) -> __View
    where
        Self: ::conjoin::private::ReadsRelation<post::tags, __View>,
    {
        ::conjoin::private::ReadsRelation::read_relation(self)
    }
}
#[allow(non_upper_case_globals, dead_code)]
impl Post {
    #[doc = "`belongs_to`: the [`User`] whose primary key is in `posts::user_id`. The other side is [`const@User::posts`].\n\nFor `.with(…)`, `.join(…)`, `.related(…)` and conditions."]
    pub const author: post::author = post::author;
    #[doc = "`many_to_many`: any number of [`Tag`], through `post_tags::post_id` and `post_tags::tag_id`. The other side is [`const@Tag::posts`].\n\nFor `.with(…)`, `.join(…)`, `.related(…)` and conditions."]
    pub const tags: post::tags = post::tags;
}
#[allow(non_camel_case_types, dead_code)]
impl<'g, author, tags> post::Node<'g, Post, post::Edges<author, tags>> {
    #[doc = "Returns an `Option` of a node of `User`: the key is nullable. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `author`. Never sends SQL."]
    pub fn author<__View>(self) -> __View
    where
        author: ::conjoin::private::Access<'g, post::author, post::Edges<author, tags>, __View>,
    {
        ::conjoin::private::Access::access(&self.__at.edges().author, self.__at)
    }
    #[doc = "Returns `Nodes` of `Tag`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `tags`. Never sends SQL."]
    pub fn tags<__View>(self) -> __View
    where
        tags: ::conjoin::private::Access<'g, post::tags, post::Edges<author, tags>, __View>,
    {
        ::conjoin::private::Access::access(&self.__at.edges().tags, self.__at)
    }
}
#[allow(non_camel_case_types, dead_code)]
impl<author, tags, owned_or_borrowed: ::conjoin::graph::Ownership>
    post::One<Post, post::Edges<author, tags>, owned_or_borrowed>
{
    #[doc = "Returns an `Option` of a node of `User`: the key is nullable. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `author`. Never sends SQL."]
    pub fn author<'g, __View>(&'g self) -> __View
    where
        author: ::conjoin::private::Access<'g, post::author, post::Edges<author, tags>, __View>,
    {
        self.node().author()
    }
    #[doc = "Returns `Nodes` of `Tag`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `tags`. Never sends SQL."]
    pub fn tags<'g, __View>(&'g self) -> __View
    where
        tags: ::conjoin::private::Access<'g, post::tags, post::Edges<author, tags>, __View>,
    {
        self.node().tags()
    }
}
::conjoin::__fill! { post , [author , tags] }
::conjoin::__serialize! { post , [author : SerializeSlot "author" Snake , tags : SerializeSlot "tags" Snake] }
const _: () = {
    use ::conjoin::private as __conjoin;
    impl __conjoin::Model for Post {
        type Table = posts::table;
        type PrimaryKey = __conjoin::PrimaryKeyOf<posts::table>;
        type Tables = __conjoin::OneTable;
        type Edges = post::Edges;
        type Node<'g, __E: 'static> = post::Node<'g, Post, __E>;
        type One<__E: 'static, __O: __conjoin::Ownership> = post::One<Post, __E, __O>;
        const NAME: &'static str = "Post";
        const RELATIONS: &'static [&'static str] = { &["author", "tags"] };
        fn node<'g, __E: 'static>(at: __conjoin::At<'g, Post, __E>) -> Self::Node<'g, __E> {
            post::Node { __at: at }
        }
        fn one<__E: 'static, __O: __conjoin::Ownership>(
            graph: __conjoin::Graph<Post, __E, __O>,
        ) -> Self::One<__E, __O> {
            post::One { __graph: graph }
        }
    }
    impl<__Row> PostAccessors for __Row where
        __Row: ::std::marker::Copy + ::std::ops::Deref<Target = Post>
    {
    }
    impl __conjoin::check::FieldsChecked for Post {
        type Model = <Post as __conjoin::check::Provided<
            {
                use ::conjoin::private::check::Unsaid as _;
                ::conjoin::private::check::nullable_alike::<posts::user_id>(
                    ::conjoin::private::check::Optional::<Option<i32>>::SAID,
                    "the column `posts::user_id` is `Nullable<…>` in `table!`, but the field `user_id` of `Post` is no `Option`: write `user_id: Option<Option<i32>>`, or correct `table!` if the column is `NOT NULL`",
                    "the column `posts::user_id` is not `Nullable<…>` in `table!`, but the field `user_id` of `Post` is an `Option`: remove the `Option`, or correct `table!` if the column may be `NULL`",
                );
                true
            },
        >>::Type;
    }
    ::conjoin::__readable! { [] , checked Post }
    impl __conjoin::AsRow for Post {
        type Model = Post;
        fn as_row(&self) -> &Post {
            self
        }
    }
    #[allow(non_camel_case_types)]
    impl<loaded_edges> __conjoin::FromGraph<Post, loaded_edges> for Post
    where
        for<'row> Post: ::std::clone::Clone,
    {
        fn from_rows(
            level: &mut __conjoin::Origin<'_, __conjoin::Level<'_, Post, loaded_edges>>,
            rows: &__conjoin::RowList<'_>,
        ) -> ::std::vec::Vec<Self> {
            __conjoin::cloned_rows(level, rows)
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<posts::id> for Post {
        type Value = i32;
        fn field(&self) -> &i32 {
            &self.id
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<posts::title> for Post {
        type Value = String;
        fn field(&self) -> &String {
            &self.title
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<posts::content> for Post {
        type Value = Option<String>;
        fn field(&self) -> &Option<String> {
            &self.content
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<posts::user_id> for Post {
        type Value = Option<i32>;
        fn field(&self) -> &Option<i32> {
            &self.user_id
        }
    }
    #[allow(non_camel_case_types)]
    #[diagnostic::do_not_recommend]
    impl<author, tags> __conjoin::Slot<post::author> for post::Edges<author, tags> {
        type State = author;
        type Set<__S> = post::Edges<__S, tags>;
        fn slot(&self) -> &author {
            &self.author
        }
        fn slot_mut(&mut self) -> &mut author {
            &mut self.author
        }
        fn change<__S>(self, change: impl ::std::ops::FnOnce(author) -> __S) -> Self::Set<__S> {
            post::Edges { author: change(self.author), tags: self.tags }
        }
    }
    #[allow(non_camel_case_types)]
    #[diagnostic::do_not_recommend]
    impl<author, tags> __conjoin::Slot<post::tags> for post::Edges<author, tags> {
        type State = tags;
        type Set<__S> = post::Edges<author, __S>;
        fn slot(&self) -> &tags {
            &self.tags
        }
        fn slot_mut(&mut self) -> &mut tags {
            &mut self.tags
        }
        fn change<__S>(self, change: impl ::std::ops::FnOnce(tags) -> __S) -> Self::Set<__S> {
            post::Edges { author: self.author, tags: change(self.tags) }
        }
    }
    #[allow(non_camel_case_types)]
    #[allow(clippy::unused_unit)]
    impl<author, tags> __conjoin::Slots for post::Edges<author, tags> {
        type List = (author, (tags, ()));
        fn into_list(self) -> Self::List {
            (self.author, (self.tags, ()))
        }
        fn from_list(__list: Self::List) -> Self {
            post::Edges { author: __list.0, tags: __list.1.0 }
        }
    }
    impl __conjoin::Relation for post::author {
        type Source = <Post as __conjoin::check::FieldsChecked>::Model;
        type Target = <User as __conjoin::check::Provided<
            {
                ::conjoin::private::check::is_model::<User>();
                true
            },
        >>::Type;
        type Cardinality = __conjoin::ToOneOf<posts::user_id>;
        type Keys = <post::author as __conjoin::check::Checked<
            {
                ::conjoin::private::check::pairs_with_has::<post::author>();
                ::conjoin::private::check::same_key::<
                    ::conjoin::private::check::KeyTypeOf<
                        ::conjoin::private::Source<post::author>,
                        posts::user_id,
                    >,
                    ::conjoin::private::check::KeyTypeOf<
                        ::conjoin::private::Target<post::author>,
                        ::conjoin::private::PrimaryKey<::conjoin::private::Target<post::author>>,
                    >,
                >();
                true
            },
        >>::Keys;
        type Filter = __conjoin::NoClause;
        type Order = __conjoin::NoClause;
        type Declared = Self;
        const NAME: &'static str = "Post::author";
        const REFERS: bool = true;
    }
    impl __conjoin::check::Checked<true> for post::author {
        type Keys = __conjoin::Columns<
            posts::user_id,
            ::conjoin::private::PrimaryKey<::conjoin::private::Target<post::author>>,
        >;
    }
    ::conjoin::__loaded_from! { post :: author }
    impl __conjoin::Named<7815024061042257814u64> for Post {
        type Relation = post::author;
    }
    impl __conjoin::BelongsTo for post::author {
        const BACK: __conjoin::check::BackPopulates =
            __conjoin::check::BackPopulates::Relation(14624936443175169884u64);
    }
    impl __conjoin::check::Paired for post::author {
        type Back = ::conjoin::private::RelationOf<
            ::conjoin::private::Target<post::author>,
            { ::conjoin::private::named::<::conjoin::private::Target<post::author>>("posts") },
        >;
    }
    impl __conjoin::Relation for post::tags {
        type Source = <Post as __conjoin::check::FieldsChecked>::Model;
        type Target = <Tag as __conjoin::check::Provided<
            {
                ::conjoin::private::check::is_model::<Tag>();
                true
            },
        >>::Type;
        type Cardinality = __conjoin::ToMany;
        type Keys = <post::tags as __conjoin::check::Checked<
            {
                ::conjoin::private::check::pairs_through_one_table::<post::tags>(
                    ::conjoin::private::check::Demand {
                        others: &[7815024061042257814u64],
                        names_another: "`Post::tags` names `Tag::posts` as its other side, but `Tag::posts` names another relation: write `back_populates = tags` there, or name the relation that does",
                        one_way: "`Post::tags` names `Tag::posts` as its other side, but `Tag::posts` is `one_way`: write `back_populates = tags` there",
                    },
                );
                {
                    use ::conjoin::private::check::Unsaid as _;
                    :: conjoin :: private :: check :: right_way (:: conjoin :: private :: check :: Agree :: < post :: tags , :: conjoin :: private :: check :: Back < post :: tags > > :: SAID , [(:: conjoin :: private :: check :: Refers :: < post_tags :: table , < Post as :: conjoin :: private :: Model > :: Table , post_tags :: post_id > :: SAID , :: conjoin :: private :: check :: Refers :: < post_tags :: table , < :: conjoin :: private :: Target < post :: tags > as :: conjoin :: private :: Model > :: Table , post_tags :: post_id > :: SAID) , (:: conjoin :: private :: check :: Refers :: < post_tags :: table , < Post as :: conjoin :: private :: Model > :: Table , post_tags :: tag_id > :: SAID , :: conjoin :: private :: check :: Refers :: < post_tags :: table , < :: conjoin :: private :: Target < post :: tags > as :: conjoin :: private :: Model > :: Table , post_tags :: tag_id > :: SAID)] , "according to `joinable!`, the columns of `through` are the other way round: the one that refers to `Post` comes first") ;
                }
                ::conjoin::private::check::same_sql::<
                    post_tags::post_id,
                    ::conjoin::private::PrimaryKey<Post>,
                >();
                ::conjoin::private::check::same_sql::<
                    post_tags::tag_id,
                    ::conjoin::private::PrimaryKey<::conjoin::private::Target<post::tags>>,
                >();
                true
            },
        >>::Keys;
        type Filter = __conjoin::NoClause;
        type Order = __conjoin::NoClause;
        type Declared = Self;
        const NAME: &'static str = "Post::tags";
        const REFERS: bool = false;
    }
    impl __conjoin::check::Checked<true> for post::tags {
        type Keys = __conjoin::Association<
            post_tags::table,
            ::conjoin::private::PrimaryKey<Post>,
            post_tags::post_id,
            post_tags::tag_id,
            ::conjoin::private::PrimaryKey<::conjoin::private::Target<post::tags>>,
        >;
    }
    ::conjoin::__loaded_from! { post :: tags }
    impl __conjoin::Named<15644445103386232192u64> for Post {
        type Relation = post::tags;
    }
    impl __conjoin::check::ManyToMany for post::tags {
        const BACK: __conjoin::check::BackPopulates =
            __conjoin::check::BackPopulates::Relation(14624936443175169884u64);
    }
    impl __conjoin::check::Paired for post::tags {
        type Back = ::conjoin::private::RelationOf<
            ::conjoin::private::Target<post::tags>,
            { ::conjoin::private::named::<::conjoin::private::Target<post::tags>>("posts") },
        >;
    }
};

// Tag
#[doc = "The relations of [`Tag`], as types."]
#[allow(non_camel_case_types, unreachable_pub, dead_code)]
#[allow(clippy::derive_partial_eq_without_eq)]
pub mod tag {
    #[doc = "The relation `posts`: many_to_many `Post`."]
    #[derive(Clone, Copy, Debug, Default)]
    pub struct posts;
    #[doc = "What is loaded with rows of `Tag`: a slot per relation."]
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Edges<posts = ::conjoin::NotLoaded<self::posts>> {
        #[doc = "The slot of `posts`."]
        pub posts: posts,
    }
    impl<posts: ::conjoin::private::DebugSlot> ::conjoin::private::DebugEdges for Edges<posts> {
        fn debug(
            &self,
            __index: usize,
            __own: &dyn ::conjoin::private::DebugRows,
            __relations: &mut ::std::fmt::DebugStruct<'_, '_>,
        ) {
            self.posts.debug("posts", __index, __own, __relations);
        }
    }
    #[doc = "A `Tag` in a graph: dereferences to the row, and has a method per loaded relation."]
    pub struct Node<'g, M, E> {
        #[doc(hidden)]
        pub __at: ::conjoin::private::At<'g, M, E>,
    }
    #[doc = "A single `Tag` that owns what was loaded with it."]
    #[derive(PartialEq)]
    pub struct One<M: 'static, E, O: ::conjoin::graph::Ownership = ::conjoin::graph::Owned> {
        #[doc(hidden)]
        pub __graph: ::conjoin::Graph<M, E, O>,
    }
    ::conjoin::__node_impls! {}
    #[diagnostic::do_not_recommend]
    impl<'g, M, E> ::conjoin::private::NodeOf<M> for Node<'g, M, E> {
        type At = ::conjoin::private::At<'g, M, E>;
        fn place(self) -> ::conjoin::private::At<'g, M, E> {
            self.__at
        }
    }
}
#[doc = "The relations of a `Tag` in a function that requires them, by [`Has`](::conjoin::Has)."]
#[allow(dead_code)]
pub trait TagAccessors: ::std::marker::Copy {
    #[doc = "Returns `Nodes` of `Post`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `posts`. Never sends SQL."]
    fn posts<__View>(self) -> __View
    where
        Self: ::conjoin::private::ReadsRelation<tag::posts, __View>,
    {
        ::conjoin::private::ReadsRelation::read_relation(self)
    }
}
#[allow(non_upper_case_globals, dead_code)]
impl Tag {
    #[doc = "`many_to_many`: any number of [`Post`], through `post_tags::tag_id` and `post_tags::post_id`. The other side is [`const@Post::tags`].\n\nFor `.with(…)`, `.join(…)`, `.related(…)` and conditions."]
    pub const posts: tag::posts = tag::posts;
}
#[allow(non_camel_case_types, dead_code)]
impl<'g, posts> tag::Node<'g, Tag, tag::Edges<posts>> {
    #[doc = "Returns `Nodes` of `Post`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `posts`. Never sends SQL."]
    pub fn posts<__View>(self) -> __View
    where
        posts: ::conjoin::private::Access<'g, tag::posts, tag::Edges<posts>, __View>,
    {
        ::conjoin::private::Access::access(&self.__at.edges().posts, self.__at)
    }
}
#[allow(non_camel_case_types, dead_code)]
impl<posts, owned_or_borrowed: ::conjoin::graph::Ownership>
    tag::One<Tag, tag::Edges<posts>, owned_or_borrowed>
{
    #[doc = "Returns `Nodes` of `Post`. For rows loaded by `with_if`, that is in another `Option`.\n\nCompiles only for rows that were loaded with `posts`. Never sends SQL."]
    pub fn posts<'g, __View>(&'g self) -> __View
    where
        posts: ::conjoin::private::Access<'g, tag::posts, tag::Edges<posts>, __View>,
    {
        self.node().posts()
    }
}
::conjoin::__fill! { tag , [posts] }
::conjoin::__serialize! { tag , [posts : SerializeSlot "posts" Snake] }
const _: () = {
    use ::conjoin::private as __conjoin;
    impl __conjoin::Model for Tag {
        type Table = tags::table;
        type PrimaryKey = __conjoin::PrimaryKeyOf<tags::table>;
        type Tables = __conjoin::OneTable;
        type Edges = tag::Edges;
        type Node<'g, __E: 'static> = tag::Node<'g, Tag, __E>;
        type One<__E: 'static, __O: __conjoin::Ownership> = tag::One<Tag, __E, __O>;
        const NAME: &'static str = "Tag";
        const RELATIONS: &'static [&'static str] = { &["posts"] };
        fn node<'g, __E: 'static>(at: __conjoin::At<'g, Tag, __E>) -> Self::Node<'g, __E> {
            tag::Node { __at: at }
        }
        fn one<__E: 'static, __O: __conjoin::Ownership>(
            graph: __conjoin::Graph<Tag, __E, __O>,
        ) -> Self::One<__E, __O> {
            tag::One { __graph: graph }
        }
    }
    impl<__Row> TagAccessors for __Row where __Row: ::std::marker::Copy + ::std::ops::Deref<Target = Tag>
    {}
    ::conjoin::__readable! { [] , Tag }
    impl __conjoin::AsRow for Tag {
        type Model = Tag;
        fn as_row(&self) -> &Tag {
            self
        }
    }
    #[allow(non_camel_case_types)]
    impl<loaded_edges> __conjoin::FromGraph<Tag, loaded_edges> for Tag
    where
        for<'row> Tag: ::std::clone::Clone,
    {
        fn from_rows(
            level: &mut __conjoin::Origin<'_, __conjoin::Level<'_, Tag, loaded_edges>>,
            rows: &__conjoin::RowList<'_>,
        ) -> ::std::vec::Vec<Self> {
            __conjoin::cloned_rows(level, rows)
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<tags::id> for Tag {
        type Value = i32;
        fn field(&self) -> &i32 {
            &self.id
        }
    }
    #[diagnostic::do_not_recommend]
    impl __conjoin::Field<tags::name> for Tag {
        type Value = String;
        fn field(&self) -> &String {
            &self.name
        }
    }
    #[allow(non_camel_case_types)]
    #[diagnostic::do_not_recommend]
    impl<posts> __conjoin::Slot<tag::posts> for tag::Edges<posts> {
        type State = posts;
        type Set<__S> = tag::Edges<__S>;
        fn slot(&self) -> &posts {
            &self.posts
        }
        fn slot_mut(&mut self) -> &mut posts {
            &mut self.posts
        }
        fn change<__S>(self, change: impl ::std::ops::FnOnce(posts) -> __S) -> Self::Set<__S> {
            tag::Edges { posts: change(self.posts) }
        }
    }
    #[allow(non_camel_case_types)]
    #[diagnostic::do_not_recommend]
    impl<posts> __conjoin::Slot<__conjoin::NoOtherRelation> for tag::Edges<posts> {
        type State = Self;
        type Set<__S> = Self;
        fn slot(&self) -> &Self {
            self
        }
        fn slot_mut(&mut self) -> &mut Self {
            self
        }
        fn change<__S>(self, _: impl ::std::ops::FnOnce(Self) -> __S) -> Self {
            self
        }
    }
    #[allow(non_camel_case_types)]
    #[allow(clippy::unused_unit)]
    impl<posts> __conjoin::Slots for tag::Edges<posts> {
        type List = (posts, ());
        fn into_list(self) -> Self::List {
            (self.posts, ())
        }
        fn from_list(__list: Self::List) -> Self {
            tag::Edges { posts: __list.0 }
        }
    }
    impl __conjoin::Relation for tag::posts {
        type Source = Tag;
        type Target = <Post as __conjoin::check::Provided<
            {
                ::conjoin::private::check::is_model::<Post>();
                true
            },
        >>::Type;
        type Cardinality = __conjoin::ToMany;
        type Keys = <tag::posts as __conjoin::check::Checked<
            {
                ::conjoin::private::check::pairs_with_many_to_many::<tag::posts>();
                ::conjoin::private::check::same_sql::<
                    post_tags::tag_id,
                    ::conjoin::private::PrimaryKey<Tag>,
                >();
                ::conjoin::private::check::same_sql::<
                    post_tags::post_id,
                    ::conjoin::private::PrimaryKey<::conjoin::private::Target<tag::posts>>,
                >();
                true
            },
        >>::Keys;
        type Filter = __conjoin::NoClause;
        type Order = __conjoin::NoClause;
        type Declared = Self;
        const NAME: &'static str = "Tag::posts";
        const REFERS: bool = false;
    }
    impl __conjoin::check::Checked<true> for tag::posts {
        type Keys = __conjoin::Association<
            post_tags::table,
            ::conjoin::private::PrimaryKey<Tag>,
            post_tags::tag_id,
            post_tags::post_id,
            ::conjoin::private::PrimaryKey<::conjoin::private::Target<tag::posts>>,
        >;
    }
    ::conjoin::__loaded_from! { tag :: posts }
    impl __conjoin::Named<14624936443175169884u64> for Tag {
        type Relation = tag::posts;
    }
    impl __conjoin::check::ManyToMany for tag::posts {
        const BACK: __conjoin::check::BackPopulates =
            __conjoin::check::BackPopulates::Relation(15644445103386232192u64);
    }
    impl __conjoin::check::Paired for tag::posts {
        type Back = ::conjoin::private::RelationOf<
            ::conjoin::private::Target<tag::posts>,
            { ::conjoin::private::named::<::conjoin::private::Target<tag::posts>>("tags") },
        >;
    }
};
