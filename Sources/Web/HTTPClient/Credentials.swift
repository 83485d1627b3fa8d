#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

/// Who asks, as a server wants to hear it.
///
/// Neither its text nor its reflection shows the secret.
package struct Credentials: Sendable, Equatable {
    private let scheme: String
    private let secret: String

    private init(_ scheme: String, _ secret: String) {
        self.scheme = scheme
        self.secret = secret
    }

    /// A user and a password (RFC 7617).
    package static func basic(user: String, password: String) -> Credentials {
        Credentials("Basic", Data("\(user):\(password)".utf8).base64EncodedString())
    }

    /// A token (RFC 6750).
    package static func bearer(_ token: String) -> Credentials { Credentials("Bearer", token) }

    /// The value of the field `Authorization`.
    var fieldValue: String { "\(scheme) \(secret)" }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What kind they are.
    package var description: String { "\(scheme) credentials" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
