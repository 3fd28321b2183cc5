//! A camera that looks at a drawn picture: perspective, blur, noise, glare and poor light, all from a seed.
//!
//! In: the picture that a screen shows, what the camera suffers from, and a seed. Out: the frame the camera gives. The
//! same three give the same frame. Start with [`photograph`]; [`render`] makes the picture of a code alone.
//!
//! Under the feature `degrade` only: tests, benches and the simulator's camera.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixel sides stay below 16,384 and luma is clamped to 0-255 before it becomes a byte"
)]

use crate::{Modules, Picture, QUIET_ZONE};

/// Distance of the camera in half sides of the picture; the smaller, the stronger the perspective.
const DISTANCE: f32 = 3.0;

/// What a camera suffers from. The default is a picture straight in front of a good camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Degradation {
    /// Side of the picture as a share of the frame's shorter side.
    pub fill: f32,
    /// Turn within the picture's plane, in degrees.
    pub rotation: f32,
    /// Turn out of the picture's plane, in degrees; 60 and more is hardly readable.
    pub tilt: f32,
    /// Direction in which it leans away, in degrees.
    pub tilt_direction: f32,
    /// Shift of the centre as a share of the frame, right and down.
    pub shift: (f32, f32),
    /// Blur as the standard deviation in pixels of the frame.
    pub blur: f32,
    /// Noise as the standard deviation in steps of luma.
    pub noise: f32,
    /// Greatest luma that a round reflection adds.
    pub glare: f32,
    /// Luma of white under this light as a share of full white.
    pub light: f32,
    /// Share of the light that is lost from one corner to the opposite one.
    pub shade: f32,
    /// Luma around the picture.
    pub surround: u8,
}

impl Default for Degradation {
    fn default() -> Self {
        Self {
            fill: 0.8,
            rotation: 0.0,
            tilt: 0.0,
            tilt_direction: 0.0,
            shift: (0.0, 0.0),
            blur: 0.0,
            noise: 0.0,
            glare: 0.0,
            light: 1.0,
            shade: 0.0,
            surround: 96,
        }
    }
}

/// Kinds of hardship, each drawn from a seed within its own bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hardship {
    /// A phone held to a counter's camera: a little of everything.
    Counter,
    /// Leaning up to 50 degrees and turned freely.
    Tilted,
    /// Out of focus.
    Blurred,
    /// A grainy sensor.
    Noisy,
    /// A lamp reflected in the glass.
    Glare,
    /// A dark room.
    LowLight,
    /// Far away or small in the frame.
    Far,
    /// Several at once.
    Mixed,
}

impl Hardship {
    /// Every kind.
    pub const ALL: [Hardship; 8] = [
        Hardship::Counter,
        Hardship::Tilted,
        Hardship::Blurred,
        Hardship::Noisy,
        Hardship::Glare,
        Hardship::LowLight,
        Hardship::Far,
        Hardship::Mixed,
    ];

