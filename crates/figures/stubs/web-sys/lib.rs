//! Stands in for `web-sys` on the web; `wasm-bindgen` beside it tells why.

use wasm_bindgen::JsCast;

/// A thing of a page. There is none, so no method of it can be called.
pub enum Node {}

/// A kind of [`Node`].
pub type HtmlElement = Node;

impl JsCast for Node {}

/// The page, which is never there.
#[must_use]
pub fn window() -> Option<Node> {
    None
}

impl Node {
    pub fn document(&self) -> Option<Node> {
        match *self {}
    }

    pub fn body(&self) -> Option<Node> {
        match *self {}
    }

    pub fn create_element(&self, _: &str) -> Result<Node, ()> {
        match *self {}
    }

    pub fn set_text_content(&self, _: Option<&str>) {
        match *self {}
    }

    pub fn set_attribute(&self, _: &str, _: &str) -> Result<(), ()> {
        match *self {}
    }

    pub fn append_with_node_1(&self, _: &Node) -> Result<(), ()> {
        match *self {}
    }

    pub fn offset_height(&self) -> i32 {
        match *self {}
    }

    pub fn offset_width(&self) -> i32 {
        match *self {}
    }

    pub fn remove(&self) {
        match *self {}
    }
}
