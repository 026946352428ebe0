//! The meaning of a struct and its attributes: a model, its columns, its relations.

use crate::attr::{
    self, Case, Columns, Declaration, Diesel, Kind, Options, Relations, Serde, Through,
};
use crate::{base_query, check, name};
use proc_macro2::Span;
use quote::format_ident;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, Fields, Ident, Path, Result, Type, Visibility,
};

/// A struct that holds rows of a table.
pub(crate) struct Model {
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    /// `schema::posts`
    pub(crate) table: Path,
    /// The tables that its base query names, if it joins some.
    pub(crate) joined: Option<Vec<Path>>,
    /// The columns that Diesel's `primary_key` names.
    pub(crate) primary_key: Option<Columns>,
    /// The module of the generated types: `post`.
    pub(crate) module: Ident,
    pub(crate) columns: Vec<Column>,
    /// How serde writes the names of fields, and those that it writes.
    pub(crate) case: Case,
    pub(crate) serialized: Vec<String>,
    /// Some columns are in an embedded struct, which the derive does not see.
    pub(crate) embeds: bool,
    pub(crate) relations: Vec<Relation>,
    /// Backends to load over in addition to those that conjoin was compiled with.
    pub(crate) backends: Vec<Path>,
    /// Or instead of those.
    pub(crate) only: bool,
    /// Some declarations could not be read.
    pub(crate) incomplete: bool,
}

/// A field that holds a column.
pub(crate) struct Column {
    pub(crate) field: syn::Member,
    pub(crate) column: Ident,
    pub(crate) value: Type,
}

pub(crate) struct Relation {
    /// The position of errors about the relation as a whole.
    pub(crate) span: Span,
    /// The doc comment before the declaration.
    pub(crate) docs: Vec<Attribute>,
    pub(crate) kind: Kind,
    pub(crate) name: Ident,
    pub(crate) target: Path,
    pub(crate) back: Option<Ident>,
    pub(crate) key: Key,
    /// The foreign key is specified explicitly.
    pub(crate) says_foreign_key: bool,
    pub(crate) filter: Option<Expr>,
    pub(crate) order_by: Option<Expr>,
}

/// The source of a relation's columns.
pub(crate) enum Key {
    /// This table's foreign key, and what it refers to if that is not the primary key.
    Own { columns: Columns, references: Option<Columns> },
    /// The same, where this struct lacks the foreign key's column.
    Unread { columns: Columns, references: Option<Columns> },
    /// The foreign key of the relation that `back_populates` names, here.
    OfBack(Span),
    /// A foreign key of the other table, and what it refers to if that is not the primary key.
    Theirs { columns: Columns, references: Option<Columns> },
    /// Two foreign keys of an association table: to this side, to the other.
    Association { table: Path, near: Columns, far: Columns },
    /// Those of the relations of a path, the first of which is this model's.
    Path(Vec<Ident>),
    /// The declaration was rejected. The relation's name still exists, so that its uses, and the
    /// other side, do not fail as well.
    Refused,
}

impl Model {
    /// Reads a struct, and collects its errors.
    pub(crate) fn read(input: &DeriveInput) -> Result<(Self, Option<Error>)> {
        let fields = check::struct_fields(input)?;
        let diesel = Diesel::read(&input.attrs);
        let table = diesel.table.clone().unwrap_or_else(|| infer_table(&input.ident));
        let said = Relations::read(&input.attrs);
        let mut model = Model {
            name: input.ident.clone(),
            visibility: input.vis.clone(),
            module: said.module.unwrap_or_else(|| module(input, &table, &said.declarations)),
            primary_key: diesel.primary_key.as_ref().map(|columns| {
                Columns(columns.iter().map(|column| name::join(&table, column)).collect())
            }),
            joined: diesel.base_query.as_ref().and_then(|query| base_query::tables(query, &table)),
            table,
            columns: columns(fields),
            case: Serde::read(&input.attrs).rename_all,
            serialized: serialized(input, fields),
            embeds: fields.iter().any(|field| Diesel::read(&field.attrs).embed),
            relations: Vec::new(),
            backends: said.backends,
            only: said.only,
            incomplete: said.incomplete,
        };
        let mut errors = said.error;
        for declaration in said.declarations {
            let relation = model
                .understand(declaration, &diesel, &mut errors)
                .map(|relation| model.relations.push(relation));
            attr::collect(&mut errors, relation);
        }
        for refuse in [check::claims, check::foreign_keys, check::trees, check::paths] {
            attr::collect(&mut errors, refuse(&mut model));
        }
        Ok((model, errors))
    }

    fn understand(
        &self,
        declaration: Declaration,
        diesel: &Diesel,
        errors: &mut Option<Error>,
    ) -> Result<Relation> {
        check::name_is_new(self, &declaration)?;
        let key = check::declaration(&declaration)
            .and_then(|()| self.key(&declaration, diesel))
            .unwrap_or_else(|error| {
                attr::collect(errors, Err(error));
                Key::Refused
            });
        let Declaration { kind, span, docs, name, target, options, .. } = declaration;
        let says_foreign_key = options.foreign_key.is_some();
        let Options { back_populates: back, filter, order_by, .. } = options;
        Ok(Relation {
            span,
            docs,
            kind,
            name,
            target,
            back,
            key,
            says_foreign_key,
            filter,
            order_by,
        })
    }

