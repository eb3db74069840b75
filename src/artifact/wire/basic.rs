//! Numbers, texts, lists and the like: what everything else is made of.
//!
//! In and out: as [`Wire`] says. Values of a fixed size are [`Flat`], and lists of
//! them are read in one go.

use super::{Got, Reader, Wire, Writer};
use crate::value::Fixed;

/// A value that always takes the same number of bytes, any of which are a value.
pub(in crate::artifact) trait Flat: Copy {
    /// How many bytes.
    const BYTES: usize;

    /// Adds its bytes.
    fn put(self, bytes: &mut Vec<u8>);

    /// The value of exactly [`Flat::BYTES`] bytes.
    fn get(bytes: &[u8]) -> Self;
}

macro_rules! numbers {
    ($($number:ident)*) => {$(
        impl Flat for $number {
            const BYTES: usize = size_of::<$number>();

            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn get(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("exactly its bytes are given"))
            }
        }
    )*};
}

numbers! { u16 u32 u64 i64 }

impl Flat for Fixed {
    const BYTES: usize = i64::BYTES;

    fn put(self, bytes: &mut Vec<u8>) {
        self.millionths().put(bytes);
    }

    fn get(bytes: &[u8]) -> Self {
        Self::from_millionths(i64::get(bytes))
    }
}

impl<A: Flat, B: Flat> Flat for (A, B) {
    const BYTES: usize = A::BYTES + B::BYTES;

    fn put(self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
        self.1.put(bytes);
    }

    fn get(bytes: &[u8]) -> Self {
        let (first, second) = bytes.split_at(A::BYTES);
        (A::get(first), B::get(second))
    }
}

/// [`Wire`] for types that are [`Flat`].
macro_rules! flat {
    ($($flat:ty),* $(,)?) => {$(
        impl $crate::artifact::wire::Wire for $flat {
            fn write(&self, out: &mut $crate::artifact::wire::Writer) {
                $crate::artifact::wire::Flat::put(*self, &mut out.main);
            }

            fn read(input: &mut $crate::artifact::wire::Reader<'_>) -> $crate::artifact::wire::Got<Self> {
                let bytes = input.take(<Self as $crate::artifact::wire::Flat>::BYTES)?;
                Ok(<Self as $crate::artifact::wire::Flat>::get(bytes))
            }

            fn read_all(
                count: usize,
                input: &mut $crate::artifact::wire::Reader<'_>,
            ) -> $crate::artifact::wire::Got<Vec<Self>> {
                const BYTES: usize = <$flat as $crate::artifact::wire::Flat>::BYTES;
                let Some(all) = count.checked_mul(BYTES) else { return Err(input.stop("a length beyond its end")) };
                let bytes = input.take(all)?;
                Ok(bytes.chunks_exact(BYTES).map(<$flat as $crate::artifact::wire::Flat>::get).collect())
            }
        }
    )*};
}
pub(in crate::artifact) use flat;

flat!(u16, u32, u64, i64, Fixed, (u32, u32));

impl Wire for u8 {
    fn write(&self, out: &mut Writer) {
        out.main.push(*self);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        Ok(input.take(1)?[0])
    }
}

impl Wire for bool {
    fn write(&self, out: &mut Writer) {
        u8::from(*self).write(out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        match u8::read(input)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(input.stop("neither yes nor no")),
        }
    }
}

impl Wire for String {
    fn write(&self, out: &mut Writer) {
        out.length(self.len());
        out.main.extend_from_slice(self.as_bytes());
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        let length = input.length()?;
        match std::str::from_utf8(input.take(length)?) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(input.stop("a text that is not UTF-8")),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, out: &mut Writer) {
        out.length(self.len());
        T::write_all(self, out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        let count = input.length()?;
        T::read_all(count, input)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, out: &mut Writer) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        Ok(if bool::read(input)? { Some(T::read(input)?) } else { None })
    }
}

impl<T: Wire> Wire for Box<T> {
    fn write(&self, out: &mut Writer) {
        (**self).write(out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        Ok(Box::new(T::read(input)?))
    }
}

/// Pairs of which a part is not of a fixed size.
macro_rules! pairs {
    ($($first:ty, $second:ty;)*) => {$(
        impl Wire for ($first, $second) {
            fn write(&self, out: &mut Writer) {
                self.0.write(out);
                self.1.write(out);
            }

            fn read(input: &mut Reader<'_>) -> Got<Self> {
                Ok((Wire::read(input)?, Wire::read(input)?))
            }
        }
    )*};
}

pairs! {
    String, String;
    String, Fixed;
    Fixed, Fixed;
    Fixed, bool;
    i64, crate::source::Span;
}
