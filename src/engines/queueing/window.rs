//! A stretch of a level that the trace tells as one event.

use crate::kernel::Field;
use crate::parts::LatencyHistogram;

/// The counts of a level between two events of the trace.
#[derive(Clone, Debug)]
pub(super) struct Window {
    /// Requests due per window.
    pub length: u32,
    /// The sojourns of the requests answered in it, and of those among them that came after the warm-up.
    pub left: LatencyHistogram,
    pub measured: LatencyHistogram,
    /// Requests that were not sent in it.
    pub omitted: u32,
    /// Requests that were turned away in it.
    pub lost: u32,
    /// The sum of the 99th percentiles of the windows after the warm-up, and their number.
    p99_ms_sum: f64,
    counted: u32,
}

impl Window {
    /// The first window of a level, for windows of so many requests.
    pub(super) fn of(length: u32) -> Self {
        Self {
            length,
            left: LatencyHistogram::new(),
            measured: LatencyHistogram::new(),
            omitted: 0,
            lost: 0,
            p99_ms_sum: 0.0,
            counted: 0,
        }
    }

    /// Ends the window: the fields of its event. The next one begins empty.
    pub(super) fn close(&mut self, due: u32, waiting: u64) -> Vec<(&'static str, Field)> {
        let [p99] = self.left.quantiles_ms([0.99]);
        if self.measured.count() > 0 {
            let [measured_p99] = self.measured.quantiles_ms([0.99]);
            self.p99_ms_sum += measured_p99;
            self.counted += 1;
        }
        let fields = vec![
            ("due", due.into()),
            ("left", self.left.count().into()),
            ("omitted", self.omitted.into()),
            ("lost", self.lost.into()),
            ("waiting", waiting.into()),
            ("p99_ms", p99.into()),
        ];
        self.left.clear();
        self.measured.clear();
        (self.omitted, self.lost) = (0, 0);
        fields
    }

    /// The mean of the 99th percentiles of the windows, the warm-up aside: what a dashboard that averages percentiles
    /// shows.
    pub(super) fn p99_ms_mean(&self) -> f64 {
        self.p99_ms_sum / f64::from(self.counted.max(1))
    }
}
