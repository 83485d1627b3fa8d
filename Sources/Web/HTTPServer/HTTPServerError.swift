package import HTTPMessages

/// A request that this layer refuses, or a condition of it that is not met.
package struct HTTPServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong; each code has one status.
    package enum Code: String, Sendable, CaseIterable {
        case malformedRequest = "malformed_request"
        case crossSiteRequest = "cross_site_request"
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case requestTimeout = "request_timeout"
        case preconditionFailed = "precondition_failed"
        case bodyTooLarge = "body_too_large"
        case targetTooLong = "target_too_long"
        case rangeNotSatisfiable = "range_not_satisfiable"
        case expectationFailed = "expectation_failed"
        case unknownHost = "unknown_host"
        case headTooLarge = "head_too_large"
        case notImplemented = "not_implemented"
        case overloaded = "overloaded"
        case unsupportedVersion = "unsupported_version"
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    /// What is wrong and, where it helps, what to do; a whole sentence without its period.
    package let reason: String
    /// Fields that the response must have, such as `Allow`.
    package let fields: HTTPFields

    package init(_ code: Code, _ reason: String, fields: HTTPFields = [:]) {
        self.code = code
        self.reason = reason
        self.fields = fields
    }

    /// The status that says so.
    package var status: HTTPStatus {
        switch code {
        case .malformedRequest: .badRequest
        case .crossSiteRequest: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .requestTimeout: .requestTimeout
        case .preconditionFailed: .preconditionFailed
        case .bodyTooLarge: .contentTooLarge
        case .targetTooLong: .uriTooLong
        case .rangeNotSatisfiable: .rangeNotSatisfiable
        case .expectationFailed: .expectationFailed
        case .unknownHost: .misdirectedRequest
        case .headTooLarge: .headerFieldsTooLarge
        case .notImplemented: .notImplemented
        case .overloaded: .serviceUnavailable
        case .unsupportedVersion: .versionNotSupported
        }
    }

    /// One line: `400 Bad Request: the Host field is missing`.
    package var description: String { "\(status): \(reason)" }
}
