import API
import JSON

/// What a build gave.
struct BuildReport: Codable, Sendable {
    /// Whether there was anything to carry.
    let changed: Bool
    /// The id of the artifact; null when nothing changed, or nothing was to be packed.
    @Nullable var artifact: String?
    @Nullable var sha512: String?
    @Nullable var size: Int64?
    @Nullable var scope: String?
    /// The snapshot it starts from.
    @Nullable var base: String?
    /// The snapshot it leads to.
    let target: String
    let files: Int
    let bytes: Int64
    let versions: Int
    let packages: Int
    let deletes: Int
    let warnings: [String]
}
