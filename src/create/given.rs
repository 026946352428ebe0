//! How many new rows a relation is given.

use crate::create::Create;
use crate::model::relation::{ToMany, ToMaybeOne, ToOne};

/// New rows for a relation that takes `Takes` of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what this relation can be given",
    label = "expected new rows, as `create(…)` returns them: several for a has_many or many_to_many, \
             one or an `Option` for a has_one, one for a belongs_to",
    note = "several are a `Vec`, an array or an iterator, all with the same relations"
)]
pub trait Given<Takes> {
    /// One of the rows.
    type New;
    /// What is created with it.
    type Nested;
    /// The rows.
    fn creates(self) -> Vec<Create<Self::New, Self::Nested>>;
}

#[diagnostic::do_not_recommend]
impl<I, N, L> Given<ToMany> for I
where
    I: IntoIterator<Item = Create<N, L>>,
{
    type New = N;
    type Nested = L;

    fn creates(self) -> Vec<Create<N, L>> {
        self.into_iter().collect()
    }
}

#[diagnostic::do_not_recommend]
impl<N, L> Given<ToMaybeOne> for Option<Create<N, L>> {
    type New = N;
    type Nested = L;

    fn creates(self) -> Vec<Create<N, L>> {
        self.into_iter().collect()
    }
}

macro_rules! one {
    ($($takes:ty),+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<N, L> Given<$takes> for Create<N, L> {
                type New = N;
                type Nested = L;

                fn creates(self) -> Vec<Create<N, L>> {
                    vec![self]
                }
            }
        )+
    };
}

one!(ToMaybeOne, ToOne);
