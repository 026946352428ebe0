diesel::table! {
    users (id) {
        id -> Integer,
        username -> Text,
        email -> Text,
        password_hash -> Text,
        bio -> Nullable<Text>,
        image -> Nullable<Text>,
    }
}

diesel::table! {
    follows (follower_id, followed_id) {
        follower_id -> Integer,
        followed_id -> Integer,
    }
}

diesel::table! {
    articles (id) {
        id -> Integer,
        author_id -> Integer,
        slug -> Text,
        title -> Text,
        description -> Text,
        body -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    tags (id) {
        id -> Integer,
        name -> Text,
    }
}

diesel::table! {
    article_tags (article_id, tag_id) {
        article_id -> Integer,
        tag_id -> Integer,
    }
}

diesel::table! {
    favorites (user_id, article_id) {
        user_id -> Integer,
        article_id -> Integer,
    }
}

diesel::table! {
    comments (id) {
        id -> Integer,
        article_id -> Integer,
        author_id -> Integer,
        body -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    users,
    follows,
    articles,
    tags,
    article_tags,
    favorites,
    comments
);
