//! The names of a record's fields, known without a record, so that an empty list has its columns.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

/// Returns the names of the fields of a record, in order; none where it is no record.
pub(crate) fn fields_of<R: DeserializeOwned>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // Nothing is read: what a record is asked for is all that is wanted.
    let _ = R::deserialize(Asked(&mut fields));
    fields
}

/// Notes which fields a record asks for, and gives none.
struct Asked<'f>(&'f mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(serde::de::Error::custom("nothing is read"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("no record"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_without_a_record() {
        use dateline::ledger::query::StoryRow;
        assert_eq!(fields_of::<StoryRow>()[..2], ["id", "title"]);
        assert!(fields_of::<u32>().is_empty());
    }
}