    /// Name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Hardship::Counter => "counter",
            Hardship::Tilted => "tilted",
            Hardship::Blurred => "blurred",
            Hardship::Noisy => "noisy",
            Hardship::Glare => "glare",
            Hardship::LowLight => "low_light",
            Hardship::Far => "far",
            Hardship::Mixed => "mixed",
        }
    }

    /// What the camera suffers from under this seed.
    pub fn degradation(self, seed: u64) -> Degradation {
        let mut random = Random::new(seed ^ (self as u64) << 56);
        let counter = Degradation {
            fill: random.between(0.68, 0.82),
            rotation: random.between(-12.0, 12.0),
            tilt: random.between(0.0, 15.0),
            tilt_direction: random.between(0.0, 360.0),
            shift: (random.between(-0.02, 0.02), random.between(-0.02, 0.02)),
            blur: random.between(0.2, 0.6),
            noise: random.between(1.0, 4.0),
            glare: random.between(0.0, 30.0),
            light: random.between(0.75, 1.0),
            shade: random.between(0.0, 0.2),
            surround: random.between(20.0, 160.0) as u8,
        };
        match self {
            Hardship::Counter => counter,
            Hardship::Tilted => {
                let (rotation, tilt) = (random.between(0.0, 360.0), random.between(30.0, 50.0));
                Degradation { fill: random.between(0.55, 0.7), rotation, tilt, ..counter }
            }
            Hardship::Blurred => Degradation { blur: random.between(1.2, 2.4), ..counter },
            Hardship::Noisy => Degradation { noise: random.between(20.0, 55.0), ..counter },
            Hardship::Glare => Degradation { glare: random.between(150.0, 400.0), ..counter },
            Hardship::LowLight => {
                let (light, shade) = (random.between(0.06, 0.2), random.between(0.3, 0.6));
                Degradation { light, shade, noise: random.between(2.0, 8.0), glare: 0.0, ..counter }
            }
            Hardship::Far => Degradation { fill: random.between(0.36, 0.5), blur: random.between(0.2, 0.5), ..counter },
            Hardship::Mixed => Degradation {
                rotation: random.between(0.0, 360.0),
                tilt: random.between(10.0, 35.0),
                blur: random.between(0.5, 1.2),
                noise: random.between(5.0, 20.0),
                glare: random.between(50.0, 180.0),
                light: random.between(0.3, 0.8),
                shade: random.between(0.1, 0.5),
                ..counter
            },
        }
    }
}

/// Draws a code with its quiet zone, `pixels` to a module, black on white.
pub fn render(modules: &Modules, pixels: usize) -> Picture {
    let side = modules.full_size() * pixels;
    let mut data = vec![255; side * side];
    for (y, row) in data.chunks_exact_mut(side).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            let module = |at: usize| (at / pixels).checked_sub(QUIET_ZONE);
            if let (Some(column), Some(line)) = (module(x), module(y))
                && modules.is_dark(column, line)
            {
                *pixel = 0;
            }
        }
    }
    Picture { data, width: side, height: side }
}

/// Takes a frame of `width` x `height` pixels of a picture.
pub fn photograph(picture: &Picture, width: usize, height: usize, camera: &Degradation, seed: u64) -> Picture {
    let mut luma = project(picture, width, height, camera);
    blur(&mut luma, width, height, camera.blur);
    let mut random = Random::new(seed);
    light(&mut luma, width, height, camera, &mut random);
    let data =
        luma.iter().map(|value| (value + camera.noise * random.bell()).round().clamp(0.0, 255.0) as u8).collect();
    Picture { data, width, height }
}

/// Looks along a ray through each pixel, four rays a pixel, at the plane in which the picture lies.
fn project(picture: &Picture, width: usize, height: usize, camera: &Degradation) -> Vec<f32> {
    let plane = Plane::new(picture, width, height, camera);
    let surround = f32::from(camera.surround);
    let mut luma = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let rays = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
            let sum: f32 = rays
                .iter()
                .map(|(dx, dy)| {
                    let (u, v) = plane.look(x as f32 + dx, y as f32 + dy);
                    sample(picture, u, v).unwrap_or(surround)
                })
                .sum();
            luma.push(sum / 4.0);
        }
    }
    luma
}

/// Maps a place in the frame to a place in the picture: the inverse of the camera's homography.
struct Plane {
    inverse: [[f32; 3]; 3],
    half: f32,
    centre: (f32, f32),
}

