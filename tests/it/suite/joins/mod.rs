mod aliases;
mod rows;
mod text;
