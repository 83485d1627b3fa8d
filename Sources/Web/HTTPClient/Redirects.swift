import HTTPMessages

/// The way of one request over its redirects.
struct Redirects {
    /// The request that is sent next.
    private(set) var request: ClientRequest
    private let start: String
    private var followed = 0

    /// More of a redirect's own body is not waited for: the connection is given up instead.
    static let bodyLimit = 64 << 10

    init(_ request: ClientRequest) {
        self.request = request
        start = request.url
    }

    /// Whether an answer only says where to ask.
    func leadsOn(_ head: ClientResponseHead) -> Bool {
        request.redirects > 0 && head.redirection != nil && [.GET, .HEAD].contains(request.method)
    }

    /// Goes where the answer leads.
    ///
    /// Refused are more hops than the request allows, an address that is none, and one without protection after one
    /// that had it. Who asks is told to no other origin.
    mutating func follow(_ head: ClientResponseHead) throws(HTTPClientError) {
        followed += 1
        guard followed <= request.redirects else { throw refusal("redirects more than \(request.redirects) times") }
        guard let origin = WebAddress(request.url), let target = head.redirection.flatMap(origin.resolving) else {
            throw refusal("redirects to what is no http or https address")
        }
        guard target.isProtected || !origin.isProtected else {
            throw refusal("redirects from https to http, which anybody on the way can change")
        }
        if target.origin != origin.origin { dropCredentials() }
        request = request.moved(to: target.text)
    }

    private mutating func dropCredentials() {
        request.credentials = nil
        request.fields[.authorization] = nil
        request.fields[.cookie] = nil
    }

    private func refusal(_ cause: String) -> HTTPClientError { HTTPClientError(.redirect, url: start, cause: cause) }
}

extension HTTPFieldName {
    static let authorization = HTTPFieldName("Authorization")
    static let cookie = HTTPFieldName("Cookie")
}
