//! How much memory this process has held at most.

/// Returns the largest resident set of this process so far; `None` where the system does not tell.
///
/// # Source
/// `VmHWM` of `/proc/self/status` (Linux).
pub fn peak_memory_bytes() -> Option<u64> {
    high_water_mark(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_in_kib() {
        let status = "Name:\tdateline\nVmPeak:\t  9999 kB\nVmHWM:\t   2048 kB\nVmRSS:\t 1 kB\n";
        assert_eq!(high_water_mark(status), Some(2 << 20));
        assert_eq!(high_water_mark("Name:\tdateline\n"), None);
        assert_eq!(high_water_mark("VmHWM:\tmuch\n"), None);
    }
}
