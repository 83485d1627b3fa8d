import HTTPClient
import Posix
import Trees

/// What the configuration says of the registry that a storage is filled from.
struct UpstreamSettings: Sendable {
    let address: RegistryAddress
    let credentials: Credentials?
    /// The path of a file with certificates.
    let certificates: String?

    init(address: RegistryAddress, credentials: Credentials? = nil, certificates: String? = nil) {
        self.address = address
        self.credentials = credentials
        self.certificates = certificates
    }

    /// Reads `upstream`, `upstream_auth` and `ca`; `nil` where no upstream is named.
    ///
    /// Throws `StorageError` naming the key whose secret cannot be had. Blocks.
    init?(_ settings: TreeSettings, environment: [String: String]) throws {
        guard let address = settings.text("upstream").flatMap({ RegistryAddress($0) }) else { return nil }
        self.address = address
        credentials = try settings.credentials("upstream_auth", environment: environment)
        certificates = settings.path("ca")?.string
    }
}

extension TreeSettings {
    /// Who asks, as the secret says that the value of `key` leads to; `nil` where there is none.
    ///
    /// Throws `StorageError` naming the key. Blocks.
    func credentials(_ key: String, environment: [String: String]) throws -> Credentials? {
        guard let text = text(key), let place = SecretPlace(text) else { return nil }
        do {
            let secret = try place.read(environment: environment)
            guard let credentials = Credentials(secret: secret) else { throw SecretPlace.Unreadable("it is empty") }
            return credentials
        } catch {
            throw StorageError(
                root.string,
                "cannot be refreshed: the secret at \(place) cannot be used: \(error)",
                hint: "Put user:password or a token there, or change repositories.\(repository).\(key)",
                key: key
            )
        }
    }
}
