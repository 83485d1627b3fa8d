import Posix
import Trees

/// Lines of `name@range`; what follows a `#` is passed over.
struct PackageList {
    private let lines: [Substring]

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    func set() throws(PackageListError) -> RequestedSet {
        var set = RequestedSet(.list)
        for (number, line) in lines.enumerated() {
            let text = Self.meant(line)
            if !text.isEmpty { try take(text, line: number + 1, into: &set) }
        }
        return set
    }

    private func take(_ text: String, line: Int, into set: inout RequestedSet) throws(PackageListError) {
        do {
            let argument = try PackageArgument(text)
            let spec = text.dropFirst(argument.name.string.count + 1)
            set.wish(argument.name.string, String(spec))
        } catch {
            throw RequestedSet.unknown("has line \(line), which no list of packages has: \(error)")
        }
    }

    /// A line without remark and blanks; `#` belongs to a URL where no blank stands before it.
    private static func meant(_ line: Substring) -> String {
        var text = line.drop { $0.isWhitespace }
        if text.hasPrefix("#") { return "" }
        if let remark = text.firstRange(of: " #") { text = text[..<remark.lowerBound] }
        return String(text.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension RequestedSet {
    /// A set of packages as people write them, `name@range`; throws for what is none.
    init(specs: [String]) throws(PackageListError) {
        self = try PackageList(specs.joined(separator: "\n")).set()
    }
}
