//! A page as PDF: the shapes stay shapes, and text is outlines already.
//!
//! It is written with `pdf-writer`, by walking the tree that the PNG is made from. `svg2pdf` is no longer maintained, and
//! `krilla-svg` brings a second copy of that tree and seventy crates for what no figure has: text, gradients, masks, filters.
//!
//! # Source
//!
//! ISO 32000-1:2008, *Document management – Portable document format – Part 1: PDF 1.7*: sections 8.3.2, Coordinate Spaces;
//! 8.5, Path Construction and Painting; 8.9.5, Image Dictionaries; 14.3.3, Document Information Dictionary; 14.7, Logical
//! Structure; 14.8, Tagged PDF; 14.9.3, Alternate Descriptions.

use image::DynamicImage;
use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{LineCapStyle, LineJoinStyle, Placement, StructRole};
use pdf_writer::writers::StructTreeRoot;
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, TextStr};
use resvg::tiny_skia::PathSegment;
use resvg::usvg::{
    self, BlendMode, FillRule, Group, ImageKind, LineCap, LineJoin, Node, Paint, Transform,
};

use crate::portable::enlarged;
use crate::{Error, Page};

/// Points for each pixel, as in CSS: 72 to the inch against 96.
const POINTS_PER_PIXEL: f32 = 0.75;
/// How hard zlib looks for repetitions, from 0 to 10.
const COMPRESSION_LEVEL: u8 = 6;
/// The program that the file says it was made by.
const CREATOR: &str = "cargo book figures";
/// The language of titles and descriptions.
const LANGUAGE: &str = "en-GB";

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const PAGE: Ref = Ref::new(3);
const CONTENT: Ref = Ref::new(4);
const INFO: Ref = Ref::new(5);
const STRUCTURE: Ref = Ref::new(6);
const DOCUMENT: Ref = Ref::new(7);
const FIGURE: Ref = Ref::new(8);
/// What each marked content of the page belongs to.
const OF_PAGE: Ref = Ref::new(9);
/// The images have the numbers from here on.
const FIRST_IMAGE: i32 = 10;
/// The number by which the figure's structure refers to the content of the page, and the one by which the page is found.
const CONTENT_OF_FIGURE: i32 = 0;
const STRUCTURE_OF_PAGE: i32 = 0;

impl Page {
    /// Returns the page as a PDF file of one page with its title, 0.75 points to a pixel. To a screen reader it is a figure
    /// with the page's description.
    ///
    /// # Errors
    /// A page with something that no figure draws, such as a gradient.
    pub(crate) fn pdf(&self) -> Result<Vec<u8>, Error> {
        let tree = self.tree()?;
        let width = tree.size().width() * POINTS_PER_PIXEL;
        let height = tree.size().height() * POINTS_PER_PIXEL;
        let mut body = Body {
            content: Content::new(),
            images: Vec::new(),
            opacities: Vec::new(),
        };
        // In a PDF, y goes up from the bottom edge.
        body.content
            .transform([POINTS_PER_PIXEL, 0.0, 0.0, -POINTS_PER_PIXEL, 0.0, height]);
        body.content
            .begin_marked_content_with_properties(Name(b"Figure"))
            .properties()
            .identify(CONTENT_OF_FIGURE);
        body.group(tree.root(), 1.0)?;
        body.content.end_marked_content();

        let area = Rect::new(0.0, 0.0, width, height);
        let mut pdf = Pdf::new();
        let mut catalog = pdf.catalog(CATALOG);
        catalog
            .pages(PAGES)
            .lang(TextStr(LANGUAGE))
            .pair(Name(b"StructTreeRoot"), STRUCTURE);
        catalog.mark_info().marked(true);
        catalog.viewer_preferences().display_doc_title(true);
        catalog.finish();
        self.structure(&mut pdf, area);
        pdf.pages(PAGES).kids([PAGE]).count(1);
        pdf.document_info(INFO)
            .title(TextStr(self.title()))
            .creator(TextStr(CREATOR));
        let mut page = pdf.page(PAGE);
        page.parent(PAGES)
            .media_box(area)
            .struct_parents(STRUCTURE_OF_PAGE)
            .contents(CONTENT);
        let mut resources = page.resources();
        let mut images = resources.x_objects();
        for at in 0..body.images.len() {
            images.pair(Name(image_name(at).as_bytes()), image_id(at));
        }
        images.finish();
        let mut opacities = resources.ext_g_states();
        for (at, opacity) in body.opacities.iter().enumerate() {
            opacities
                .insert(Name(opacity_name(at).as_bytes()))
                .start::<pdf_writer::writers::ExtGraphicsState<'_>>()
                .non_stroking_alpha(*opacity)
                .stroking_alpha(*opacity);
        }
        opacities.finish();
        resources.finish();
        page.finish();
        for (at, image) in body.images.iter().enumerate() {
            embed(&mut pdf, image_id(at), image);
        }
        let content = compress_to_vec_zlib(&body.content.finish(), COMPRESSION_LEVEL);
        pdf.stream(CONTENT, &content).filter(Filter::FlateDecode);
        Ok(pdf.finish())
    }

