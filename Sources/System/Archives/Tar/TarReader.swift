import Posix

/// Reads the canonical tar stream of docs/formats/tar.md and refuses what `TarWriter` could not have written.
///
/// Every entry is a regular file with a path that is safe by construction. That no path occurs twice, and that the
/// entries are those wanted, is for the caller to check against a manifest.
package final class TarReader {
    private var input: TarInput
    private let limits: TarLimits
    private var modificationTime: Int64?
    private var current: RelativePath?
    private var size: Int64 = 0
    private var remaining: Int64 = 0
    private var count = 0
    private var isFinished = false
    private var failure: (any Error)?
    private lazy var passed = [UInt8](repeating: 0, count: 64 << 10)

    /// Reads `source` from its beginning.
    package init(_ source: any ByteSource, limits: TarLimits = TarLimits()) {
        input = TarInput(source)
        self.limits = limits
    }

    /// The next entry; `nil` once the end blocks were seen and the source has ended right behind them.
    ///
    /// Content that was not read is read past first, so nothing goes unchecked. After an error the reader repeats it.
    package func next() throws -> TarEntry? { try latching { try advance() } }

    /// Puts the next bytes of the current entry at the start of `buffer`; 0 means that it ends here.
    package func read(into buffer: inout [UInt8]) throws -> Int {
        precondition(!buffer.isEmpty, "a buffer of no bytes can take none")
        return try latching { try content(into: &buffer) }
    }

    /// Keeps a caller who ignores an error from reading on behind it.
    private func latching<T>(_ body: () throws -> T) throws -> T {
        if let failure { throw failure }
        do { return try body() } catch {
            failure = error
            throw error
        }
    }

    private func advance() throws -> TarEntry? {
        while remaining > 0 { _ = try content(into: &passed) }
        guard !isFinished else { return nil }
        let start = input.offset
        guard let header = try header() else { return nil }
        let entry = try header.kind == .extended ? extendedEntry(header, at: start) : plainEntry(header, at: start)
        try admit(entry, at: start)
        (current, size, remaining) = (entry.path, entry.size, entry.size)
        return entry
    }

    private func content(into buffer: inout [UInt8]) throws -> Int {
        guard remaining > 0 else { return 0 }
        let count = try input.read(upTo: remaining, into: &buffer)
        guard count > 0 else { throw input.cut(in: current) }
        remaining -= Int64(count)
        if remaining == 0 { try input.padding(after: size, of: current) }
        return count
    }

    private func header() throws -> TarHeader? {
        let start = input.offset
        guard let header = try input.header() else {
            isFinished = true
            return nil
        }
        let time = modificationTime ?? header.modificationTime
        try TarInput.naming(header.name.joined, at: start) {
            guard header.modificationTime == time else {
                throw TarFault(.metadata, "has another time than the entries before it")
            }
        }
        modificationTime = time
        return header
    }

    private func plainEntry(_ header: TarHeader, at start: Int64) throws -> TarEntry {
        let name = header.name.joined
        return try TarInput.naming(name, at: start) {
            let path = try Self.path(name)
            guard TarName(path) == header.name else {
                throw TarFault(.nonCanonicalName, "has its name split or encoded as Packferry never does")
            }
            return TarEntry(path: path, size: header.size, modificationTime: header.modificationTime)
        }
    }

    private func extendedEntry(_ extended: TarHeader, at start: Int64) throws -> TarEntry {
        let record = try input.record(of: extended, at: start)
        let name = try TarInput.naming(extended.name.joined, at: start) { Array(try PaxPath.decode(record)) }
        let header = try header()
        return try TarInput.naming(name, at: start) {
            let path = try Self.path(name)
            let file = try Self.file(header, named: path)
            return TarEntry(path: path, size: file.size, modificationTime: file.modificationTime)
        }
    }

    /// The header after a PAX record, once it is what the writer puts there.
    private static func file(_ header: TarHeader?, named path: RelativePath) throws(TarFault) -> TarHeader {
        guard TarName(path) == nil else {
            throw TarFault(.paxRecord, "has a PAX record although its name fits the header")
        }
        guard let header, header.kind == .file else {
            throw TarFault(.paxRecord, "is named by a PAX record that no file follows")
        }
        guard header.name == TarName(shortened: path) else {
            throw TarFault(.nonCanonicalName, "has another name in its header than in its PAX record")
        }
        return header
    }

    private static func path(_ bytes: [UInt8]) throws(TarFault) -> RelativePath {
        do { return try RelativePath(bytes: bytes) } catch {
            throw TarFault(.unsafePath, "has a path that \(error.rule.rawValue)")
        }
    }

    private func admit(_ entry: TarEntry, at start: Int64) throws {
        count += 1
        guard count <= limits.entries else {
            let cause = "is one more than the \(limits.entries) entries allowed"
            throw ArchiveError(.tooManyEntries, entry: entry.path.string, offset: start, cause: cause)
        }
        let limit = try limits.size(entry.path)
        guard entry.size <= limit else {
            let cause = "is of \(entry.size) bytes where \(limit) are allowed"
            throw ArchiveError(.entryTooLarge, entry: entry.path.string, offset: start, cause: cause)
        }
    }
}
