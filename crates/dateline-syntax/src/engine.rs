//! The engines: what reads sentences, tags, lemmas, trees, names and statements.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use dateline_text::Dispatch;

use crate::network::Network;
use crate::{Parse, Pieces, Segmentation};

/// Which engine reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// A fine-tuned transformer: the most accurate reading, some dispatches a second.
    #[default]
    Careful,
    /// A smaller one, cut from the careful one and trained on what that one reads as well.
    Swift,
}

/// What an engine made of a dispatch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Sentences and tokens.
    pub segmentation: Segmentation,
    /// Tags, lemmas, trees, names and statements.
    pub parse: Parse,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Engine; 2] = [Engine::Careful, Engine::Swift];

    /// Returns the engine's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Engine::Careful => "careful",
            Engine::Swift => "swift",
        }
    }

    /// Returns the folders under `models/` that the engine reads its weights from.
    pub fn models(self) -> &'static [&'static str] {
        match self {
            Engine::Careful => &["careful", "pieces"],
            Engine::Swift => &["pieces", "swift"],
        }
    }

    /// Reads a dispatch.
    pub fn analyse(self, dispatch: &Dispatch) -> Analysis {
        match self {
            Engine::Careful => CAREFUL.analyse(dispatch),
            Engine::Swift => SWIFT.analyse(dispatch),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Engine {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|engine| engine.as_str() == name);
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(" or ");
            format!("there is no engine `{name}`: choose {known}")
        })
    }
}

static CAREFUL: LazyLock<Network> = LazyLock::new(|| {
    let weights = include_bytes!("../../../models/careful/weights.safetensors");
    own(weights, include_str!("../../../models/careful/config.json"))
});

static SWIFT: LazyLock<Network> = LazyLock::new(|| {
    let weights = include_bytes!("../../../models/swift/weights.safetensors");
    own(weights, include_str!("../../../models/swift/config.json"))
});

fn own(weights: &[u8], config: &str) -> Network {
    Network::load(weights, config, Pieces::own())
        .expect("a test loads the files that are compiled in")
}
