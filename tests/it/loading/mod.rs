mod key_lists;
mod many_rows;
mod roots;
mod rows_once;
mod wrong_rows;
