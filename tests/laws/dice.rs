//! Random choices taken from a string of bytes, so that proptest shrinks what is made of them: shorter bytes and smaller ones
//! give smaller policies and plainer facts. Out of bytes, every choice is the first one.

pub struct Dice<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Dice<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes: bytes.iter(),
        }
    }

    /// A number below `sides`; 0 the plainest.
    pub fn below(&mut self, sides: usize) -> usize {
        let high = if sides > 256 {
            usize::from(*self.bytes.next().unwrap_or(&0)) << 8
        } else {
            0
        };
        (high + usize::from(*self.bytes.next().unwrap_or(&0))) % sides.max(1)
    }

    /// True in `parts` of `whole` cases; false when out of bytes.
    pub fn chance(&mut self, parts: usize, whole: usize) -> bool {
        self.below(whole) >= whole - parts
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            // 0 keeps the order.
            items.swap(last, last - self.below(last + 1));
        }
    }
}
