//! Reads.

use std::marker::PhantomData;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use uuid::Uuid;

use super::*;

/// Reads a value; nothing may follow it.
///
/// # Errors
/// When the bytes are not what was written, or not of this type.
pub(crate) fn from_slice<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Odd> {
    from_slice_with(bytes, PhantomData)
}

/// The same for what is read by a plan of its own.
pub(crate) fn from_slice_with<'a, S: DeserializeSeed<'a>>(bytes: &'a [u8], seed: S) -> Result<S::Value, Odd> {
    let mut reader = Reader { rest: bytes, names: Vec::new(), depth: 0 };
    let value = seed.deserialize(&mut reader)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(odd()) }
}

struct Reader<'a> {
    rest: &'a [u8],
    names: Vec<&'a str>,
    depth: usize,
}

/// A text: as it stands in the bytes, or made of them.
enum Text<'a> {
    Here(&'a str),
    Id([u8; 36]),
    Hash(Box<[u8; 64]>),
}

fn odd() -> Odd {
    Odd("not what was written".to_owned())
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Result<u8, Odd> {
        self.rest.first().copied().ok_or_else(odd)
    }

    fn bytes(&mut self, count: usize) -> Result<&'a [u8], Odd> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or_else(odd)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Odd> {
        self.bytes(N)?.try_into().map_err(|_| odd())
    }

    fn byte(&mut self) -> Result<u8, Odd> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn number(&mut self) -> Result<u64, Odd> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(odd())
    }

    fn plain(&mut self, length: u64) -> Result<&'a str, Odd> {
        let length = usize::try_from(length).map_err(|_| odd())?;
        std::str::from_utf8(self.bytes(length)?).map_err(|_| odd())
    }

    fn name(&self, number: u64) -> Result<&'a str, Odd> {
        usize::try_from(number).ok().and_then(|number| self.names.get(number)).copied().ok_or_else(odd)
    }

    /// The text behind a tag; none when the tag is of no text.
    fn text(&mut self, tag: u8) -> Result<Option<Text<'a>>, Odd> {
        let text = match tag {
            KNOWN.. => self.name((tag - KNOWN).into())?,
            SHORT..KNOWN => self.plain((tag - SHORT).into())?,
            TEXT => {
                let length = self.number()?;
                self.plain(length)?
            }
            NAMED => {
                let length = self.number()?;
                let text = self.plain(length)?;
                self.names.push(text);
                text
            }
            AGAIN => {
                let number = self.number()?;
                self.name(number)?
            }
            UUID => {
                let mut text = [0; 36];
                Uuid::from_bytes(self.array()?).hyphenated().encode_lower(&mut text);
                return Ok(Some(Text::Id(text)));
            }
            HASH => return Ok(Some(Text::Hash(Box::new(hex(&self.array()?))))),
            _ => return Ok(None),
        };
        Ok(Some(Text::Here(text)))
    }

    fn deeper(&mut self) -> Result<(), Odd> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(odd()) } else { Ok(()) }
    }

    /// Takes the end of a list or map.
    fn end(&mut self) -> Result<(), Odd> {
        self.depth = self.depth.saturating_sub(1);
        if self.byte()? == END { Ok(()) } else { Err(odd()) }
    }
}

fn hex(bytes: &[u8; 32]) -> [u8; 64] {
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        let digits = b"0123456789abcdef";
        (pair[0], pair[1]) = (digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]);
    }
    text
}

impl<'a> Text<'a> {
    fn visit<V: Visitor<'a>>(&self, visitor: V) -> Result<V::Value, Odd> {
        match self {
            Self::Here(text) => visitor.visit_borrowed_str(text),
            Self::Id(text) => visitor.visit_str(std::str::from_utf8(text).map_err(|_| odd())?),
            Self::Hash(text) => visitor.visit_str(std::str::from_utf8(&**text).map_err(|_| odd())?),
        }
    }
}

impl<'a> Deserializer<'a> for &mut Reader<'a> {
    type Error = Odd;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Odd> {
        let tag = self.byte()?;
        if let Some(text) = self.text(tag)? {
            return text.visit(visitor);
        }
        match tag {
            NULL => visitor.visit_unit(),
            FALSE => visitor.visit_bool(false),
            TRUE => visitor.visit_bool(true),
            INT => {
                let number = self.number()?;
                visitor.visit_i64((number >> 1) as i64 ^ -((number & 1) as i64))
            }
            LARGE => visitor.visit_u64(u64::from_le_bytes(self.array()?)),
            FLOAT => visitor.visit_f64(f64::from_le_bytes(self.array()?)),
            LIST => {
                self.deeper()?;
                let value = visitor.visit_seq(Items(self))?;
                self.end().map(|()| value)
            }
            MAP => {
                self.deeper()?;
                let value = visitor.visit_map(Items(self))?;
                self.end().map(|()| value)
            }
            _ => Err(odd()),
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Odd> {
        if self.peek()? == NULL {
            self.byte()?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Odd> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        if self.peek()? != MAP {
            return visitor.visit_enum(Bare(self));
        }
        self.byte()?;
        self.deeper()?;
        let value = visitor.visit_enum(Filled(self))?;
        self.end().map(|()| value)
    }

    /// What is passed over is not spelt out.
    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.peek()? {
            UUID => self.bytes(17).map(drop)?,
            HASH => self.bytes(33).map(drop)?,
            _ => return self.deserialize_any(visitor),
        }
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

/// What stands within a list or map, up to its end.
struct Items<'r, 'a>(&'r mut Reader<'a>);

impl<'a> de::SeqAccess<'a> for Items<'_, 'a> {
    type Error = Odd;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Odd> {
        if self.0.peek()? == END {
            return Ok(None);
        }
        seed.deserialize(&mut *self.0).map(Some)
    }
}

impl<'a> de::MapAccess<'a> for Items<'_, 'a> {
    type Error = Odd;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Odd> {
        if self.0.peek()? == END {
            return Ok(None);
        }
        seed.deserialize(&mut *self.0).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Odd> {
        seed.deserialize(&mut *self.0)
    }
}

/// A variant without anything in it: its name.
struct Bare<'r, 'a>(&'r mut Reader<'a>);

impl<'a> de::EnumAccess<'a> for Bare<'_, 'a> {
    type Error = Odd;
    type Variant = Nothing;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Nothing), Odd> {
        Ok((seed.deserialize(&mut *self.0)?, Nothing))
    }
}

/// What is in a bare variant.
struct Nothing;

impl<'a> de::VariantAccess<'a> for Nothing {
    type Error = Odd;

    fn unit_variant(self) -> Result<(), Odd> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, _: T) -> Result<T::Value, Odd> {
        Err(odd())
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, _: V) -> Result<V::Value, Odd> {
        Err(odd())
    }

    fn struct_variant<V: Visitor<'a>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Odd> {
        Err(odd())
    }
}

/// A variant with something in it: its name, and what is in it.
struct Filled<'r, 'a>(&'r mut Reader<'a>);

impl<'a> de::EnumAccess<'a> for Filled<'_, 'a> {
    type Error = Odd;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self), Odd> {
        Ok((seed.deserialize(&mut *self.0)?, self))
    }
}

impl<'a> de::VariantAccess<'a> for Filled<'_, 'a> {
    type Error = Odd;

    fn unit_variant(self) -> Result<(), Odd> {
        de::Deserialize::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Odd> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Odd> {
        self.0.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'a>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Odd> {
        self.0.deserialize_any(visitor)
    }
}
