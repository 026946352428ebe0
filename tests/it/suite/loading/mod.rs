mod graphs;
mod has;
mod key_lists;
mod many_rows;
mod narrowing;
mod roots;
mod rows_once;
mod wrong_rows;
