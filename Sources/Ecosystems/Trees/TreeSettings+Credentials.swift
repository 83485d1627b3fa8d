package import HTTPClient
import Posix

extension TreeSettings {
    /// Who asks, as the secret says that the value of `key` leads to; `nil` where there is none.
    ///
    /// Throws `StorageError` naming the key. Blocks.
    package func credentials(_ key: String, environment: [String: String]) throws -> Credentials? {
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
