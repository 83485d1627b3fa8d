import API
import HTTPMessages
import HTTPServer
import JSON
import Logging
import Posix
import Synchronization

/// What goes around every request: its id, the security fields, errors as problems, and its line in the log.
struct RequestFrame: Middleware {
    private let logger: Logger
    private let traffic: HTTPTraffic
    private let security = SecurityHeaders()

    init(_ logger: Logger, counting traffic: HTTPTraffic = HTTPTraffic()) {
        self.logger = logger
        self.traffic = traffic
    }

    func respond(to request: HTTPRequest, next: Responder) async throws -> HTTPResponse {
        let (id, start) = (RequestID(request.fields), Deadline.now)
        return await LogContext.$fields.withValue([Self.idField: id.string]) {
            var response: HTTPResponse
            do {
                response = try await next(request)
            } catch {
                response = answer(to: error, id)
            }
            response.fields[.requestID] = id.string
            security.apply(to: &response)
            let duration = Deadline.now.elapsed(since: start)
            traffic.note(request, response.status, took: duration)
            logger.log(level(of: request), "answered", line(request, response, took: duration))
            return response
        }
    }

    /// What every line has that is about a request.
    private static let idField = "request_id"

    /// What changes something is worth a line, and so is what its sender wants to find again; the rest is too much.
    private func level(of request: HTTPRequest) -> LogLevel {
        let isReading = request.method == .GET || request.method == .HEAD
        return isReading && request.fields[.requestID] == nil ? .debug : .info
    }

    /// Requests that cannot be read never come this way, but look the same.
    var refusals: ErrorResponses {
        ErrorResponses(
            handlerError: { error, _ in answer(to: error, RequestID()) },
            refusal: { unreadable($0) }
        )
    }

    /// The answer to what is no request.
    func unreadable(_ error: HTTPServerError) -> HTTPResponse {
        let id = RequestID()
        var response = LogContext.$fields.withValue([Self.idField: id.string]) { answer(to: error, id) }
        traffic.note(unreadable: response.status)
        response.addError(error.reason)
        response.fields[.requestID] = id.string
        security.apply(to: &response)
        return response
    }

    private func answer(to error: any Error, _ id: RequestID) -> HTTPResponse {
        let problem = Problem(describing: error).inRequest(id.string)
        if problem.status >= 500 { logger.warning("a request failed", ["error": "\(error)"]) }
        var response = HTTPResponse.problem(problem)
        if let error = error as? HTTPServerError { response.fields.fill(from: error.fields) }
        if problem.code == ProblemCode.quotaReached.rawValue { response.fields[.retryAfter] = Self.retryAfter }
        return response
    }

    /// Seconds in which another upload may have arrived.
    private static let retryAfter = "30"

    /// The time is that until the answer was known, not until all of it had left.
    private func line(
        _ request: HTTPRequest,
        _ response: HTTPResponse,
        took duration: Duration
    ) -> [String: String] {
        var line = [
            "method": request.method.name, "target": request.target.raw, "status": "\(response.status.code)",
            "peer": request.peer?.description ?? "-", "microseconds": "\(duration / .microseconds(1))",
        ]
        // So that the job that a request started is found by the one, and the request by the other.
        line["job"] = response.fields[.location].flatMap(Self.job)
        return line
    }

    /// The job that an address names.
    private static func job(at location: String) -> String? {
        guard location.hasPrefix("/jobs/") else { return nil }
        return String(location.dropFirst(6).prefix { $0 != "?" && $0 != "/" })
    }
}

extension HTTPResponse {
    /// Says the reason in the member that npm prints too: nobody knows whose the request was that could not be read.
    fileprivate mutating func addError(_ reason: String) {
        guard case .bytes(let bytes) = body, let problem = try? JSONValue(parsing: bytes),
            case .object(let members) = problem
        else { return }
        body = .bytes(JSONValue.object(members + [("error", .string(reason))]).encoded())
    }
}

/// What a request is called in its answer, in problems and in the log.
struct RequestID: Sendable {
    let string: String

    private static let process = String(UInt32.random(in: .min ... .max), radix: 36)
    private static let count = Atomic<UInt64>(0)

    /// A new one.
    init() {
        let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
        string = "\(Self.process)-\(String(number, radix: 36))"
    }

    /// The one that the client chose, if it is short and plain; else a new one.
    init(_ fields: HTTPFields) {
        self = fields[.requestID].flatMap { RequestID(given: $0) } ?? RequestID()
    }

    private init?(given: String) {
        guard Self.isPlain(given) else { return nil }
        string = given
    }

    private static func isPlain(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
