//! What a load reports to the crate `tracing`, with the feature of that name: a span for the load,
//! an event for each relation. Without the feature, nothing.

#[cfg(feature = "tracing")]
pub(crate) use on::*;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;

#[cfg(feature = "tracing")]
mod on {
    use crate::sql::form::Form;
    use std::any::type_name;
    use std::time::Instant;
    #[cfg(feature = "async")]
    use tracing::Instrument;
    use tracing::{Span, debug, debug_span};

    fn span<M>() -> Span {
        debug_span!(target: "conjoin", "load", model = type_name::<M>())
    }

    /// Runs a load of rows of `M` within its span.
    pub(crate) fn load<M, T>(load: impl FnOnce() -> T) -> T {
        span::<M>().in_scope(load)
    }

    /// The same for a future.
    #[cfg(feature = "async")]
    pub(crate) fn load_async<M, F: Future>(load: F) -> impl Future<Output = F::Output> {
        load.instrument(span::<M>())
    }

    /// The statements of one relation, while they are sent.
    pub(crate) struct Statements {
        sent: usize,
        start: Instant,
    }

    impl Statements {
        pub(crate) fn start() -> Self {
            Statements { sent: 0, start: Instant::now() }
        }

        pub(crate) fn sent(&mut self) {
            self.sent += 1;
        }

        pub(crate) fn answered(self, relation: &'static str, rows: usize) {
            let micros = self.start.elapsed().as_micros() as u64;
            debug!(target: "conjoin", relation, statements = self.sent, rows, micros);
        }

        /// The same for an aggregate with this many values.
        pub(crate) fn computed(self, relation: &'static str, aggregate: Form, values: usize) {
            let micros = self.start.elapsed().as_micros() as u64;
            let statements = self.sent;
            debug!(target: "conjoin", relation, aggregate = aggregate.name(), statements, values, micros);
        }
    }
}

#[cfg(not(feature = "tracing"))]
// The model names a span that does not exist.
#[allow(clippy::extra_unused_type_parameters)]
mod off {
    use crate::sql::form::Form;

    pub(crate) fn load<M, T>(load: impl FnOnce() -> T) -> T {
        load()
    }

    #[cfg(feature = "async")]
    pub(crate) fn load_async<M, F: Future>(load: F) -> F {
        load
    }

    pub(crate) struct Statements;

    impl Statements {
        pub(crate) fn start() -> Self {
            Statements
        }

        pub(crate) fn sent(&mut self) {}

        pub(crate) fn answered(self, _: &'static str, _: usize) {}

        pub(crate) fn computed(self, _: &'static str, _: Form, _: usize) {}
    }
}
