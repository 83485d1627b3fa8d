import CCurl
import CShims

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
