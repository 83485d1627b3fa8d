/// What holds for every request of a client.
package struct ClientSettings: Sendable {
    /// Who forwards requests to other machines; this machine itself is always asked directly.
    package enum Proxy: Sendable {
        /// Whom the environment names, as libcurl reads it (`https_proxy`, `no_proxy` and so on).
        case environment
        /// Nobody.
        case none
        /// The proxy at this address, which may hold a user and a password.
        case address(String)
    }

    /// How many requests to one host run at a time, so how many connections there are; `nil` for any number.
    package var requestsPerHost: Int?
    /// The most bytes a second that all answers together may bring; `nil` for any number.
    package var bytesPerSecond: Int64?
    package var proxy: Proxy
    /// The path of a PEM file with certificates that are trusted beside those of the system's folder.
    package var certificates: String?
    /// What `User-Agent` says where a request does not say it itself.
    package var userAgent: String?

    package init(
        requestsPerHost: Int? = nil,
        bytesPerSecond: Int64? = nil,
        proxy: Proxy = .environment,
        certificates: String? = nil,
        userAgent: String? = nil
    ) {
        self.requestsPerHost = requestsPerHost
        self.bytesPerSecond = bytesPerSecond
        self.proxy = proxy
        self.certificates = certificates
        self.userAgent = userAgent
    }
}
