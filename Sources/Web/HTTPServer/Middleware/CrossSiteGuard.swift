import HTTPMessages

/// Keeps other web sites from using a browser's way to this server, which may run without a login.
///
/// A name that is not on the list is refused, so that a site whose name is made to point here gets nowhere (DNS
/// rebinding). Addresses need no list: a site cannot have one for its name. Requests that change something must not
/// come from another origin.
package struct CrossSiteGuard: Middleware {
    private let hosts: Set<String>

    /// Lets requests to `hosts`, to `localhost` and to any address through.
    package init(hosts: [String]) { self.hosts = Set(hosts.map { $0.lowercased() }).union(["localhost"]) }

    package func respond(to request: HTTPRequest, next: Responder) async throws -> HTTPResponse {
        try checkHost(request)
        if !request.method.isSafe { try checkOrigin(request) }
        return try await next(request)
    }

    private func checkHost(_ request: HTTPRequest) throws(HTTPServerError) {
        guard let authority = request.authority else { return }
        guard authority.isAddress || hosts.contains(authority.host) else {
            let advice = "add it to the configuration there, hosts: [\(authority.host)], and start it again"
            throw HTTPServerError(.unknownHost, "\(authority.host) is not among the names of this server: \(advice)")
        }
    }

    /// Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; other programs say nothing.
    private func checkOrigin(_ request: HTTPRequest) throws(HTTPServerError) {
        if let site = request.fields[.secFetchSite] {
            guard site == "same-origin" || site == "none" else { throw crossSite() }
        } else if let origin = request.fields[.origin] {
            guard let authority = request.authority, isSame(origin, authority) else { throw crossSite() }
        }
    }

    private func isSame(_ origin: String, _ authority: Authority) -> Bool {
        for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
            return Authority(parsing: String(origin.dropFirst(scheme.count))) == authority
        }
        return false
    }

    private func crossSite() -> HTTPServerError {
        HTTPServerError(.crossSiteRequest, "another web site may not change anything here")
    }
}