    /// Writes what the page consists of to those who read it aloud: a document of one figure, its content all that is drawn.
    fn structure(&self, pdf: &mut Pdf, area: Rect) {
        let mut root = pdf.indirect(STRUCTURE).start::<StructTreeRoot<'_>>();
        root.child(DOCUMENT);
        root.parent_tree().nums().insert(STRUCTURE_OF_PAGE, OF_PAGE);
        root.parent_tree_next_key(STRUCTURE_OF_PAGE + 1);
        root.finish();
        pdf.indirect(OF_PAGE).array().item(FIGURE);
        pdf.struct_element(DOCUMENT)
            .kind(StructRole::Document)
            .parent(STRUCTURE)
            .child(FIGURE);
        let mut figure = pdf.struct_element(FIGURE);
        figure
            .kind(StructRole::Figure)
            .parent(DOCUMENT)
            .page(PAGE)
            .title(TextStr(self.title()))
            .alt(TextStr(self.description()));
        figure
            .attributes()
            .push()
            .layout()
            .bbox(area)
            .placement(Placement::Block);
        figure
            .marked_content_child()
            .page(PAGE)
            .marked_content_id(CONTENT_OF_FIGURE);
    }
}

fn image_name(at: usize) -> String {
    format!("I{at}")
}

fn image_id(at: usize) -> Ref {
    Ref::new(FIRST_IMAGE + at as i32)
}

fn opacity_name(at: usize) -> String {
    format!("O{at}")
}

/// The content of the page, with the images and opacities that it refers to by number.
struct Body {
    content: Content,
    images: Vec<DynamicImage>,
    opacities: Vec<f32>,
}

