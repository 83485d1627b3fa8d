import HTTPMessages
import HTTPServer
import JSON
import Trees

/// What a registry does not do; the reason is what npm prints.
struct RegistryRefusal: Error {
    let status: HTTPStatus
    let reason: String
    let fields: HTTPFields

    init(_ status: HTTPStatus, _ reason: String, fields: HTTPFields = [:]) {
        self.status = status
        self.reason = reason
        self.fields = fields
    }

    /// Nothing was named where there is not exactly one registry.
    static func ambiguous(_ names: [String]) -> RegistryRefusal {
        if names.isEmpty { return RegistryRefusal(.notFound, "there is no npm registry here") }
        let paths = names.map { "/registries/\($0)/" }.joined(separator: ", ")
        return RegistryRefusal(.notFound, "there are several registries here: use one of \(paths)")
    }
}

extension HTTPResponse {
    /// A refusal as npm's clients read it: `{"error": "…"}`.
    static func npm(_ refusal: RegistryRefusal) -> HTTPResponse {
        let body: JSONValue = ["error": .string(refusal.reason)]
        var response = HTTPResponse(refusal.status, .json, body.encoded())
        response.fields[.cacheControl] = "no-store"
        response.fields.fill(from: refusal.fields)
        return response
    }
}

extension RegistryRefusal {
    /// Any error; what is none of npm's is said as the rest of the product says it.
    init(_ error: any Error, describedBy host: TreeHost) {
        switch error {
        case let error as RegistryRefusal: self = error
        case let error as HTTPServerError: self.init(error.status, error.reason, fields: error.fields)
        case let error as SupplyError: self.init(error)
        case let error as PackumentError: self.init(.internalServerError, "\(error)")
        default:
            let (status, reason) = host.describe(error)
            self.init(status, reason)
        }
    }
}

extension RegistryRefusal {
    /// What an upstream was asked for in vain.
    fileprivate init(_ error: SupplyError) {
        let status: HTTPStatus =
            switch error.code {
            case .gone: .notFound
            case .unavailable, .away: .serviceUnavailable
            case .wrong: .badGateway
            case .unsaved: .insufficientStorage
            }
        self.init(status, error.description)
    }
}
