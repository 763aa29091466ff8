//! The `two-generals` engine: papers.

mod papers;
