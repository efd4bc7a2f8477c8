//! The transfers that stored the chunks of an upload. In a bucket, a chunk's object is named after
//! its number and the epoch of its transfer, so the row alone says which objects count.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// The epoch of each chunk, as runs of chunks that the same transfer stored: `0:1,3:2` means that
/// transfer 1 stored the chunks 0 to 2, and transfer 2 all further ones. Chunks before the first run
/// have the epoch 0; they are from releases without epochs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChunkEpochs(Vec<Run>);

/// The chunks from `first` on, up to the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    first: u64,
    epoch: i64,
}

impl ChunkEpochs {
    /// The epoch of the transfer that stored a chunk.
    #[must_use]
    pub fn epoch_of(&self, chunk: u64) -> i64 {
        let run = self.0.iter().rfind(|run| run.first <= chunk);
        run.map_or(0, |run| run.epoch)
    }

    /// The epochs after a transfer has stored the chunks from `first` on.
    #[must_use]
    pub fn replaced_from(&self, first: u64, epoch: i64) -> Self {
        let stays = self.0.iter().take_while(|run| run.first < first);
        let runs = stays.copied().chain([Run { first, epoch }]);
        Self(runs.collect())
    }
}

impl Display for ChunkEpochs {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (place, Run { first, epoch }) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{first}:{epoch}")?;
        }
        Ok(())
    }
}

impl FromStr for ChunkEpochs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unreadable = || format!("the epochs of an upload's chunks are unreadable: {text:?}");
        let mut runs: Vec<Run> = Vec::new();
        for part in text.split_terminator(',') {
            let (first, epoch) = part.split_once(':').ok_or_else(unreadable)?;
            let first = first.parse().map_err(|_| unreadable())?;
            let epoch = epoch.parse().map_err(|_| unreadable())?;
            if runs.last().is_some_and(|run| run.first >= first) {
                return Err(unreadable());
            }
            runs.push(Run { first, epoch });
        }
        Ok(Self(runs))
    }
}
