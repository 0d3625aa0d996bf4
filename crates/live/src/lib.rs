//! The figures as WebAssembly: text in, text out.
//!
//! [`answer`] is the whole of it: a request in lines, and a reply in lines with the picture behind them.
//! The module `exports` passes bytes to and from a page through the memory of the module, which imports nothing.
//!
//! ```
//! let reply = live::answer(&figures::FIGURES, "pooling\nlight\ndx=2", None);
//! let (facts, svg) = reply.split_once("\nsvg\n").unwrap();
//! assert!(facts.contains("\nsize\t800\t"));
//! assert!(facts.contains("\nreadout\toutput-size\t4×4\n"));
//! assert!(svg.starts_with("<svg "));
//! ```

mod answer;
mod exports;

pub use answer::answer;
