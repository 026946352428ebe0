mod aliases;
mod conditions;
mod rows;
mod text;
