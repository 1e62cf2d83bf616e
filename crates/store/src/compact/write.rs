//! Writes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::ser::{self, Serialize, Serializer};
use uuid::Uuid;

use super::*;

/// Writes a value.
///
/// # Errors
/// When its own writer refuses, which none of ours does.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Odd> {
    let mut writer = Writer { out: Vec::with_capacity(256), names: HashMap::default() };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// Eight bytes at a time: names are short, and nobody from outside chooses them to collide.
#[derive(Default)]
struct Short(u64);

impl Hasher for Short {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut mix = |word: u64| {
            self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        };
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| mix(u64::from_le_bytes(*word)));
        mix(rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte)));
    }

    /// What ends a text adds nothing: its length is mixed in.
    fn write_u8(&mut self, _: u8) {}
}

struct Writer {
    out: Vec<u8>,
    names: HashMap<Box<str>, usize, BuildHasherDefault<Short>>,
}

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.out.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.out.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        if let Some((tag, bytes)) = bytes_of(text) {
            self.out.push(tag);
            return self.out.extend_from_slice(&bytes[..if tag == UUID { 16 } else { 32 }]);
        }
        if text.len() > MEMORABLE || text.is_empty() {
            return self.literal(text);
        }
        if let Some(number) = self.names.get(text).copied() {
            match u8::try_from(number).ok().filter(|number| *number < KNOWN) {
                Some(number) => self.out.push(KNOWN + number),
                None => {
                    self.out.push(AGAIN);
                    self.number(number as u64);
                }
            }
        } else if self.names.len() < MOST {
            self.names.insert(text.into(), self.names.len());
            self.out.push(NAMED);
            self.number(text.len() as u64);
            self.out.extend_from_slice(text.as_bytes());
        } else {
            self.literal(text);
        }
    }

    fn literal(&mut self, text: &str) {
        match u8::try_from(text.len()).ok().filter(|length| *length < KNOWN - SHORT) {
            Some(length) => self.out.push(SHORT + length),
            None => {
                self.out.push(TEXT);
                self.number(text.len() as u64);
            }
        }
        self.out.extend_from_slice(text.as_bytes());
    }
}

/// The bytes that a text stands for, if it is a UUID or a hash as we write them.
fn bytes_of(text: &str) -> Option<(u8, [u8; 32])> {
    let mut bytes = [0u8; 32];
    match text.len() {
        36 => {
            let id = Uuid::try_parse(text).ok()?;
            bytes[..16].copy_from_slice(id.as_bytes());
            let mut again = [0u8; 36];
            (id.hyphenated().encode_lower(&mut again) == text).then_some((UUID, bytes))
        }
        64 => {
            for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
                *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
            }
            Some((HASH, bytes))
        }
        _ => None,
    }
}

fn nibble(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Odd;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Nested<'w>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Nested<'w>;

    fn serialize_bool(self, truth: bool) -> Result<(), Odd> {
        self.out.push(if truth { TRUE } else { FALSE });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Result<(), Odd> {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), Odd> {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), Odd> {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), Odd> {
        self.out.push(INT);
        self.number(((number << 1) ^ (number >> 63)) as u64);
        Ok(())
    }

    fn serialize_u8(self, number: u8) -> Result<(), Odd> {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Odd> {
        self.serialize_u64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Odd> {
        self.serialize_u64(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Odd> {
        if let Ok(small) = i64::try_from(number) {
            return self.serialize_i64(small);
        }
        self.out.push(LARGE);
        self.out.extend_from_slice(&number.to_le_bytes());
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), Odd> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Odd> {
        self.out.push(FLOAT);
        self.out.extend_from_slice(&number.to_le_bytes());
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Result<(), Odd> {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Odd> {
        self.text(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Odd> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Odd> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Odd> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Odd> {
        self.out.push(NULL);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Odd> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Odd> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Odd> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Odd> {
        self.out.push(MAP);
        self.text(variant);
        value.serialize(&mut *self)?;
        self.out.push(END);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Odd> {
        self.out.push(LIST);
        Ok(self)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self, Odd> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Self, Odd> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Nested<'w>, Odd> {
        self.out.push(MAP);
        self.text(variant);
        self.out.push(LIST);
        Ok(Nested(self))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Odd> {
        self.out.push(MAP);
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Odd> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Nested<'w>, Odd> {
        self.out.push(MAP);
        self.text(variant);
        self.out.push(MAP);
        Ok(Nested(self))
    }
}

/// What stands within a variant: two ends follow.
struct Nested<'w>(&'w mut Writer);

macro_rules! elements {
    ($kind:ident, $method:ident) => {
        impl ser::$kind for &mut Writer {
            type Ok = ();
            type Error = Odd;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Odd> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Odd> {
                self.out.push(END);
                Ok(())
            }
        }
    };
}

elements!(SerializeSeq, serialize_element);
elements!(SerializeTuple, serialize_element);
elements!(SerializeTupleStruct, serialize_field);

impl ser::SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Odd;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Odd> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Odd> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Odd> {
        self.out.push(END);
        Ok(())
    }
}

impl ser::SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Odd;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Odd> {
        self.text(name);
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Odd> {
        self.out.push(END);
        Ok(())
    }
}

impl ser::SerializeTupleVariant for Nested<'_> {
    type Ok = ();
    type Error = Odd;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Odd> {
        value.serialize(&mut *self.0)
    }

    fn end(self) -> Result<(), Odd> {
        self.0.out.extend_from_slice(&[END, END]);
        Ok(())
    }
}

impl ser::SerializeStructVariant for Nested<'_> {
    type Ok = ();
    type Error = Odd;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Odd> {
        self.0.text(name);
        value.serialize(&mut *self.0)
    }

    fn end(self) -> Result<(), Odd> {
        self.0.out.extend_from_slice(&[END, END]);
        Ok(())
    }
}
