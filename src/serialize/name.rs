//! The names of relations, and of their aggregates.

/// How a model writes names: serde's `rename_all`.
#[derive(Debug, Clone, Copy)]
pub enum Case {
    /// `old_posts`
    Snake,
    /// `OLD_POSTS`
    Upper,
    /// `OldPosts`
    Pascal,
    /// `oldPosts`
    Camel,
    /// `old-posts`
    Kebab,
    /// `OLD-POSTS`
    UpperKebab,
}

/// The name of a relation, in the case of its model.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    relation: &'static str,
    case: Case,
}

impl Name {
    /// The name is in that case already.
    pub fn new(relation: &'static str, case: Case) -> Self {
        Name { relation, case }
    }

    pub(crate) fn relation(self) -> &'static str {
        self.relation
    }

    /// `posts_count`, `posts_max_id`
    pub(crate) fn aggregate(self, function: &str, column: &str) -> String {
        let words = [function].into_iter().chain(column.split('_').filter(|word| !word.is_empty()));
        words.fold(self.relation.to_owned(), |name, word| match self.case {
            Case::Snake => name + "_" + word,
            Case::Upper => name + "_" + &word.to_uppercase(),
            Case::Kebab => name + "-" + word,
            Case::UpperKebab => name + "-" + &word.to_uppercase(),
            Case::Pascal | Case::Camel => match word.split_at_checked(1) {
                Some((first, rest)) => name + &first.to_uppercase() + rest,
                None => name + word,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Name};

    #[test]
    fn aggregates_are_named_in_the_case_of_the_model() {
        let named = |relation, case| Name::new(relation, case).aggregate("max", "user_id");
        assert_eq!(named("old_posts", Case::Snake), "old_posts_max_user_id");
        assert_eq!(named("OLD_POSTS", Case::Upper), "OLD_POSTS_MAX_USER_ID");
        assert_eq!(named("OldPosts", Case::Pascal), "OldPostsMaxUserId");
        assert_eq!(named("oldPosts", Case::Camel), "oldPostsMaxUserId");
        assert_eq!(named("old-posts", Case::Kebab), "old-posts-max-user-id");
        assert_eq!(named("OLD-POSTS", Case::UpperKebab), "OLD-POSTS-MAX-USER-ID");
        assert_eq!(Name::new("posts", Case::Camel).aggregate("count", ""), "postsCount");
    }
}
