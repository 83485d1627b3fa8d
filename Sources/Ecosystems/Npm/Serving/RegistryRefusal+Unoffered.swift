import HTTPMessages
import HTTPServer

extension RegistryRefusal {
    /// What is said of a request that a registry elsewhere might fulfil and this one never does.
    ///
    /// The status is one after which npm tries nothing else, and prints the reason.
    init(unoffered path: ArraySlice<String>, _ request: HTTPRequest) {
        let path = path.filter { !$0.isEmpty }
        if path.first == "-", let refusal = Self.service(path.dropFirst(), request) {
            self = refusal
        } else if request.method.isSafe {
            self.init(.notFound, "there is nothing at \(request.target.rawPath)")
        } else {
            self = .readOnly
        }
    }

    /// Publishing, deprecating, tagging and removing are all writes to paths of a package.
    private static let readOnly = RegistryRefusal(
        .methodNotAllowed,
        "this registry is read-only: nothing is published, changed or removed here; "
            + "packages arrive in the archives that 'packferry import apply' takes",
        fields: [.allow: "GET, HEAD, OPTIONS"]
    )

    /// Not an empty report: npm would print "found 0 vulnerabilities".
    private static let noAudit = RegistryRefusal(
        .notFound,
        "this registry knows no security advisories: audit on the other side, and install here with --no-audit"
    )

    private static let noKeys = RegistryRefusal(
        .notFound,
        "this registry has no keys: verify signatures and attestations on the other side"
    )

    private static let noStars = RegistryRefusal(.notFound, "this registry counts no stars and lists nobody's packages")

    private static func noAccounts(_ status: HTTPStatus) -> RegistryRefusal {
        RegistryRefusal(
            status,
            "this registry has no accounts: everything is read without, so there is no need to log in"
        )
    }

    /// Services below `/-/`.
    private static func service(_ path: ArraySlice<String>, _ request: HTTPRequest) -> RegistryRefusal? {
        switch Array(path.prefix(3)) {
        case ["npm", "v1", "security"]: return noAudit
        case ["npm", "v1", "keys"], ["npm", "v1", "attestations"]: return noKeys
        case ["npm", "v1", "tokens"], ["npm", "v1", "user"]: return noAccounts(.unauthorized)
        default: break
        }
        switch path.first {
        case "whoami": return noAccounts(.unauthorized)
        case "user", "org", "team": return noAccounts(.notFound)
        case "v1" where path.dropFirst().first != "search": return noAccounts(.notFound)
        case "_view", "by-user", "by-field": return noStars
        case "package" where !path.contains("dist-tags"): return noAccounts(.notFound)
        case "ping", "all", "v1", "package": return request.method.isSafe ? nil : readOnly
        default: return nil
        }
    }
}
