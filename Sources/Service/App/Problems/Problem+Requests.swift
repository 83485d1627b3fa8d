import API
import HTTPServer
import Requests

extension Problem {
    init(_ refusal: RequestRefusal) {
        self.init(
            refusal.isMalformed ? .malformedJSON : .invalidRequest,
            detail: Self.sentence(refusal.detail.prefix(1).uppercased() + refusal.detail.dropFirst()),
            errors: refusal.errors
        )
    }

    init(_ error: HTTPServerError) {
        self.init(ProblemCode(error.code), detail: Self.sentence(error.reason))
    }
}

extension ProblemCode {
    fileprivate init(_ code: HTTPServerError.Code) {
        self =
            switch code {
            case .malformedRequest: .badRequest
            case .crossSiteRequest: .notPermitted
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .requestTimeout: .timeout
            case .preconditionFailed: .preconditionFailed
            case .bodyTooLarge: .tooLarge
            case .targetTooLong: .targetTooLong
            case .rangeNotSatisfiable: .rangeNotSatisfiable
            case .expectationFailed: .expectationFailed
            case .unknownHost: .misdirected
            case .headTooLarge: .fieldsTooLarge
            case .notImplemented: .notImplemented
            case .overloaded: .unavailable
            case .unsupportedVersion: .versionNotSupported
            }
    }
}
