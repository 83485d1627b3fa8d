import Synchronization

/// The packed elements of a long list, in blocks that are unpacked whole.
final class Spool<Element: Spoolable>: Sendable {
    /// Where a block starts, where its first element ends, and where all of it does.
    struct Block: Sendable {
        let start: Int
        var firstEnd: Int
        var end: Int
    }

    let count: Int
    private let file: SpoolFile
    private let blocks: [Block]
    private let last = Mutex<(block: Int, elements: [Element])>((-1, []))

    init(_ file: SpoolFile, count: Int, blocks: [Block]) {
        self.file = file
        self.count = count
        self.blocks = blocks
    }

    subscript(position: Int) -> Element {
        let block = position / Element.blockLength
        return last.withLock { last in
            if last.block != block { last = (block, unpack(block)) }
            return last.elements[position % Element.blockLength]
        }
    }

    /// The block that a position lies in, and the position of its first element.
    func elements(around position: Int) -> (elements: [Element], start: Int) {
        let block = position / Element.blockLength
        return (unpack(block), block * Element.blockLength)
    }

    /// The positions among which the first lies whose element does not precede what is looked for, if one of them is it;
    /// else it is the end of them.
    func block(notPreceding precedes: (Element) -> Bool) -> Range<Int> {
        var (low, high) = (0, blocks.count)
        // Often it lies where the last one was, or next to it.
        let known = last.withLock(\.self)
        if let first = known.elements.first {
            if !precedes(first) {
                high = known.block
            } else {
                low = known.block + 1
                if low < high, !precedes(self.first(of: low)) { high = low }
            }
        }
        while low < high {
            let middle = (low + high) / 2
            if precedes(first(of: middle)) { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return 0..<0 }
        return (low - 1) * Element.blockLength..<min(low * Element.blockLength, count)
    }

    private func first(of block: Int) -> Element {
        var reader = PackedReader(file.bytes(blocks[block].start..<blocks[block].firstEnd))
        return Element(unpacking: &reader)
    }

    private func unpack(_ block: Int) -> [Element] {
        var reader = PackedReader(file.bytes(blocks[block].start..<blocks[block].end))
        let length = min(Element.blockLength, count - block * Element.blockLength)
        return (0..<length).map { _ in Element(unpacking: &reader) }
    }
}
