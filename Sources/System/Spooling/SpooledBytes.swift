/// Bytes that may be more than memory, written once and read from start to end as often as needed.
package struct SpooledBytes: Sendable {
    private static let held = 1 << 20
    private static let batch = 256 << 10

    private var memory: [UInt8] = []
    private var file: SpoolFile?
    /// How many there are.
    package private(set) var count = 0

    package init() {}

    /// Adds bytes at the end; throws where the temporary storage is full.
    package mutating func append(_ bytes: [UInt8]) throws {
        memory += bytes
        count += bytes.count
        guard memory.count > Self.held else { return }
        let file = try self.file ?? SpoolFile()
        self.file = file
        try file.append(memory)
        memory.removeAll(keepingCapacity: true)
    }

    /// Lends all bytes, in pieces.
    package func forEachPiece(_ body: ([UInt8]) throws -> Void) rethrows {
        if let file {
            let written = count - memory.count
            for start in stride(from: 0, to: written, by: Self.batch) {
                try body(file.bytes(start..<min(start + Self.batch, written)))
            }
        }
        if !memory.isEmpty { try body(memory) }
    }

    /// All bytes at once.
    package var all: [UInt8] { (file?.bytes(0..<count - memory.count) ?? []) + memory }
}
