/// `{a,b}` in patterns: each stands for several patterns without braces.
enum GlobBraces {
    private static let limit = 256

    /// All patterns that `text` stands for, in order.
    static func expand(_ text: ArraySlice<UInt8>) throws(GlobProblem) -> [[UInt8]] {
        guard let open = text.firstIndex(of: UInt8(ascii: "{")) else { return [Array(text)] }
        let (choices, close) = try choices(in: text, after: open)
        guard choices.count > 1 else { throw GlobProblem("has braces without a comma, which are not supported") }
        let tails = try expand(text[(close + 1)...])
        var expanded: [[UInt8]] = []
        for choice in choices {
            for middle in try expand(choice) {
                expanded += tails.map { text[..<open] + middle + $0 }
                guard expanded.count <= limit else { throw GlobProblem("stands for more than \(limit) patterns") }
            }
        }
        return expanded
    }

    private static func choices(
        in text: ArraySlice<UInt8>,
        after open: Int
    ) throws(GlobProblem) -> (choices: [ArraySlice<UInt8>], close: Int) {
        var choices: [ArraySlice<UInt8>] = []
        var (depth, start) = (0, open + 1)
        for index in text[start...].indices {
            switch text[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}") where depth > 0: depth -= 1
            case UInt8(ascii: "}"): return (choices + [text[start..<index]], index)
            case UInt8(ascii: ",") where depth == 0:
                choices.append(text[start..<index])
                start = index + 1
            default: break
            }
        }
        throw GlobProblem("has a bracket without its partner")
    }
}
