/// What a collect found.
struct CollectReport: Codable, Sendable {
    let packages: Int
    let files: Int
    /// Packages that were read because they changed.
    let packagesRead: Int
    /// Open findings.
    let findings: Int

    enum CodingKeys: String, CodingKey {
        case packages, files, findings
        case packagesRead = "packages_read"
    }
}
