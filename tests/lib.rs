//! Nothing to import: this package holds the tests of the whole book.
