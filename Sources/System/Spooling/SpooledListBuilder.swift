/// Makes a spooled list, element by element.
package struct SpooledListBuilder<Element: Spoolable> {
    /// How many elements are held before they are packed.
    static var held: Int { 32 * Element.blockLength }
    /// Bytes that are gathered before they are written.
    private static var batch: Int { 256 << 10 }

    /// How many were appended.
    package private(set) var count = 0
    private var elements: [Element] = []
    private var file: SpoolFile?
    private var packed = PackedBytes()
    private var written = 0
    private var blocks: [Spool<Element>.Block] = []

    package init() {}

    /// Adds an element at the end; throws where the temporary storage is full.
    package mutating func append(_ element: Element) throws {
        guard file != nil else {
            elements.append(element)
            count += 1
            return elements.count > Self.held ? try spill() : ()
        }
        try pack(element)
    }

    /// Adds elements at the end.
    package mutating func append(contentsOf elements: some Sequence<Element>) throws {
        for element in elements { try append(element) }
    }

    /// The list; nothing can be added any more.
    package consuming func finish() throws -> SpooledList<Element> {
        guard let file else { return SpooledList(elements) }
        try flush()
        return SpooledList(spooled: Spool(file, count: count, blocks: blocks))
    }

    private mutating func spill() throws {
        file = try SpoolFile()
        count = 0
        for element in elements { try pack(element) }
        elements = []
    }

    private mutating func pack(_ element: Element) throws {
        let start = written + packed.bytes.count
        element.pack(into: &packed)
        let end = written + packed.bytes.count
        if count.isMultiple(of: Element.blockLength) {
            blocks.append(Spool<Element>.Block(start: start, firstEnd: end, end: end))
        } else {
            blocks[blocks.count - 1].end = end
        }
        count += 1
        if packed.bytes.count > Self.batch { try flush() }
    }

    private mutating func flush() throws {
        try file?.append(packed.bytes)
        written += packed.bytes.count
        packed.bytes.removeAll(keepingCapacity: true)
    }
}

extension SpooledList {
    /// Gathers what a closure adds.
    package static func build(_ fill: (inout SpooledListBuilder<Element>) throws -> Void) throws -> SpooledList {
        var builder = SpooledListBuilder<Element>()
        try fill(&builder)
        return try builder.finish()
    }
}
