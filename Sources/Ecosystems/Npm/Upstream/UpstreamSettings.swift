import HTTPClient
import Posix
import Trees

/// What the configuration says of the registry that a storage is filled from.
struct UpstreamSettings: Sendable {
    let address: UpstreamAddress
    let credentials: Credentials?
    /// The path of a file with certificates.
    let certificates: String?

    init(address: UpstreamAddress, credentials: Credentials? = nil, certificates: String? = nil) {
        self.address = address
        self.credentials = credentials
        self.certificates = certificates
    }

    /// Reads `upstream`, `upstream_auth` and `ca`; `nil` where no upstream is named.
    ///
    /// Throws `StorageError` naming the key whose secret cannot be had. Blocks.
    init?(_ settings: TreeSettings, environment: [String: String]) throws {
        guard let address = settings.text("upstream").flatMap({ UpstreamAddress($0) }) else { return nil }
        self.address = address
        credentials = try settings.credentials("upstream_auth", environment: environment)
        certificates = settings.path("ca")?.string
    }
}
