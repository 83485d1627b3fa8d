/// A document that cannot be read: what is wrong, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: Reason
    /// Where it is, counted in bytes from the start of the array; 0 where there are no bytes.
    package let offset: Int
    /// The line of `offset`, from 1; 0 where there are no bytes.
    package let line: Int
    /// The column of `offset` in bytes, from 1; 0 where there are no bytes.
    package let column: Int
    /// The names and indexes that lead to a value of the wrong shape; empty for what breaks the grammar.
    package let path: [String]
    /// What the type that refused a value said of it.
    package let detail: String?

    /// Locates `reason` at `offset` of `bytes`.
    package init(_ reason: Reason, at offset: Int, in bytes: Span<UInt8>) {
        self.init(reason, [], nil, at: offset, in: bytes)
    }

    /// A value of the wrong shape at the end of `path`.
    init(_ reason: Reason, path: [any CodingKey], detail: String? = nil) {
        self.reason = reason
        self.path = path.map(\.stringValue)
        self.detail = detail
        (offset, line, column) = (0, 0, 0)
    }

    /// What a type of the standard library or one with rules of its own said against a value.
    init(_ error: DecodingError) {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            self.init(.unsuitable, path: context.codingPath, detail: context.debugDescription)
        case .keyNotFound(let key, let context):
            self.init(.missingMember, path: context.codingPath + [key], detail: context.debugDescription)
        @unknown default: self.init(.unsuitable, path: [], detail: "\(error)")
        }
    }

    private init(_ reason: Reason, _ path: [String], _ detail: String?, at offset: Int, in bytes: Span<UInt8>) {
        self.reason = reason
        self.path = path
        self.detail = detail
        self.offset = offset
        (line, column) = Self.position(of: offset, in: bytes)
    }

    /// The same with the line of the value that it speaks of, or of what should contain it.
    func located(in bytes: [UInt8]) -> JSONError {
        let limits = JSONLimits(depth: 1024, bytes: .max)
        guard var scanner = try? JSONScanner(bytes, limits: limits), let offset = try? scanner.find(path[...]) else {
            return self
        }
        return JSONError(reason, path, detail, at: offset, in: bytes.span)
    }

    /// How much of a document came before the bytes that an error was found in.
    struct Passed {
        private(set) var bytes = 0
        fileprivate var lines = 0
        /// Where the line starts in which those bytes end.
        fileprivate var lineStart = 0

        mutating func pass(_ more: ArraySlice<UInt8>) {
            for (index, byte) in more.enumerated() where byte == UInt8(ascii: "\n") {
                lines += 1
                lineStart = bytes + index + 1
            }
            bytes += more.count
        }
    }

    /// The same in a document of which something was passed before.
    func moved(behind passed: Passed) -> JSONError {
        JSONError(
            reason,
            path,
            detail,
            offset: offset + passed.bytes,
            line: line + passed.lines,
            column: line == 1 ? offset + passed.bytes - passed.lineStart + 1 : column
        )
    }

    private init(_ reason: Reason, _ path: [String], _ detail: String?, offset: Int, line: Int, column: Int) {
        self.reason = reason
        self.path = path
        self.detail = detail
        self.offset = offset
        self.line = line
        self.column = column
    }

    /// One sentence: `line 3, column 9 (byte 41): steps.0.name: a string was expected`.
    package var description: String {
        let place = line > 0 ? ["line \(line), column \(column) (byte \(offset))"] : []
        let value = path.isEmpty ? [] : [path.joined(separator: ".")]
        return (place + value + [reason.rawValue] + (detail.map { [$0] } ?? [])).joined(separator: ": ")
    }

    private static func position(of offset: Int, in bytes: Span<UInt8>) -> (line: Int, column: Int) {
        var line = 1
        var lineStart = 0
        for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return (line, offset - lineStart + 1)
    }
}

extension JSONScanner {
    /// The offset of the value at the end of `path`, or of the last one on the way that is there.
    fileprivate mutating func find(_ path: ArraySlice<String>) throws(JSONError) -> Int {
        let kind = try peek()
        let start = position
        guard let step = path.first else { return start }
        switch kind {
        case .object:
            try beginObject()
            while let key = try nextKey() {
                if key == step { return try find(path.dropFirst()) }
                try skip()
            }
        case .array:
            var rest = Int(step) ?? 0
            try beginArray()
            while try nextElement() {
                if rest == 0 { return try find(path.dropFirst()) }
                rest -= 1
                try skip()
            }
        default: break
        }
        return start
    }
}

extension JSONError {
    /// What can be wrong with a document (RFC 8259), or with a value for the type that is to take it.
    package enum Reason: String, Hashable, Sendable {
        case unexpectedEnd = "the document ends too early"
        case unexpectedByte = "a byte that no value can contain here"
        case expectedObject = "an object was expected"
        case expectedArray = "an array was expected"
        case expectedString = "a string was expected"
        case expectedInteger = "a whole number was expected"
        case expectedNumber = "a number was expected"
        case expectedBool = "true or false was expected"
        case expectedNull = "null was expected"
        case missingMember = "a member is missing"
        case missingElement = "an element is missing"
        case unsuitable = "a value that cannot stand here"
        case invalidNumber = "a number not written as RFC 8259 §6 asks"
        case numberOutOfRange = "a number that does not fit"
        case controlCharacter = "a control character inside a string"
        case invalidEscape = "an unknown escape inside a string"
        case invalidUTF8 = "bytes that are not UTF-8"
        case loneSurrogate = "half of a surrogate pair"
        case duplicateKey = "a member name appears twice in one object"
        case tooDeep = "too many containers inside one another"
        case tooLong = "the document is too long"
        case valueTooLong = "a value is too long to be read"
        case tooManyNames = "too many members in one object"
        case trailingBytes = "bytes after the end of the document"
    }
}
