/// Numbers as Prometheus reads them: the text format, version 0.0.4.
///
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>. A family is begun once, and all of its samples follow.
package struct Exposition: Sendable {
    /// What `Content-Type` says of it.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private var bytes: [UInt8] = []
    private var family = ""

    /// Nothing yet.
    package init() {}

    /// All of it.
    package consuming func finish() -> [UInt8] { bytes }

    /// Begins a family of samples.
    package mutating func begin(_ name: MetricName, _ kind: MetricKind) {
        family = name.name
        write("# HELP \(name.name) \(Self.escaped(name.help, quotes: false))\n")
        write("# TYPE \(name.name) \(kind.rawValue)\n")
    }

    /// Adds a sample of the family that was begun last; `part` follows its name, as `_sum` does.
    package mutating func sample(_ value: Double, _ labels: [MetricLabel] = [], part: String = "") {
        write(family)
        write(part)
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
            write("{\(pairs.joined(separator: ","))}")
        }
        write(" \(Self.text(value))\n")
    }

    /// The same of a whole number.
    package mutating func sample(_ value: Int64, _ labels: [MetricLabel] = []) { sample(Double(value), labels) }

    /// A family that is one gauge.
    package mutating func gauge(_ name: MetricName, _ value: Double, _ labels: [MetricLabel] = []) {
        begin(name, .gauge)
        sample(value, labels)
    }

    /// A family that is one counter.
    package mutating func counter(_ name: MetricName, _ value: Double, _ labels: [MetricLabel] = []) {
        begin(name, .counter)
        sample(value, labels)
    }

    private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Whole numbers without a point, what is no number by the names that Go reads.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
