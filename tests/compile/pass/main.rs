//! What must compile: what the messages in ../fail tell a user to write instead.
#![allow(dead_code, unreachable_pub)]

mod aggregates {
    mod count_beside_rows;
    mod whole_count_in_a_function;
}
mod declaring {
    mod files_named_like_models;
    mod relations_named_like_imported_tables;
    mod sides_that_name_each_other;
    mod tree;
}
mod filtering {
    mod condition_of_the_related_table;
}
mod joining {
    mod left_joined_model_in_an_option;
}
mod loading {
    mod accessors_in_a_function;
    mod condition_on_a_relation;
    mod filter_before_joined;
    mod first_rows_of_each_parent;
    mod relation_loaded;
    mod relations_of_a_relation_in_one_plan;
}
