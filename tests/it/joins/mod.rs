mod rows;
mod text;
