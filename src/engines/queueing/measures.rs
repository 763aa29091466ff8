//! The measurements of a station after its warm-up.
//!
//! Three clocks measure the same requests. The *sojourn* runs from the moment at which a request was due; that is what
//! a user feels. The *reported* latency runs from the moment at which it was really sent, which is what most load
//! generators print. The *corrected* one adds to each reported latency the samples that the waiting client should have
//! taken meanwhile (G. Tene, "How NOT to measure latency", 2013; `recordValueWithExpectedInterval` of HdrHistogram).

use crate::kernel::Time;
use crate::parts::LatencyHistogram;

/// The latencies as a generator that waits for its answers reports them.
#[derive(Clone, Debug, Default)]
pub struct ClientView {
    /// From the actual send to the answer.
    pub reported: LatencyHistogram,
    /// The same, with the omitted samples put back.
    pub corrected: LatencyHistogram,
}

/// The counts of one level, from the end of its warm-up until the last request has left.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    /// The moment at which the measuring began.
    pub since: Time,
    /// From the intended send to the answer.
    pub sojourn: LatencyHistogram,
    /// The clients' view; `None` for an open generator, whose two clocks agree.
    pub client: Option<ClientView>,
    /// Requests that found no free server and waited in the station.
    pub waited: u64,
    /// The sum of the waits in the station, in nanoseconds.
    pub waiting_ns: u128,
    /// The sum of all sojourns in the station, in nanoseconds: by Little's law also the area under the number there.
    pub station_ns: u128,
    /// Requests turned away by a full station.
    pub lost: u64,
    /// Requests that a closed generator did not send.
    pub omitted: u64,
    /// Requests in the station, summed over time, in nanoseconds.
    pub area_station: u128,
    /// Requests that wait there, summed over time, in nanoseconds.
    pub area_waiting: u128,
}

impl Measures {
    /// Nothing counted yet, from this moment on.
    pub fn since(since: Time, with_clients: bool) -> Self {
        Self { since, client: with_clients.then(ClientView::default), ..Self::default() }
    }

    /// Requests answered.
    pub fn served(&self) -> u64 {
        self.sojourn.count()
    }

    /// The fraction of the requests that were due which had this fate.
    pub fn share_of_due(&self, count: u64) -> f64 {
        count as f64 / (self.served() + self.lost + self.omitted).max(1) as f64
    }
}
