struct GlobProblem: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// One alternative of a pattern: what its parts between slashes must be.
struct GlobPath: Hashable {
    private enum Part: Hashable {
        /// `**`: any number of parts, none included.
        case anyParts
        case one(GlobPart)
    }

    private let parts: [Part]

    init(_ text: [UInt8], ending: Glob.Ending) throws(GlobProblem) {
        guard let first = text.first else { throw GlobProblem("is empty") }
        if first == UInt8(ascii: "!") { throw GlobProblem("begins with !, which is not supported") }
        if first == UInt8(ascii: "#") { throw GlobProblem("begins with #, which makes it a comment") }
        var texts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
        guard !texts.contains([]) else { throw GlobProblem("has an empty part") }
        let globstar = Array("**".utf8)
        if ending == .prefix, texts.count > 1, texts.last == globstar, texts[texts.count - 2] != globstar {
            texts[texts.count - 2].append(UInt8(ascii: "*"))
        }
        parts = try texts.map { (text) throws(GlobProblem) in
            text == globstar ? .anyParts : .one(try GlobPart(text))
        }
    }

    func matches(_ names: ArraySlice<[UInt8]>) -> Bool { Self.matches(parts[...], names) }

    private static func matches(_ parts: ArraySlice<Part>, _ names: ArraySlice<[UInt8]>) -> Bool {
        guard let part = parts.first else { return names.isEmpty }
        let rest = parts.dropFirst()
        switch part {
        case .anyParts: return (names.startIndex...names.endIndex).contains { matches(rest, names[$0...]) }
        case .one(let glob): return names.first.map(glob.matches) == true && matches(rest, names.dropFirst())
        }
    }
}

/// What one part of a name must be.
struct GlobPart: Hashable {
    private enum Token: Hashable {
        case byte(UInt8)
        case anyByte
        case oneOf([ClosedRange<UInt8>], isNegated: Bool)
        case anyRun

        func accepts(_ byte: UInt8) -> Bool {
            switch self {
            case .byte(let wanted): byte == wanted
            case .anyByte: true
            case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(byte) } != isNegated
            case .anyRun: false
            }
        }
    }

    private let tokens: [Token]

    init(_ text: [UInt8]) throws(GlobProblem) {
        var tokens: [Token] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): tokens.append(.anyRun)
            case UInt8(ascii: "?"): tokens.append(.anyByte)
            case UInt8(ascii: "["): tokens.append(try Self.set(&rest))
            case UInt8(ascii: "\\"): throw GlobProblem("has a backslash, which is not supported")
            case UInt8(ascii: "("), UInt8(ascii: ")"): throw GlobProblem("has a (…) group, which is not supported")
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "]"):
                throw GlobProblem("has a bracket without its partner")
            default: tokens.append(.byte(byte))
            }
        }
        self.tokens = tokens
    }

    /// Reads what follows `[`; a `]` in first place is one of the set (glob(7)).
    private static func set(_ rest: inout ArraySlice<UInt8>) throws(GlobProblem) -> Token {
        let isNegated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
        if isNegated { rest.removeFirst() }
        guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "]")) else {
            throw GlobProblem("has a bracket without its partner")
        }
        var members = rest[..<end]
        rest = rest[(end + 1)...]
        guard !members.contains(UInt8(ascii: "[")), !members.contains(UInt8(ascii: "\\")) else {
            throw GlobProblem("has a class in brackets, which is not supported")
        }
        var ranges: [ClosedRange<UInt8>] = []
        while let low = members.popFirst() { ranges.append(try range(from: low, &members)) }
        return .oneOf(ranges, isNegated: isNegated)
    }

    private static func range(
        from low: UInt8,
        _ members: inout ArraySlice<UInt8>
    ) throws(GlobProblem) -> ClosedRange<UInt8> {
        guard members.count >= 2, members.first == UInt8(ascii: "-") else { return low...low }
        members.removeFirst()
        let high = members.removeFirst()
        guard low <= high else { throw GlobProblem("has a range that runs backwards") }
        return low...high
    }

    /// Goes back to the last `*` alone: what an earlier one took can stay as it is.
    func matches(_ name: [UInt8]) -> Bool {
        var (token, byte) = (0, 0)
        var retry: (token: Int, byte: Int)?
        while byte < name.count {
            if token < tokens.count, tokens[token] == .anyRun {
                retry = (token, byte)
                token += 1
            } else if token < tokens.count, tokens[token].accepts(name[byte]) {
                token += 1
                byte += 1
            } else if let last = retry {
                retry = (last.token, last.byte + 1)
                (token, byte) = (last.token + 1, last.byte + 1)
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == .anyRun }
    }
}
