import Time

/// Numbers as people read them.
enum Quantity {
    private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB"]

    /// Bytes, such as `999 B`, `1.5 KiB` and `12 GiB`.
    static func bytes(_ count: Int64) -> String {
        guard count >= 1024 else { return "\(count) B" }
        var (value, unit) = (Double(count) / 1024, 0)
        while value >= 1023.95, unit < units.count - 1 { (value, unit) = (value / 1024, unit + 1) }
        return "\(rounded(value)) \(units[unit])"
    }

    /// A number in groups, such as `1,234,567`.
    static func count(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number.magnitude))
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
        return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }

    /// The same; nothing for none.
    static func some(_ number: some BinaryInteger) -> String? { number == 0 ? nil : count(number) }

    /// Things and what they weigh, such as `1,234 (1.5 KiB)`.
    static func count(_ number: some BinaryInteger, weighing bytes: Int64) -> String {
        "\(count(number)) (\(Self.bytes(bytes)))"
    }

    /// A number with its noun, such as `1 file` and `3 files`.
    static func counted(_ number: some BinaryInteger, _ noun: String, _ plural: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? noun : plural ?? "\(noun)s")"
    }

    /// Versions and the packages they are of, such as `458 versions, 354 packages`.
    static func versions(_ versions: some BinaryInteger, packages: some BinaryInteger) -> String {
        "\(counted(versions, "version")), \(counted(packages, "package"))"
    }

    /// A time, such as `45s`, `3m20s`, `2h05m` and `3d04h`.
    static func seconds(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(max(0, seconds))s"
        case ..<3600: "\(seconds / 60)m\(twoDigits(seconds % 60))s"
        case ..<86_400: "\(seconds / 3600)h\(twoDigits(seconds / 60 % 60))m"
        default: "\(seconds / 86_400)d\(twoDigits(seconds / 3600 % 24))h"
        }
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// One digit after the point while it tells something.
    private static func rounded(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return tenths >= 100 || tenths % 10 == 0 ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

/// Moments as people read them, in UTC.
extension Moment {
    /// A moment, such as `2026-11-21 01:30:00`.
    static func text(_ moment: Moment) -> String {
        String(moment.text(.seconds).prefix(19)).replacing("T", with: " ")
    }

    /// A moment that stands alone, such as `2026-11-21 01:30:00 UTC`.
    static func dated(_ moment: Moment) -> String { "\(text(moment)) UTC" }

    /// The same, or a dash.
    static func dated(_ moment: Moment?) -> String { moment.map { dated($0) } ?? "-" }

    /// A moment under a heading that says `(UTC)`, or a dash.
    static func text(_ moment: Moment?) -> String { moment.map { text($0) } ?? "-" }
}
