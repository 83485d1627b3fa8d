import CCurl
import CShims

/// A request that got no usable answer: which address, why, and whether trying again may help.
package struct HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as callers tell it apart.
    package enum Code: String, Sendable, CaseIterable {
        /// The address is no http or https URL.
        case badAddress = "bad-address"
        /// The name is unknown, or nobody listens there.
        case unreachable
        /// No byte came in time.
        case timeout
        /// The connection cannot be trusted.
        case tls
        /// The answer is larger than the caller allows.
        case tooLarge = "too-large"
        /// The connection broke before the answer was whole.
        case interrupted
        /// What came is no answer by the rules of HTTP, or its head has no end.
        case refused
        /// It redirects where no request may follow.
        case redirect
        /// A part was asked for, and another one came.
        case wrongRange = "wrong-range"
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    /// The address that was asked.
    package let url: String
    /// The cause, as a clause.
    package let cause: String

    package init(_ code: Code, url: String, cause: String) {
        self.code = code
        self.url = url
        self.cause = cause
    }

    static func tooLarge(_ url: String, limit: Int64) -> HTTPClientError {
        HTTPClientError(.tooLarge, url: url, cause: "the answer is over \(limit) bytes")
    }

    /// Whether the same request may succeed a little later.
    package var isTransient: Bool { [.unreachable, .timeout, .interrupted].contains(code) }

    /// One line: `http://localhost:1/: nobody answers there (Connection refused)`.
    package var description: String { "\(url): \(cause)" }
}

extension HTTPClientError {
    /// What libcurl's code means to whoever sent the request.
    init(_ result: CURLcode, _ url: String, _ text: String) {
        switch result {
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self.init(.unreachable, url: url, cause: "nobody answers there (\(text))")
        case CURLE_OPERATION_TIMEDOUT:
            self.init(.timeout, url: url, cause: "no answer came in time (\(text))")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_INVALIDCERTSTATUS:
            self.init(.tls, url: url, cause: "the connection cannot be trusted (\(text))")
        case CURLE_URL_MALFORMAT:
            self.init(.badAddress, url: url, cause: "is no usable address (\(text))")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_FAIL_REWIND,
            CURLE_HTTP2, CURLE_HTTP2_STREAM:
            self.init(.interrupted, url: url, cause: "the answer broke off (\(text))")
        default:
            self.init(.refused, url: url, cause: "what came is no answer (\(text))")
        }
    }
}
