import Folders
import Globs
import Posix
import Time
package import Trees

/// How a mirror is kept, whatever it is a mirror of.
package struct MirrorSettings: Sendable {
    /// Asked in this order; all publish the same.
    let addresses: [UpstreamAddress]
    /// How long the tree keeps what upstream took back, for clients that still go by older lists.
    let grace: Duration
    /// How many files are fetched at a time.
    package let concurrency: Int
    /// Which files may be missing upstream.
    private let mayBeMissing: [PathPattern]
    private let userAgent: String?
    private let certificates: String?
    /// All that is configured, as one text: under another one upstream is asked for everything.
    let fingerprint: String

    /// The keys that every mirror has; `example` is an upstream of its kind.
    package static func keys(example: String) -> [TreeSetting] {
        [
            TreeSetting("path", .path, advice: "Name the folder to publish, such as path: /srv/mirror"),
            TreeSetting("upstream", .addresses(example)),
            TreeSetting("upstream_auth", .secret),
            TreeSetting("ca", .path),
            TreeSetting("user_agent", .text(default: nil, check: checkLine)),
            TreeSetting("concurrency", .number(RefreshRequest.concurrency, default: 16)),
            TreeSetting("grace", .text(default: "7d", check: checkTime)),
            TreeSetting("allow_missing", .list(default: [], limit: 1000, check: checkPattern)),
        ]
    }

    private static func checkLine(_ text: String) throws(SettingProblem) {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else {
            throw SettingProblem("is not one line of plain characters")
        }
    }

    private static func checkTime(_ text: String) throws(SettingProblem) {
        guard Duration(short: text) == nil else { return }
        throw SettingProblem("is not a time such as 7d, 12h or 30m")
    }

    private static func checkPattern(_ text: String) throws(SettingProblem) {
        do {
            _ = try PathPattern(text)
        } catch {
            throw SettingProblem(error.reason)
        }
    }

    /// Takes what was configured.
    init(_ settings: TreeSettings) throws {
        addresses = settings.list("upstream").compactMap { UpstreamAddress($0) }
        grace = settings.text("grace").flatMap { Duration(short: $0) } ?? .seconds(7 * 24 * 3600)
        concurrency = settings.text("concurrency").flatMap { Int($0) } ?? 16
        mayBeMissing = try settings.list("allow_missing").map { try PathPattern($0) }
        userAgent = settings.text("user_agent")
        certificates = settings.path("ca")?.string
        fingerprint = settings.fingerprint
    }

    /// Whether the tree is whole without a file.
    func tolerates(_ problem: SyncProblem) -> Bool { mayBeMissing.contains { $0.matches(problem.subject) } }

    /// As whom upstream is asked.
    ///
    /// Throws `StorageError` where a secret cannot be had. Blocks.
    func access(_ settings: TreeSettings, environment: [String: String]) throws -> MirrorAccess {
        var access = MirrorAccess()
        access.credentials = try settings.credentials("upstream_auth", environment: environment)
        access.certificates = certificates
        access.userAgent = userAgent
        return access
    }
}
