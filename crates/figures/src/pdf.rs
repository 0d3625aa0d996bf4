//! A page as PDF: the shapes stay shapes, text is outlines already, and nothing tells when it was written.
//!
//! Written with `pdf-writer`, by walking the tree that the PNG is made from. `svg2pdf` is no longer kept up, and `krilla-svg`
//! brings a second copy of that tree and seventy crates for what no figure has: text, gradients, masks, filters.

use image::DynamicImage;
use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, TextStr};
use resvg::tiny_skia::PathSegment;
use resvg::usvg::{
    self, BlendMode, FillRule, Group, ImageKind, LineCap, LineJoin, Node, Paint, Transform,
};

use crate::raster::failed;
use crate::{Error, Page};

/// Points for each pixel.
const POINT: f32 = 0.75;
/// How hard to look for repetitions, from 0 to 10.
const EFFORT: u8 = 6;
/// An embedded image is enlarged to about so many pixels: some viewers smooth whatever they scale, and so blur no more
/// than the edge of a cell.
const SIDE: u32 = 1024;

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const PAGE: Ref = Ref::new(3);
const CONTENT: Ref = Ref::new(4);
const INFO: Ref = Ref::new(5);
/// The images come after.
const FIRST: i32 = 6;

impl Page {
    /// The page as a PDF file of one page with a title, 0.75 points to a pixel.
    ///
    /// # Errors
    /// A drawing with something that no figure draws, such as a gradient.
    pub fn pdf(&self, title: &str) -> Result<Vec<u8>, Error> {
        let tree = self.tree()?;
        let (width, height) = (tree.size().width() * POINT, tree.size().height() * POINT);
        let mut body = Body {
            content: Content::new(),
            images: Vec::new(),
            opacities: Vec::new(),
        };
        // A PDF counts upwards from the bottom.
        body.content
            .transform([POINT, 0.0, 0.0, -POINT, 0.0, height]);
        body.group(tree.root(), 1.0)?;

        let mut pdf = Pdf::new();
        pdf.catalog(CATALOG).pages(PAGES);
        pdf.pages(PAGES).kids([PAGE]).count(1);
        pdf.document_info(INFO)
            .title(TextStr(title))
            .creator(TextStr("cargo book figures"));
        let mut page = pdf.page(PAGE);
        page.parent(PAGES)
            .media_box(Rect::new(0.0, 0.0, width, height))
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
        let content = compress_to_vec_zlib(&body.content.finish(), EFFORT);
        pdf.stream(CONTENT, &content).filter(Filter::FlateDecode);
        Ok(pdf.finish())
    }
}

fn image_name(at: usize) -> String {
    format!("I{at}")
}

fn image_id(at: usize) -> Ref {
    Ref::new(FIRST + at as i32)
}

fn opacity_name(at: usize) -> String {
    format!("O{at}")
}

/// What stands on the page, with what it refers to by number.
struct Body {
    content: Content,
    images: Vec<DynamicImage>,
    opacities: Vec<f32>,
}

impl Body {
    fn group(&mut self, group: &Group, opacity: f32) -> Result<(), Error> {
        let clipped = group.clip_path().is_some() || group.mask().is_some();
        let mixed = group.blend_mode() != BlendMode::Normal || !group.filters().is_empty();
        // A group that shows through as a whole is more than its parts that each do, unless it has but one.
        let shows = group.opacity().get() < 1.0 && group.children().len() > 1;
        if clipped || mixed || shows {
            return Err(failed(
                "its clips, masks or filters have no place in a PDF yet",
            ));
        }
        let opacity = opacity * group.opacity().get();
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, opacity)?,
                Node::Path(path) if path.is_visible() => self.path(path, opacity)?,
                Node::Image(image) if image.is_visible() => self.image(image)?,
                Node::Path(_) | Node::Image(_) => {}
                Node::Text(_) => return Err(failed("its text is not outlined")),
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

    /// Begins something with a place and an opacity of its own; `restore_state` ends it.
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
                    // A PDF has cubic curves only.
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
            return Err(failed("an image in it is no PNG"));
        };
        let picture = image::load_from_memory(bytes).map_err(failed)?;
        let size = image.size();
        self.begin(image.abs_transform(), 1.0);
        // An image fills the unit square from the bottom upwards.
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
        return Err(failed("its gradients have no place in a PDF yet"));
    };
    let part = |part: u8| f32::from(part) / 255.0;
    Ok((part(colour.red), part(colour.green), part(colour.blue)))
}

fn embed(pdf: &mut Pdf, id: Ref, picture: &DynamicImage) {
    let times = (SIDE / picture.width().max(picture.height()).max(1)).max(1);
    let (width, height) = (picture.width() * times, picture.height() * times);
    let larger = picture.resize_exact(width, height, image::imageops::FilterType::Nearest);
    let grey = matches!(picture, DynamicImage::ImageLuma8(_));
    let samples = if grey {
        larger.into_luma8().into_raw()
    } else {
        larger.into_rgb8().into_raw()
    };
    let data = compress_to_vec_zlib(&samples, EFFORT);
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
