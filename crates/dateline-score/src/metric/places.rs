//! Distances on the earth.

/// Mean radius of the earth in kilometres.
///
/// # Source
/// IUGG mean radius R1.
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Half the way round the earth: the error that a place without coordinates counts as.
pub const GIVEN_UP_KM: f64 = std::f64::consts::PI * EARTH_RADIUS_KM;

/// Returns the great-circle distance in kilometres between two points in degrees `(lat, lon)`.
///
/// # Source
/// Haversine formula.
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.1 - a.1).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin()
}

/// Returns the middle value; the mean of the two middle ones where their number is even.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_great_circles() {
        // A quarter of the way round: pole to equator = π/2 · 6371.0088 = 10,007.557 km.
        assert!((distance_km((90.0, 0.0), (0.0, 40.0)) - 10_007.557).abs() < 0.001);
        // One degree of longitude on the equator = 111.195 km; at 60° north half of that, less
        // 0.01 km because the great circle bends north: 55.597.
        assert!((distance_km((0.0, 10.0), (0.0, 11.0)) - 111.195).abs() < 0.001);
        assert!((distance_km((60.0, 10.0), (60.0, 11.0)) - 55.597).abs() < 0.002);
        assert!(distance_km((33.9, 35.5), (33.9, 35.5)).abs() < 1e-9);
    }

    #[test]
    fn median_of_even_numbers_is_the_mean_of_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), Some(2.5));
    }
}
