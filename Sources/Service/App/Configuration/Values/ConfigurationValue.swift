import JSON
import Logging
import Spelling
import Time

/// A type that is read from the text of a setting, and written back to it.
protocol ConfigurationValue {
    /// Reads the text; throws why it cannot be one.
    init(configured text: String) throws(ValueProblem)

    /// The text from which the same value is read.
    var configured: String { get }

    /// The same in a document for programs.
    var json: JSONValue { get }
}

extension ConfigurationValue {
    /// Its text: most values are no more.
    var json: JSONValue { .string(configured) }
}

/// Why a text is no value of the wanted type.
struct ValueProblem: Error {
    /// What is wrong with it, as the end of a sentence that begins with the text.
    let cause: String
    /// A text to write instead.
    let replacement: String?

    init(_ cause: String, replacement: String? = nil) {
        self.cause = cause
        self.replacement = replacement
    }
}

extension ConfigurationValue where Self: RawRepresentable, Self: CaseIterable, RawValue == String {
    init(configured text: String) throws(ValueProblem) {
        if let value = Self(rawValue: text) {
            self = value
            return
        }
        let names = Self.allCases.map(\.rawValue)
        let choices =
            names.count > 2
            ? names.dropLast().joined(separator: ", ") + " or \(names[names.count - 1])"
            : names.joined(separator: " or ")
        throw ValueProblem(
            "is not \(choices)",
            replacement: Spelling.nearest(to: text, among: names)
        )
    }

    var configured: String { rawValue }
}

extension LogLevel: ConfigurationValue {}

/// Who may use the service.
package enum AuthenticationMode: String, Sendable, CaseIterable, ConfigurationValue {
    /// Whoever reaches it.
    case none
}

/// On which side of the gap an installation stands.
package enum SiteRole: String, Sendable, CaseIterable, ConfigurationValue {
    /// Where content comes from: it builds archives.
    case online
    /// Where content goes: it applies archives.
    case offline
    /// One installation for both, as where somebody tries it out.
    case both

    /// Whether archives are built here.
    package var builds: Bool { self != .offline }
    /// Whether archives are applied here.
    package var imports: Bool { self != .online }
    /// Whether anything is fetched from registries elsewhere.
    package var fetches: Bool { self != .offline }
}

/// A number of threads, from 1 to 256.
package struct ThreadCount: CountValue {
    static let bounds = 1...256

    package let count: Int

    /// What is taken where nobody says otherwise: enough for a disk, and others on the machine still get on.
    static let two = ThreadCount(2)

    init(_ count: Int) { self.count = count }
}

/// How many of the newest of some kind are kept, from 1 to 1,000,000.
package struct KeptCount: CountValue {
    static let bounds = 1...1_000_000

    package let count: Int

    /// What archives travelled in lately; those that did not arrive are kept besides.
    static let tenArtifacts = KeptCount(10)
    /// States that somebody may want to compare.
    static let fiftySnapshots = KeptCount(50)

    init(_ count: Int) { self.count = count }
}

/// Written as whole days, hours, minutes or seconds: `180d`, `12h`, `30m`, `45s`.
extension Duration: ConfigurationValue {
    private static let longest = Duration.seconds(36_500 * 86_400)

    init(configured text: String) throws(ValueProblem) {
        guard let duration = Duration(short: text) else {
            let replacement = Int64(text).flatMap { $0 > 0 ? "\($0)d" : nil }
            throw ValueProblem("is not a time such as 180d, 12h, 30m or 45s", replacement: replacement)
        }
        guard duration > .zero, duration <= Self.longest else {
            throw ValueProblem("is not a time from 1s to \(Self.longest.short)")
        }
        self = duration
    }

    var configured: String { short }
}