impl Plane {
    fn new(picture: &Picture, width: usize, height: usize, camera: &Degradation) -> Self {
        let half = picture.width.max(picture.height) as f32 / 2.0;
        let focal = camera.fill * width.min(height) as f32 / 2.0 * DISTANCE;
        let (turn_sin, turn_cos) = camera.rotation.to_radians().sin_cos();
        let (lean_sin, lean_cos) = camera.tilt.to_radians().sin_cos();
        let (way_sin, way_cos) = camera.tilt_direction.to_radians().sin_cos();
        let cx = width as f32 * (0.5 + camera.shift.0);
        let cy = height as f32 * (0.5 + camera.shift.1);
        // Where the picture's own axes point, after turning in the plane and leaning out of it.
        let axis = |x: f32, y: f32| {
            let (x, y) = (x * turn_cos - y * turn_sin, x * turn_sin + y * turn_cos);
            let along = x * way_cos + y * way_sin;
            let across = y * way_cos - x * way_sin;
            let leaning = along * lean_cos;
            (leaning * way_cos - across * way_sin, leaning * way_sin + across * way_cos, along * lean_sin)
        };
        let (right, down) = (axis(1.0, 0.0), axis(0.0, 1.0));
        let column = |(x, y, z): (f32, f32, f32)| [focal * x + cx * z, focal * y + cy * z, z];
        let (a, b, c) = (column(right), column(down), column((0.0, 0.0, DISTANCE)));
        let centre = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
        Self { inverse: adjugate(a, b, c), half, centre }
    }

    fn look(&self, x: f32, y: f32) -> (f32, f32) {
        let [right, down, depth] = self.inverse.map(|row| row[0] * x + row[1] * y + row[2]);
        (right / depth * self.half + self.centre.0, down / depth * self.half + self.centre.1)
    }
}

