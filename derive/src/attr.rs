//! Reads attributes: ours, and what Diesel's own derives are told.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, Ident, Path, Result, Token, Type, parenthesized, token};

/// The kinds of relation, each the name of an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    HasMany,
    HasOne,
    BelongsTo,
    ManyToMany,
}

impl Kind {
    pub(crate) const ALL: [(&str, Kind); 4] = [
        ("has_many", Kind::HasMany),
        ("has_one", Kind::HasOne),
        ("belongs_to", Kind::BelongsTo),
        ("many_to_many", Kind::ManyToMany),
    ];

    pub(crate) fn name(self) -> &'static str {
        Kind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// `posts: Post, back_populates = author`
pub(crate) struct Declaration {
    /// The whole attribute's path, `has_many`: where errors about it as a whole point.
    pub(crate) span: Span,
    pub(crate) name: Ident,
    pub(crate) target: Path,
    pub(crate) options: Options,
    /// What is wrong with the options. The relation itself is known all the same.
    pub(crate) error: Option<Error>,
}

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) back_populates: Option<Ident>,
    pub(crate) foreign_key: Option<Columns>,
    pub(crate) references: Option<Columns>,
    pub(crate) through: Option<Through>,
    pub(crate) filter: Option<Expr>,
    pub(crate) order_by: Option<Expr>,
    pub(crate) one_way: Option<Span>,
}

/// The columns of a key: `user_id`, `posts::user_id`, or several, `(region, number)`.
#[derive(Clone)]
pub(crate) struct Columns(pub(crate) Vec<Path>);

impl Parse for Columns {
    fn parse(input: ParseStream) -> Result<Self> {
        if !input.peek(token::Paren) {
            return Ok(Columns(vec![input.parse()?]));
        }
        let content;
        let parentheses = parenthesized!(content in input);
        let columns = Punctuated::<Path, Token![,]>::parse_terminated(&content)?;
        match columns.len() {
            0 | 7.. => Err(Error::new(parentheses.span.join(), "a key has one to six columns")),
            _ => Ok(Columns(columns.into_iter().collect())),
        }
    }
}

impl Columns {
    /// The columns, each made of the one before.
    pub(crate) fn try_map(&self, make: impl FnMut(&Path) -> Result<Path>) -> Result<Self> {
        self.0.iter().map(make).collect::<Result<_>>().map(Columns)
    }
}

/// As a type: the column, or a tuple of them that is one key.
impl ToTokens for Columns {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.0[..] {
            [column] => column.to_tokens(tokens),
            columns => tokens.extend(quote!(::conjoin::private::Composite<(#(#columns),*)>)),
        }
    }
}

/// What stands between the two models.
pub(crate) enum Through {
    /// `post_tags`, or `post_tags(post_id, tag_id)`: the columns of this side first.
    Table { table: Path, columns: Option<(Columns, Columns)> },
    /// `posts.tags`: relations, the first of them this model's.
    Path(Vec<Ident>),
}

impl Declaration {
    pub(crate) fn read(attribute: &Attribute) -> Result<Self> {
        let mut declaration: Declaration = attribute.parse_args()?;
        declaration.span = attribute.path().span();
        Ok(declaration)
    }
}

impl Parse for Declaration {
    fn parse(input: ParseStream) -> Result<Self> {
        let name: Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let target: Path = input.parse()?;
        let mut options = Options::default();
        let error = options.read_all(input).err();
        // What follows an error is passed over, or syn would report it as well.
        input.parse::<TokenStream>()?;
        Ok(Declaration { span: name.span(), name, target, options, error })
    }
}

impl Options {
    fn read_all(&mut self, input: ParseStream) -> Result<()> {
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                self.read(input)?;
            }
        }
        Ok(())
    }

    fn read(&mut self, input: ParseStream) -> Result<()> {
        const EXPECTED: &str = "expected `back_populates`, `foreign_key`, `references`, `through`, \
                                `filter`, `order_by` or `one_way`";
        let option: Ident = input.parse()?;
        let before = match option.to_string().as_str() {
            "one_way" => self.one_way.replace(option.span()).is_some(),
            "back_populates" => self.back_populates.replace(value(input)?).is_some(),
            "foreign_key" => self.foreign_key.replace(value(input)?).is_some(),
            "references" => self.references.replace(value(input)?).is_some(),
            "through" => self.through.replace(value(input)?).is_some(),
            "filter" => self.filter.replace(value(input)?).is_some(),
            "order_by" => self.order_by.replace(value(input)?).is_some(),
            _ => {
                let message = format!("unknown option `{option}`; {EXPECTED}");
                return Err(Error::new(option.span(), message));
            }
        };
        match before {
            true => Err(Error::new(option.span(), format!("`{option}` is said twice"))),
            false => Ok(()),
        }
    }
}

/// `= value`
fn value<T: Parse>(input: ParseStream) -> Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

