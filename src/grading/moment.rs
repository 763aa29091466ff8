//! When an answer was given, and until when it was due.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// Seconds since 1970 in UTC.
pub type Moment = i64;

/// What to write where [`read_deadline`] cannot read what was written.
pub const DEADLINE: &str = "write a time such as 2026-12-01 or 2026-12-01T18:00+01:00";

/// Reads what an answer file says of a moment: `2026-11-27T20:31:00Z`, with any offset from UTC.
pub fn read(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.timestamp())
}

/// Reads what a person writes of a moment: as [`read`], or without an offset, which is UTC then; a day alone lasts to its
/// end.
pub fn read_deadline(text: &str) -> Option<Moment> {
    let whole = |day: NaiveDate| day.and_hms_opt(23, 59, 59);
    let minutes = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let moment = || minutes.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(whole);
    // The standard wants seconds where an offset is given; people leave them out.
    let to_the_minute = || read(&format!("{}:00{}", text.get(..16)?, text.get(16..)?));
    read(text).or_else(to_the_minute).or_else(|| moment().or_else(day).map(|moment| moment.and_utc().timestamp()))
}

/// As [`read`] reads it, in UTC.
pub fn show(moment: Moment) -> String {
    let known = DateTime::from_timestamp(moment, 0);
    known.map_or_else(String::new, |moment| moment.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// As people read it, in UTC.
pub fn show_to_people(moment: Moment) -> String {
    let known = DateTime::from_timestamp(moment, 0);
    known.map_or_else(String::new, |moment| moment.format("%Y-%m-%d %H:%M UTC").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_with_their_offset_and_a_day_lasts_to_its_end() {
        let noon = read("2026-11-27T12:00:00Z").unwrap();
        assert_eq!(read("2026-11-27T13:00:00+01:00"), Some(noon));
        for text in ["2026-11-27 12:00", "2026-11-27T12:00:00", "2026-11-27T13:00+01:00", "2026-11-27T12:00Z"] {
            assert_eq!(read_deadline(text), Some(noon), "{text}");
        }
        assert_eq!(read_deadline("2026-11-27").map(show).as_deref(), Some("2026-11-27T23:59:59Z"));
        for text in ["", "yesterday", "2026-13-01", "2026-11-27T25:00:00Z"] {
            assert_eq!(read_deadline(text), None, "{text}");
        }
    }
}
