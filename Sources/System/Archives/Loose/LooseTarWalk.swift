/// Follows a tar stream that others wrote, piece by piece: checks its structure and keeps its manifest.
///
/// Lenient where npm is: without the blocks that mark the end, and with anything after them.
struct LooseTarWalk {
    /// What the bytes that come next are.
    private enum State {
        case header
        /// Content that is kept, and what it is.
        case kept(Content)
        case content
        case padding
        case ended
    }

    private enum Content { case manifest, pax, longName }

    /// Bytes of a PAX header or a long name that are kept.
    private static let extensionLimit = 1 << 20

    private let limits: LooseTarLimits
    private var state = State.header
    /// Bytes of content or padding that are still to come.
    private var left: Int64 = 0
    private var padding = 0
    /// The start of a header, or content that is kept.
    private var held: [UInt8] = []
    /// What was said before an entry of the entry.
    private var said: (path: [UInt8]?, size: Int64?) = (nil, nil)
    private var current: [UInt8] = []
    private var entries = 0
    private var manifest: [UInt8]?
    /// Bytes taken so far.
    private(set) var offset: Int64 = 0

    init(_ limits: LooseTarLimits) { self.limits = limits }

    /// Follows the next bytes of the stream.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let before = rest.count
            switch state {
            case .header: try header(&rest)
            case .kept(let content): try keep(&rest, as: content)
            case .content: pass(&rest)
            case .padding: pass(&rest)
            case .ended: rest = rest[rest.endIndex...]
            }
            offset += Int64(before - rest.count)
        }
    }

    /// Says that the stream is over.
    mutating func finish() throws -> LooseTarContents {
        switch state {
        case .header where held.isEmpty, .ended: break
        case .header: throw LooseTarFlaw.cut("a header", at: offset)
        case .padding: break
        case .content, .kept: throw LooseTarFlaw.cut(shown(current), at: offset)
        }
        guard entries > 0 else { throw LooseTarFlaw.noEntries }
        return LooseTarContents(entries: entries, inflated: offset, manifest: manifest)
    }

    private mutating func header(_ rest: inout Slice<UnsafeRawBufferPointer>) throws {
        if held.isEmpty, rest.count >= TarBlock.size {
            let block = UnsafeRawBufferPointer(rebasing: rest.prefix(TarBlock.size))
            rest = rest.dropFirst(TarBlock.size)
            return try begin(block)
        }
        let piece = rest.prefix(TarBlock.size - held.count)
        held += piece
        rest = rest.dropFirst(piece.count)
        guard held.count == TarBlock.size else { return }
        let block = held
        held = []
        try block.withUnsafeBytes { try begin($0) }
    }

    private mutating func begin(_ block: UnsafeRawBufferPointer) throws {
        if block.allSatisfy({ $0 == 0 }) { return state = .ended }
        let header = try LooseTarHeader(block, at: offset)
        switch header.type {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): try expect(header.size, .pax, limit: Self.extensionLimit)
        case UInt8(ascii: "L"): try expect(header.size, .longName, limit: Self.extensionLimit)
        case UInt8(ascii: "K"), UInt8(ascii: "g"): expect(header.size)
        default: try enter(header)
        }
    }

    private mutating func enter(_ header: LooseTarHeader) throws {
        entries += 1
        current = said.path ?? header.name
        let size = said.size ?? header.size
        said = (nil, nil)
        guard [0, UInt8(ascii: "0"), UInt8(ascii: "7")].contains(header.type), isManifest(current) else {
            return expect(size)
        }
        manifest = nil
        guard size <= limits.manifest else { return expect(size) }
        try expect(size, .manifest, limit: limits.manifest)
    }

    /// `<any folder>/package.json`: npm drops the first component of every path.
    private func isManifest(_ path: [UInt8]) -> Bool {
        // The last byte tells most others, and nothing is taken apart for them.
        guard let last = path.last, last == UInt8(ascii: "n") || last == UInt8(ascii: "/") else { return false }
        let parts = path.split(separator: UInt8(ascii: "/")).drop { $0.elementsEqual(".".utf8) }
        return parts.count == 2 && parts.last?.elementsEqual("package.json".utf8) ?? false
    }

    private mutating func expect(_ size: Int64) {
        left = size
        padding = TarBlock.padding(after: size)
        state = size > 0 ? .content : .header
    }

    private mutating func expect(_ size: Int64, _ content: Content, limit: Int) throws {
        guard size <= limit else { throw LooseTarFlaw("has a header of \(size) bytes at byte \(offset)") }
        expect(size)
        held.reserveCapacity(Int(size))
        if size > 0 { state = .kept(content) } else { finish(content) }
    }

    private mutating func keep(
        _ rest: inout Slice<UnsafeRawBufferPointer>,
        as content: Content
    ) throws {
        let piece = rest.prefix(Int(min(left, Int64(rest.count))))
        held += piece
        rest = rest.dropFirst(piece.count)
        left -= Int64(piece.count)
        if left == 0 { finish(content) }
    }

    private mutating func finish(_ content: Content) {
        switch content {
        case .manifest: manifest = held
        case .longName: said.path = Array(held.prefix { $0 != 0 })
        case .pax:
            let records = PaxRecords(held)
            said = (records.path ?? said.path, records.size ?? said.size)
        }
        held = []
        expectPadding()
    }

    private mutating func pass(_ rest: inout Slice<UnsafeRawBufferPointer>) {
        let count = min(left, Int64(rest.count))
        rest = rest.dropFirst(Int(count))
        left -= count
        guard left == 0 else { return }
        if case .content = state { expectPadding() } else { state = .header }
    }

    private mutating func expectPadding() {
        left = Int64(padding)
        state = padding > 0 ? .padding : .header
    }

    private func shown(_ path: [UInt8]) -> String { "the file \(String(decoding: path.prefix(200), as: UTF8.self))" }
}
