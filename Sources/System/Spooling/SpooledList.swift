/// A list that does not change and may be longer than memory: a short one is held as it is, a long one lies packed in
/// a file without a name.
///
/// Read from start to end it costs a read of the disk for each block of elements; by index, the same unless the block is
/// the one that was asked for last. See `SpoolFile` for what happens where that disk fails.
package struct SpooledList<Element: Spoolable>: RandomAccessCollection, Sendable {
    enum Storage: Sendable {
        case held([Element])
        case spooled(Spool<Element>)
    }

    let storage: Storage

    /// The same elements, held in memory.
    package init(_ elements: [Element] = []) { storage = .held(elements) }

    init(spooled: Spool<Element>) { storage = .spooled(spooled) }

    /// Zero.
    package var startIndex: Int { 0 }

    /// How many elements there are.
    package var endIndex: Int {
        switch storage {
        case .held(let elements): elements.count
        case .spooled(let spool): spool.count
        }
    }

    /// The element at a position, for which the block that it lies in is read unless it was read last.
    package subscript(position: Int) -> Element {
        switch storage {
        case .held(let elements): elements[position]
        case .spooled(let spool): spool[position]
        }
    }

    package func makeIterator() -> SpooledIterator<Element> { SpooledIterator(self, 0..<count) }

    /// Whether both are one long list, told without reading either; of short ones, which are soon compared, nothing is said.
    package func isSame(as other: SpooledList) -> Bool {
        if case .spooled(let own) = storage, case .spooled(let theirs) = other.storage { return own === theirs }
        return false
    }

    /// The elements at some positions, in order, read as `makeIterator` reads all.
    package func elements(at range: Range<Int>) -> SpooledRange<Element> { SpooledRange(list: self, range: range) }

    /// The first position whose element does not precede what is looked for; `count` where all do.
    ///
    /// Those that precede must stand before all others. Logarithmic; looking for one after another in the order of the
    /// list costs little more than reading it.
    package func firstIndex(notPreceding precedes: (Element) -> Bool) -> Int {
        var range = 0..<count
        if case .spooled(let spool) = storage { range = spool.block(notPreceding: precedes) }
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            range = precedes(self[middle]) ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}

extension SpooledList: Equatable where Element: Equatable {
    package static func == (left: SpooledList, right: SpooledList) -> Bool {
        left.isSame(as: right) || left.count == right.count && left.elementsEqual(right)
    }
}

extension SpooledList: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Element...) { self.init(elements) }
}

/// A part of a spooled list.
package struct SpooledRange<Element: Spoolable>: Sequence, Sendable {
    let list: SpooledList<Element>
    let range: Range<Int>

    package func makeIterator() -> SpooledIterator<Element> { SpooledIterator(list, range) }
}

/// Reads a spooled list block by block.
package struct SpooledIterator<Element: Spoolable>: IteratorProtocol {
    private let list: SpooledList<Element>
    private var range: Range<Int>
    private var block: [Element] = []
    private var position = 0

    init(_ list: SpooledList<Element>, _ range: Range<Int>) {
        self.list = list
        self.range = range
    }

    package mutating func next() -> Element? {
        if position == block.count { fill() }
        guard position < block.count else { return nil }
        defer { position += 1 }
        return block[position]
    }

    private mutating func fill() {
        guard !range.isEmpty else { return }
        position = 0
        switch list.storage {
        case .held(let elements):
            // Without copying: an iterator over all of an array is the array.
            block = range == elements.indices ? elements : Array(elements[range])
            range = range.upperBound..<range.upperBound
        case .spooled(let spool):
            let (elements, start) = spool.elements(around: range.lowerBound)
            let end = min(range.upperBound, start + elements.count)
            block = Array(elements[range.lowerBound - start..<end - start])
            range = end..<range.upperBound
        }
    }
}
