import Arguments
import JSON

extension ValueType where Value == String {
    /// The id or the name of one thing, as it stands in the path of a request.
    static var identifier: ValueType {
        nonEmpty.validated { $0.contains("/") ? "it must not hold a slash" : reason(against: $0) }
    }

    /// The name of a package, which may have a scope.
    static var packageName: ValueType { nonEmpty.validated(reason) }

    private static func reason(against name: String) -> String? {
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "it must not hold control characters"
        }
        let segments = name.split(separator: "/", omittingEmptySubsequences: false)
        return segments.contains { $0 == "." || $0 == ".." || $0.isEmpty } ? "it is no name, but a path" : nil
    }
}

extension ValueType where Value == Int {
    /// A number of bytes within `range`, as split(1) takes it: `4000M` is 4000 × 1024 × 1024.
    static func bytes(in range: ClosedRange<Int>) -> ValueType {
        ValueType { text throws(InvalidValue) in
            let power = text.last.flatMap { ["K": 1, "M": 2, "G": 3, "T": 4][$0] }
            guard let number = Int(power == nil ? text : String(text.dropLast())), number > 0 else {
                throw InvalidValue("a number of bytes is needed, such as 4000M or 2G")
            }
            let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (10 * (power ?? 0)))
            guard !overflow, range.contains(bytes) else {
                throw InvalidValue("it must be between \(range.lowerBound) and \(range.upperBound) bytes")
            }
            return bytes
        }
    }
}

extension ValueType where Value == JSONValue {
    /// An object as a request has it.
    static var jsonObject: ValueType {
        ValueType(describe: { String(decoding: $0.encoded(), as: UTF8.self) }) { text throws(InvalidValue) in
            do {
                let value = try JSONValue(parsing: Array(text.utf8), duplicateKeys: .reject)
                guard value.objectValue != nil else { throw InvalidValue("it must be an object in braces") }
                return value
            } catch let error as JSONError {
                throw InvalidValue("it is no JSON: \(error.reason.rawValue) in column \(error.column)")
            } catch {
                throw InvalidValue("it must be an object in braces")
            }
        }
    }
}
