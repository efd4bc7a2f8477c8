//! What the search promises, through its public doors.

mod damaged;
mod matching;
mod newer;
mod ranking;
mod scripts;
mod support;
mod unchanging;
