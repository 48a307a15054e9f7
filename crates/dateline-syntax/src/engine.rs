//! The engines: what reads sentences, tags, lemmas, trees and names.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use dateline_text::Dispatch;

use crate::network::Network;
use crate::{Parse, Segmentation, parse, segment};

/// Which engine reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// A fine-tuned transformer: the most accurate reading, some dispatches a second.
    #[default]
    Careful,
    /// Rules for sentences and a perceptron for tags: a thousand dispatches a second, no trees.
    Rules,
}

/// What an engine made of a dispatch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Sentences and tokens.
    pub segmentation: Segmentation,
    /// Tags, lemmas and, where the engine makes them, trees and names.
    pub parse: Parse,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Engine; 2] = [Engine::Careful, Engine::Rules];

    /// Returns the engine's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Engine::Careful => "careful",
            Engine::Rules => "rules",
        }
    }

    /// Returns the folder under `models/` that the engine reads its weights from.
    pub fn model(self) -> &'static str {
        match self {
            Engine::Careful => "careful",
            Engine::Rules => "tagger",
        }
    }

    /// Reads a dispatch.
    pub fn analyse(self, dispatch: &Dispatch) -> Analysis {
        match self {
            Engine::Careful => CAREFUL.analyse(dispatch),
            Engine::Rules => {
                let segmentation = segment(dispatch);
                let parse = parse(dispatch, &segmentation);
                Analysis { segmentation, parse }
            }
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
        found.ok_or_else(|| format!("there is no engine `{name}`: choose careful or rules"))
    }
}

static CAREFUL: LazyLock<Network> = LazyLock::new(|| {
    let weights = include_bytes!("../../../models/careful/weights.safetensors");
    let config = include_str!("../../../models/careful/config.json");
    let vocabulary = include_str!("../../../models/careful/vocabulary.txt");
    Network::load(weights, config, vocabulary).expect("a test loads the files that are compiled in")
});
