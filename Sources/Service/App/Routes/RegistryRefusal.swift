import API
import HTTPMessages
import HTTPServer
import JSON
import Npm

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

    static func several(_ names: [String]) -> RegistryRefusal {
        let paths = names.map { "/registries/\($0)/" }.joined(separator: ", ")
        return RegistryRefusal(.notFound, "there are several registries here: use one of \(paths)")
    }

    static func nothing(_ request: HTTPRequest) -> RegistryRefusal {
        RegistryRefusal(.notFound, "there is nothing at \(request.target.rawPath)")
    }

    static func readOnly(_ request: HTTPRequest, _ fields: HTTPFields) -> RegistryRefusal {
        let reason = "this registry is read-only: \(request.method) \(request.target.rawPath) changes nothing"
        return RegistryRefusal(.methodNotAllowed, reason, fields: fields)
    }
}

extension HTTPResponse {
    /// Any error as npm's clients read it: `{"error": "…"}`.
    static func npm(_ error: any Error) -> HTTPResponse {
        let refusal = error as? RegistryRefusal ?? RegistryRefusal(describing: error)
        let body: JSONValue = ["error": .string(refusal.reason)]
        var response = HTTPResponse(refusal.status, .json, body.encoded())
        response.fields[.cacheControl] = "no-store"
        response.fields.fill(from: refusal.fields)
        return response
    }
}

extension RegistryRefusal {
    fileprivate init(describing error: any Error) {
        if let error = error as? HTTPServerError {
            self.init(error.status, error.reason, fields: error.fields)
        } else if let error = error as? PackumentError {
            self.init(.internalServerError, "\(error)")
        } else {
            let problem = Problem(describing: error)
            self.init(HTTPStatus(problem.status), problem.detail)
        }
    }
}
