/// The kinds of problem that the API answers with; each has one status and one title for good (RFC 9457 §3.1).
package enum ProblemCode: String, CaseIterable, Sendable {
    case badRequest = "bad-request"
    case malformedJSON = "malformed-json"
    case notPermitted = "not-permitted"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case timeout
    case conflict
    case jobExists = "job-exists"
    case wrongState = "wrong-state"
    case inUse = "in-use"
    case shrunk
    case locked
    case gone
    case preconditionFailed = "precondition-failed"
    case tooLarge = "too-large"
    case targetTooLong = "target-too-long"
    case unsupportedMediaType = "unsupported-media-type"
    case rangeNotSatisfiable = "range-not-satisfiable"
    case expectationFailed = "expectation-failed"
    case misdirected
    case invalidRequest = "invalid-request"
    case keyReused = "key-reused"
    case archiveRefused = "archive-refused"
    case untrusted
    case missingBase = "missing-base"
    case packageListRefused = "package-list-refused"
    case adoptionNeeded = "adoption-needed"
    case quotaReached = "quota-reached"
    case fieldsTooLarge = "fields-too-large"
    case internalError = "internal-error"
    case inputOutput = "input-output"
    case fileMissing = "file-missing"
    case accessDenied = "access-denied"
    case notImplemented = "not-implemented"
    case upstreamUnreachable = "upstream-unreachable"
    case unavailable
    case storageUnavailable = "storage-unavailable"
    case databaseUnusable = "database-unusable"
    case recordsUnusable = "records-unusable"
    case keyUnusable = "key-unusable"
    case interrupted
    case unknownJobType = "unknown-job-type"
    case versionNotSupported = "version-not-supported"
    case noSpace = "no-space"

    /// The status code that goes with it.
    package var status: Int { definition.status }

    /// What it is, the same every time.
    package var title: String { definition.title }

    /// The identifier of the problem type.
    package var type: String { Self.type(of: rawValue) }

    /// The identifier of any code, also of one that this version does not know.
    static func type(of code: String) -> String { "urn:packferry:problem:\(code)" }
}

extension ProblemCode {
    private var definition: (status: Int, title: String) {
        switch self {
        case .badRequest: (400, "The request is not valid HTTP")
        case .malformedJSON: (400, "The body is not valid JSON")
        case .notPermitted: (403, "Not permitted")
        case .notFound: (404, "Not found")
        case .methodNotAllowed: (405, "The method does not apply here")
        case .notAcceptable: (406, "No representation of this kind")
        case .timeout: (408, "The request took too long")
        case .conflict: (409, "In conflict with the present state")
        case .jobExists: (409, "Such a job is already there")
        case .wrongState: (409, "Not possible in this state")
        case .inUse: (409, "Still in use")
        case .adoptionNeeded: (409, "The archive is of a source that this storage does not follow yet")
        case .shrunk: (409, "The storage lost suspiciously much")
        case .locked: (409, "Somebody else works on the repository")
        case .gone: (410, "It is no longer there")
        case .preconditionFailed: (412, "It changed in between")
        case .tooLarge: (413, "The body is too large")
        case .targetTooLong: (414, "The request target is too long")
        case .unsupportedMediaType: (415, "The body is of an unsupported type")
        case .rangeNotSatisfiable: (416, "The range lies outside the file")
        case .expectationFailed: (417, "The expectation cannot be met")
        case .misdirected: (421, "This host is not served here")
        case .invalidRequest: (422, "The request has mistakes")
        case .keyReused: (422, "The key is that of another request")
        case .archiveRefused: (422, "The archive is refused")
        case .untrusted: (422, "No key that is trusted here signed the archive")
        case .packageListRefused: (422, "The list of packages is refused")
        case .missingBase: (422, "The archive needs files that are not here")
        case .quotaReached: (429, "Too much is on its way or waits")
        case .fieldsTooLarge: (431, "The header fields are too large")
        case .internalError: (500, "Internal error")
        case .inputOutput: (500, "A file cannot be read or written")
        case .fileMissing: (500, "A file is not there")
        case .accessDenied: (500, "The service may not use a file")
        case .notImplemented: (501, "Not known here")
        case .upstreamUnreachable: (502, "The upstream cannot be reached")
        case .unavailable: (503, "Not ready")
        case .storageUnavailable: (503, "The storage cannot be used")
        case .databaseUnusable: (503, "The database cannot be used")
        case .recordsUnusable: (503, "What was recorded beside the storage cannot be used")
        case .keyUnusable: (503, "The key that signs cannot be used")
        case .interrupted: (503, "The job was interrupted")
        case .unknownJobType: (503, "No such type of job")
        case .versionNotSupported: (505, "This version of HTTP is not supported")
        case .noSpace: (507, "The disk has no room for it")
        }
    }
}