/// The inverse of the matrix with these columns, up to a factor that the homography does not feel.
fn adjugate(a: [f32; 3], b: [f32; 3], c: [f32; 3]) -> [[f32; 3]; 3] {
    let cross =
        |p: [f32; 3], q: [f32; 3]| [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
    [cross(b, c), cross(c, a), cross(a, b)]
}

/// The luma at a place in the picture, between its four nearest pixels; nothing outside of it.
fn sample(picture: &Picture, u: f32, v: f32) -> Option<f32> {
    if !(0.0..picture.width as f32).contains(&u) || !(0.0..picture.height as f32).contains(&v) {
        return None;
    }
    let (u, v) = ((u - 0.5).max(0.0), (v - 0.5).max(0.0));
    let (x, y) = (u as usize, v as usize);
    let (right, below) = ((x + 1).min(picture.width - 1), (y + 1).min(picture.height - 1));
    let (across, down) = (u.fract(), v.fract());
    let at = |x: usize, y: usize| f32::from(picture.data[y * picture.width + x]);
    let upper = at(x, y) + (at(right, y) - at(x, y)) * across;
    let lower = at(x, below) + (at(right, below) - at(x, below)) * across;
    Some(upper + (lower - upper) * down)
}

/// A bell-shaped blur, first along the rows, then along the columns.
fn blur(luma: &mut Vec<f32>, width: usize, height: usize, deviation: f32) {
    if deviation <= 0.0 {
        return;
    }
    let radius = (deviation * 3.0).ceil() as usize;
    let weight = |offset: usize| (-((offset as f32 - radius as f32) / deviation).powi(2) / 2.0).exp();
    let kernel: Vec<f32> = (0..=2 * radius).map(weight).collect();
    let total: f32 = kernel.iter().sum();
    for (step, length) in [(1, width), (width, height)] {
        let mut next = Vec::with_capacity(luma.len());
        for index in 0..luma.len() {
            let place = index / step % length;
            let sum: f32 = kernel
                .iter()
                .enumerate()
                .map(|(offset, weight)| {
                    let at = (place + offset).saturating_sub(radius).min(length - 1);
                    weight * luma[index - place * step + at * step]
                })
                .sum();
            next.push(sum / total);
        }
        *luma = next;
    }
}

/// Dims, shades from corner to corner, and adds one round reflection at a random place.
fn light(luma: &mut [f32], width: usize, height: usize, camera: &Degradation, random: &mut Random) {
    let corner = random.between(0.0, std::f32::consts::TAU);
    let (towards_x, towards_y) = (corner.cos(), corner.sin());
    let (lamp_x, lamp_y) = (random.between(0.25, 0.75), random.between(0.25, 0.75));
    let lamp_size = random.between(0.08, 0.2);
    for (index, value) in luma.iter_mut().enumerate() {
        let x = (index % width) as f32 / width as f32;
        let y = (index / width) as f32 / height as f32;
        let shade = ((x - 0.5) * towards_x + (y - 0.5) * towards_y + 0.7) / 1.4;
        let distance = ((x - lamp_x).powi(2) + (y - lamp_y).powi(2)) / (lamp_size * lamp_size);
        let reflection = if camera.glare > 0.0 { camera.glare * (-distance).exp() } else { 0.0 };
        *value = *value * camera.light * (1.0 - camera.shade * shade) + reflection;
    }
}

/// Numbers that follow from a seed (SplitMix64).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts a sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number from `low` to `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * ((self.bits() >> 40) as f32 / (1_u64 << 24) as f32)
    }

    /// A number around 0 with standard deviation 1, nearly bell-shaped: the sum of four even ones.
    fn bell(&mut self) -> f32 {
        let bits = self.bits();
        let sum: f32 = (0..4).map(|part| f32::from((bits >> (16 * part)) as u16)).sum();
        (sum / 65_535.0 - 2.0) * 3_f32.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Level, draw};

    fn mean(picture: &Picture) -> f32 {
        picture.data.iter().map(|p| f32::from(*p)).sum::<f32>() / picture.data.len() as f32
    }

    #[test]
    fn the_same_seed_gives_the_same_frame_and_another_seed_another() {
        let picture = render(&draw("seed", Level::Medium).expect("it fits"), 4);
        let camera = Hardship::Mixed.degradation(7);
        let take = |seed| photograph(&picture, 160, 120, &camera, seed);
        assert!(take(1) == take(1));
        assert!(take(1) != take(2));
        assert_eq!(camera, Hardship::Mixed.degradation(7));
        assert_ne!(camera, Hardship::Mixed.degradation(8));
    }

    #[test]
    fn a_good_camera_sees_the_picture_where_it_is() {
        let white = Picture { data: vec![255; 50 * 50], width: 50, height: 50 };
        let frame = photograph(&white, 200, 100, &Degradation { fill: 0.5, surround: 0, ..Degradation::default() }, 1);
        let at = |x: usize, y: usize| frame.data[y * 200 + x];
        assert_eq!((at(100, 50), at(76, 26), at(124, 74)), (255, 255, 255));
        assert_eq!((at(74, 50), at(126, 50), at(100, 24), at(100, 76)), (0, 0, 0, 0));
    }

    #[test]
    fn light_noise_and_blur_do_what_they_say() {
        let grey = Picture { data: vec![100; 64 * 64], width: 64, height: 64 };
        let near = Degradation { fill: 2.0, ..Degradation::default() };
        let take = |camera: &Degradation| photograph(&grey, 64, 64, camera, 3);
        assert!((mean(&take(&Degradation { light: 0.5, ..near })) - 50.0).abs() < 1.0);
        let noisy = take(&Degradation { noise: 10.0, ..near });
        let variance =
            noisy.data.iter().map(|p| (f32::from(*p) - 100.0).powi(2)).sum::<f32>() / noisy.data.len() as f32;
        assert!((mean(&noisy) - 100.0).abs() < 1.0 && (variance.sqrt() - 10.0).abs() < 1.0, "{variance}");
        assert!((mean(&take(&Degradation { blur: 2.0, ..near })) - 100.0).abs() < 1.0);
        assert!(mean(&take(&Degradation { glare: 200.0, ..near })) > 102.0);
        assert!(mean(&take(&Degradation { shade: 0.5, ..near })) < 90.0);
    }
}
