//! A zip, byte for byte.
//!
//! Every file in it is given out once, read or refused in words, of all of them no more than may be unpacked; whatever is
//! in them is judged.

use std::io::Cursor;

use faultlines::grading::intake::archive::{Budget, each};
use faultlines::grading::{Judge, Keep};

use crate::answers::QUIZ;

pub(crate) fn holds(input: &[u8]) {
    let all = Budget { bytes: 1 << 20, files: 100 };
    let mut budget = all;
    let judge = Judge::new(std::slice::from_ref(&*QUIZ), Keep::Best, None);
    let (mut read, mut files) = (0, 0);
    each("a.zip", Cursor::new(input), &mut budget, &mut |found| {
        assert!(found.path.starts_with("a.zip"), "{}", found.path);
        match found.bytes {
            Ok(bytes) => {
                read += bytes.len() as u64;
                files += 1;
                let _ = judge.judge(&found.path, &bytes);
            }
            Err(why) => assert!(!why.is_empty()),
        }
    });
    assert!(read <= all.bytes && files <= all.files, "{read} bytes, {files} files");
    assert!(budget.bytes <= all.bytes - read);
}
