//! From the YAML reader's events to JSON data, counting as it goes.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use super::{MAX_DEPTH, MAX_EXPANDED, MAX_NODES};

/// Marks an error as one of our own limits; taken off before anybody sees it.
pub(super) const LIMIT_MARK: &str = "limit: ";
/// The error with which a search for a key ends.
pub(super) const FOUND_MARK: &str = "found the key";

/// What is counted while one document is read. `Cell`s, because the reader hands out shared borrows.
#[derive(Default)]
pub(super) struct Tally {
    nodes: Cell<u32>,
    bytes: Cell<usize>,
    keys: Cell<u32>,
    /// Numbers of the keys that repeat an earlier one of their mapping.
    pub(super) duplicates: Cell<Vec<(String, u32)>>,
    /// Stop at the key with this number, so that the reader tells where it stands.
    stop_at: Option<u32>,
}

impl Tally {
    /// A tally that ends the reading at the key with this number, with [`FOUND_MARK`].
    pub(super) fn stopping_at(key: u32) -> Self {
        Tally { stop_at: Some(key), ..Tally::default() }
    }

    fn node<E: Error>(&self, bytes: usize) -> Result<(), E> {
        self.nodes.set(self.nodes.get() + 1);
        self.bytes.set(self.bytes.get() + bytes);
        if self.nodes.get() > MAX_NODES {
            return Err(E::custom(format_args!(
                "{LIMIT_MARK}more than {MAX_NODES} values, aliases expanded"
            )));
        }
        if self.bytes.get() > MAX_EXPANDED {
            return Err(E::custom(format_args!(
                "{LIMIT_MARK}more than {MAX_EXPANDED} bytes, aliases expanded"
            )));
        }
        Ok(())
    }

    /// The number of the next key.
    fn key<E: Error>(&self) -> Result<u32, E> {
        let number = self.keys.get();
        self.keys.set(number + 1);
        if self.stop_at == Some(number) { Err(E::custom(FOUND_MARK)) } else { Ok(number) }
    }

    fn duplicate(&self, key: &str, number: u32) {
        let mut list = self.duplicates.take();
        list.push((key.to_owned(), number));
        self.duplicates.set(list);
    }
}

/// Reads one node.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) tally: &'a Tally,
    pub(super) depth: u32,
}

impl<'a> Node<'a> {
    fn inner<E: Error>(self) -> Result<Node<'a>, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!("{LIMIT_MARK}nested more than {MAX_DEPTH} levels deep")));
        }
        Ok(Node { tally: self.tally, depth: self.depth + 1 })
    }

    fn scalar<E: Error>(self, value: Value) -> Result<Value, E> {
        self.tally.node(0)?;
        Ok(value)
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Value, E> {
        self.scalar(Value::Bool(v))
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<Value, E> {
        self.scalar(v.into())
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<Value, E> {
        self.scalar(v.into())
    }

    fn visit_i128<E: Error>(self, v: i128) -> Result<Value, E> {
        self.scalar(Value::String(v.to_string()))
    }

    fn visit_u128<E: Error>(self, v: u128) -> Result<Value, E> {
        self.scalar(Value::String(v.to_string()))
    }

    /// Infinities and not-a-number have no JSON form; they stay as YAML writes them.
    fn visit_f64<E: Error>(self, v: f64) -> Result<Value, E> {
        let written = || match v {
            v if v.is_nan() => ".nan",
            v if v > 0.0 => ".inf",
            _ => "-.inf",
        };
        self.scalar(Number::from_f64(v).map_or_else(|| Value::from(written()), Value::Number))
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Value, E> {
        self.tally.node(v.len())?;
        Ok(Value::from(v))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        self.tally.node(0)?;
        let inner = self.inner()?;
        let mut out = Vec::new();
        while let Some(value) = seq.next_element_seed(inner)? {
            out.push(value);
        }
        Ok(Value::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.tally.node(0)?;
        let inner = self.inner()?;
        let mut out = Map::new();
        while let Some((key, number)) = map.next_key_seed(Key(inner))? {
            let value = map.next_value_seed(inner)?;
            if out.contains_key(&key) {
                self.tally.duplicate(&key, number);
            }
            out.insert(key, value);
        }
        Ok(Value::Object(out))
    }

    /// A tag of the document's own is passed over; its value counts.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, variant) = data.variant::<String>()?;
        variant.newtype_variant_seed(self)
    }
}

/// Reads a key; keys that are no strings are written out.
struct Key<'a>(Node<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = (String, u32);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(String, u32), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Key<'a> {
    fn counted<E: Error>(self, text: String) -> Result<(String, u32), E> {
        self.0.tally.node::<E>(text.len())?;
        Ok((text, self.0.tally.key()?))
    }

    /// The number is taken before the key is read, so that a search stops at the key's own beginning.
    fn composite<E: Error>(
        self,
        read: impl FnOnce(Node<'a>) -> Result<Value, E>,
    ) -> Result<(String, u32), E> {
        let number = self.0.tally.key()?;
        Ok((read(self.0)?.to_string(), number))
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = (String, u32);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Self::Value, E> {
        self.counted(v.to_string())
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<Self::Value, E> {
        self.counted(v.to_string())
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<Self::Value, E> {
        self.counted(v.to_string())
    }

    fn visit_i128<E: Error>(self, v: i128) -> Result<Self::Value, E> {
        self.counted(v.to_string())
    }

    fn visit_u128<E: Error>(self, v: u128) -> Result<Self::Value, E> {
        self.counted(v.to_string())
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<Self::Value, E> {
        self.counted(v.to_string())
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        self.counted(v.to_owned())
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.counted("null".to_owned())
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        self.composite(|node| node.visit_seq(seq))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.composite(|node| node.visit_map(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
        let (_, variant) = data.variant::<String>()?;
        variant.newtype_variant_seed(self)
    }
}