impl Body {
    fn group(&mut self, group: &Group, opacity: f32) -> Result<(), Error> {
        let clipped = group.clip_path().is_some() || group.mask().is_some();
        let mixed = group.blend_mode() != BlendMode::Normal || !group.filters().is_empty();
        // Where parts overlap, a translucent group differs from a group of translucent parts.
        let translucent = group.opacity().get() < 1.0 && group.children().len() > 1;
        if clipped || mixed || translucent {
            return Err(Error::Pdf(
                "clips, masks, filters and translucent groups are not supported",
            ));
        }
        let opacity = opacity * group.opacity().get();
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, opacity)?,
                Node::Path(path) if path.is_visible() => self.path(path, opacity)?,
                Node::Image(image) if image.is_visible() => self.image(image)?,
                Node::Path(_) | Node::Image(_) => {}
                Node::Text(_) => return Err(Error::Pdf("text must be outlines")),
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &usvg::Path, opacity: f32) -> Result<(), Error> {
        if let Some(fill) = path.fill() {
            let (red, green, blue) = colour(fill.paint())?;
            self.begin(path.abs_transform(), opacity * fill.opacity().get());
            self.content.set_fill_rgb(red, green, blue);
            self.outline(path);
            match fill.rule() {
                FillRule::NonZero => self.content.fill_nonzero(),
                FillRule::EvenOdd => self.content.fill_even_odd(),
            };
            self.content.restore_state();
        }
        if let Some(stroke) = path.stroke() {
            let (red, green, blue) = colour(stroke.paint())?;
            self.begin(path.abs_transform(), opacity * stroke.opacity().get());
            self.content
                .set_stroke_rgb(red, green, blue)
                .set_line_width(stroke.width().get())
                .set_miter_limit(stroke.miterlimit().get())
                .set_line_cap(match stroke.linecap() {
                    LineCap::Butt => LineCapStyle::ButtCap,
                    LineCap::Round => LineCapStyle::RoundCap,
                    LineCap::Square => LineCapStyle::ProjectingSquareCap,
                })
                .set_line_join(match stroke.linejoin() {
                    LineJoin::Miter | LineJoin::MiterClip => LineJoinStyle::MiterJoin,
                    LineJoin::Round => LineJoinStyle::RoundJoin,
                    LineJoin::Bevel => LineJoinStyle::BevelJoin,
                });
            if let Some(dashes) = stroke.dasharray() {
                self.content
                    .set_dash_pattern(dashes.iter().copied(), stroke.dashoffset());
            }
            self.outline(path);
            self.content.stroke();
            self.content.restore_state();
        }
        Ok(())
    }

    /// Begins a shape with a transform and an opacity of its own; `restore_state` ends it.
    fn begin(&mut self, transform: Transform, opacity: f32) {
        let Transform {
            sx,
            kx,
            ky,
            sy,
            tx,
            ty,
        } = transform;
        self.content.save_state();
        self.content.transform([sx, ky, kx, sy, tx, ty]);
        if opacity < 1.0 {
            let known = self.opacities.iter().position(|&known| known == opacity);
            let at = known.unwrap_or_else(|| {
                self.opacities.push(opacity);
                self.opacities.len() - 1
            });
            self.content
                .set_parameters(Name(opacity_name(at).as_bytes()));
        }
    }

    fn outline(&mut self, path: &usvg::Path) {
        let mut last = (0.0, 0.0);
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    self.content.move_to(to.x, to.y);
                    last = (to.x, to.y);
                }
                PathSegment::LineTo(to) => {
                    self.content.line_to(to.x, to.y);
                    last = (to.x, to.y);
                }
                PathSegment::QuadTo(by, to) => {
                    // A PDF has cubic curves only; these are the control points of the same curve.
                    let third = |end: f32, by: f32| end + (by - end) * 2.0 / 3.0;
                    self.content.cubic_to(
                        third(last.0, by.x),
                        third(last.1, by.y),
                        third(to.x, by.x),
                        third(to.y, by.y),
                        to.x,
                        to.y,
                    );
                    last = (to.x, to.y);
                }
                PathSegment::CubicTo(by, then, to) => {
                    self.content
                        .cubic_to(by.x, by.y, then.x, then.y, to.x, to.y);
                    last = (to.x, to.y);
                }
                PathSegment::Close => {
                    self.content.close_path();
                }
            }
        }
    }

    fn image(&mut self, image: &usvg::Image) -> Result<(), Error> {
        let ImageKind::PNG(bytes) = image.kind() else {
            return Err(Error::Pdf("embedded images must be PNG"));
        };
        let picture = image::load_from_memory(bytes)?;
        let size = image.size();
        self.begin(image.abs_transform(), 1.0);
        // An image fills the unit square, in which y goes up.
        self.content
            .transform([size.width(), 0.0, 0.0, -size.height(), 0.0, size.height()]);
        self.content
            .x_object(Name(image_name(self.images.len()).as_bytes()));
        self.content.restore_state();
        self.images.push(picture);
        Ok(())
    }
}

fn colour(paint: &Paint) -> Result<(f32, f32, f32), Error> {
    let Paint::Color(colour) = paint else {
        return Err(Error::Pdf("gradients and patterns are not supported"));
    };
    let part = |part: u8| f32::from(part) / 255.0;
    Ok((part(colour.red), part(colour.green), part(colour.blue)))
}

fn embed(pdf: &mut Pdf, id: Ref, picture: &DynamicImage) {
    let larger = enlarged(picture);
    let (width, height) = (larger.width(), larger.height());
    let grey = matches!(picture, DynamicImage::ImageLuma8(_));
    let samples = if grey {
        larger.into_luma8().into_raw()
    } else {
        larger.into_rgb8().into_raw()
    };
    let data = compress_to_vec_zlib(&samples, COMPRESSION_LEVEL);
    let mut object = pdf.image_xobject(id, &data);
    object.filter(Filter::FlateDecode);
    object
        .width(width as i32)
        .height(height as i32)
        .bits_per_component(8)
        .interpolate(false);
    if grey {
        object.color_space().device_gray();
    } else {
        object.color_space().device_rgb();
    }
}