    fn key(&self, declaration: &Declaration, diesel: &Diesel) -> Result<Key> {
        let options = &declaration.options;
        match (declaration.kind, &options.foreign_key, &options.through) {
            (_, _, Some(Through::Path(path))) => Ok(Key::Path(path.clone())),
            (_, _, Some(Through::Table { table, columns })) => {
                self.association(table, columns.as_ref(), declaration)
            }
            (Kind::BelongsTo, key, _) => {
                let columns = match key {
                    Some(key) => key.try_map(|column| check::own_table(self, column))?,
                    None => Columns(vec![check::own_foreign_key(self, declaration, diesel)?]),
                };
                let theirs = |key: &Columns| key.try_map(check::their_column);
                let references = options.references.as_ref().map(theirs).transpose()?;
                let is_field = |path| check::is_field(self, path);
                Ok(match columns.0.iter().all(is_field) {
                    true => Key::Own { columns, references },
                    false => Key::Unread { columns, references },
                })
            }
            (_, Some(key), _) => {
                let own = |key: &Columns| {
                    key.try_map(|it| check::own_column(self, it, "what the key refers to"))
                };
                let references = options.references.as_ref().map(own).transpose()?;
                Ok(Key::Theirs { columns: key.try_map(check::their_column)?, references })
            }
            (_, None, _) => Ok(options
                .back_populates
                .as_ref()
                .map_or(Key::Refused, |back| Key::OfBack(back.span()))),
        }
    }

    fn association(
        &self,
        table: &Path,
        columns: Option<&(Columns, Columns)>,
        declaration: &Declaration,
    ) -> Result<Key> {
        let (near, far) = match columns {
            Some(columns) => columns.clone(),
            None => {
                let span = name::last(table).map_or(declaration.span, Ident::span);
                let column = |model: &Ident| {
                    let mut column = name::foreign_key(model);
                    column.set_span(span);
                    Columns(vec![column.into()])
                };
                let target = name::last(&declaration.target).unwrap_or(&declaration.name);
                (column(&self.name), column(target))
            }
        };
        let column = |path: &Path| check::association_column(table, path);
        let (near, far) = (near.try_map(column)?, far.try_map(column)?);
        check::association(table, &near, &far)?;
        Ok(Key::Association { table: table.clone(), near, far })
    }

    /// The fields of foreign keys.
    pub(crate) fn key_fields(&self) -> impl Iterator<Item = &Column> {
        let is_key = |column: &Ident| {
            self.relations.iter().any(|relation| match &relation.key {
                Key::Own { columns, .. } => {
                    columns.0.iter().any(|key| name::last(key).is_some_and(|it| it == column))
                }
                _ => false,
            })
        };
        self.columns.iter().filter(move |column| is_key(&column.column))
    }

    /// Whether there are any.
    pub(crate) fn checks_fields(&self) -> bool {
        self.key_fields().next().is_some()
    }

    /// The marker type of a relation: `user::posts`.
    pub(crate) fn marker(&self, relation: &Relation) -> Path {
        let mut path: Path = self.module.clone().into();
        path.segments.push(relation.name.clone().into());
        path
    }
}

impl Relation {
    /// `User::posts`, as errors print it.
    pub(crate) fn full_name(&self, model: &Model) -> String {
        format!("{}::{}", name::text(&model.name), name::text(&self.name))
    }
}

/// The names of the fields, as serde writes them.
fn serialized(input: &DeriveInput, fields: &Fields) -> Vec<String> {
    let case = Serde::read(&input.attrs).rename_all;
    let names = fields.iter().filter_map(|field| {
        let serde = Serde::read(&field.attrs);
        let name = || Some(case.of(&name::text(field.ident.as_ref()?)));
        if serde.skip { None } else { serde.rename.or_else(name) }
    });
    names.collect()
}

fn columns(fields: &Fields) -> Vec<Column> {
    let columns = fields.iter().zip(fields.members()).filter_map(|(field, member)| {
        let diesel = Diesel::read(&field.attrs);
        let column = diesel.column.or_else(|| field.ident.clone())?;
        let value = field.ty.clone();
        (!diesel.computed).then_some(Column { field: member, column, value })
    });
    columns.collect()
}

/// Diesel's own convention: `posts` for `Post`.
fn infer_table(model: &Ident) -> Path {
    format_ident!("{}s", name::snake_case(&name::text(model)), span = model.span()).into()
}

/// `post` for `Post`, unless the table or a relation has that name or it is a keyword.
///
/// Relations are type parameters of what is generated, where they would hide the module.
fn module(input: &DeriveInput, table: &Path, relations: &[Declaration]) -> Ident {
    let snake = name::snake_case(&name::text(&input.ident));
    let taken = name::last(table).is_some_and(|table| name::text(table) == snake)
        || relations.iter().any(|relation| name::text(&relation.name) == snake)
        || syn::parse_str::<Ident>(&snake).is_err();
    let module = if taken { format!("{snake}_relations") } else { snake };
    Ident::new(&module, input.ident.span())
}

pub(crate) fn fields(input: &DeriveInput) -> Option<&Fields> {
    match &input.data {
        Data::Struct(data) if !matches!(data.fields, Fields::Unit) => Some(&data.fields),
        _ => None,
    }
}