impl Parse for Through {
    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek2(Token![.]) {
            let path = Punctuated::<Ident, Token![.]>::parse_separated_nonempty(input)?;
            return Ok(Through::Path(path.into_iter().collect()));
        }
        let table = input.call(Path::parse_mod_style)?;
        if !input.peek(token::Paren) {
            return Ok(Through::Table { table, columns: None });
        }
        let content;
        parenthesized!(content in input);
        let near = content.parse()?;
        content.parse::<Token![,]>()?;
        let far = content.parse()?;
        Ok(Through::Table { table, columns: Some((near, far)) })
    }
}

/// What `#[relations(…)]` says on a struct.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) module: Option<Ident>,
    pub(crate) backends: Vec<Path>,
    /// Those alone, not those that conjoin was compiled with as well.
    pub(crate) only: bool,
}

impl Settings {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        const EXPECTED: &str = "expected `module = name`, `backend = Type` or `only = Type`";
        let mut settings = Settings::default();
        for attribute in attributes.iter().filter(|it| it.path().is_ident("relations")) {
            let mut said = false;
            attribute.parse_nested_meta(|meta| {
                said = true;
                if meta.path.is_ident("module") {
                    settings.module = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("backend") {
                    settings.backends.push(meta.value()?.parse()?);
                } else if meta.path.is_ident("only") {
                    settings.backends.push(meta.value()?.parse()?);
                    settings.only = true;
                } else {
                    return Err(meta.error(EXPECTED));
                }
                Ok(())
            })?;
            if !said {
                return Err(Error::new_spanned(attribute, EXPECTED));
            }
        }
        Ok(settings)
    }
}

/// What `#[diesel(…)]` says on a struct or a field, as far as it matters here.
#[derive(Default)]
pub(crate) struct Diesel {
    pub(crate) table: Option<Path>,
    pub(crate) primary_key: Option<Vec<Ident>>,
    pub(crate) associations: Vec<Association>,
    pub(crate) column: Option<Ident>,
    /// The field is not a column of the table: `embed` or `select_expression`.
    pub(crate) computed: bool,
    /// The field is a struct with columns, of which only Diesel knows.
    pub(crate) embed: bool,
}

/// `belongs_to(User, foreign_key = author_id)`
pub(crate) struct Association {
    pub(crate) parent: Path,
    pub(crate) foreign_key: Option<Ident>,
}

impl Diesel {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut diesel = Diesel::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("diesel")) {
            // What does not parse here is refused by Diesel's own derives.
            if let Ok(items) =
                attribute.parse_args_with(Punctuated::<Item, Token![,]>::parse_terminated)
            {
                items.into_iter().for_each(|item| diesel.take(item));
            }
        }
        diesel
    }

    fn take(&mut self, item: Item) {
        let Item { name, value } = item;
        if name == "table_name" {
            self.table = syn::parse2(value).ok();
        } else if name == "column_name" {
            self.column = column_name(value);
        } else if name == "primary_key" {
            let parse = Punctuated::<Ident, Token![,]>::parse_terminated;
            self.primary_key = syn::parse::Parser::parse2(parse, value)
                .ok()
                .map(|keys| keys.into_iter().collect());
        } else if name == "belongs_to" {
            self.associations.extend(syn::parse2::<Association>(value));
        } else if name == "embed" || name == "select_expression" {
            self.computed = true;
            self.embed |= name == "embed";
        }
    }
}

/// `name`, `name = value` or `name(value)`
struct Item {
    name: Ident,
    value: TokenStream,
}

impl Parse for Item {
    fn parse(input: ParseStream) -> Result<Self> {
        let name = input.call(Ident::parse_any)?;
        if input.peek(token::Paren) {
            let content;
            parenthesized!(content in input);
            return Ok(Item { name, value: content.parse()? });
        }
        let mut value = TokenStream::new();
        if input.parse::<Option<Token![=]>>()?.is_some() {
            value = item_value(&name, input)?;
        }
        Ok(Item { name, value })
    }
}

/// What ends at a comma, of which types and expressions have their own.
fn item_value(name: &Ident, input: ParseStream) -> Result<TokenStream> {
    let mut value = TokenStream::new();
    match name.to_string().as_str() {
        "base_query" | "select_expression" => input.parse::<Expr>()?.to_tokens(&mut value),
        "base_query_type" | "deserialize_as" | "select_expression_type" | "serialize_as" => {
            input.parse::<Type>()?.to_tokens(&mut value);
        }
        _ => {
            while !input.is_empty() && !input.peek(Token![,]) {
                value.extend([input.parse::<TokenTree>()?]);
            }
        }
    }
    Ok(value)
}

impl Parse for Association {
    fn parse(input: ParseStream) -> Result<Self> {
        let parent = input.parse()?;
        let mut foreign_key = None;
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let item: Item = input.parse()?;
            if item.name == "foreign_key" {
                foreign_key = syn::parse2(item.value).ok();
            }
        }
        Ok(Association { parent, foreign_key })
    }
}

/// `column_name = user_id` or `column_name = "user_id"`
fn column_name(value: TokenStream) -> Option<Ident> {
    if let Ok(name) = syn::parse2::<syn::LitStr>(value.clone()) {
        return name.parse().ok();
    }
    syn::parse2(value).ok()
}
