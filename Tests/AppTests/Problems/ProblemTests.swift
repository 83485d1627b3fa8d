import API
import HTTPMessages
import HTTPServer
import Jobs
import Posix
import Requests
import SQLite
import TestSupport
import Testing
import Transfer
import Trees

@testable import App

@Suite("Errors become problems")
struct ProblemTests {
    private struct Odd: Error, CustomStringConvertible {
        var description: String { "the secret is 42" }
    }

    @Test(
        "every kind of error of the transfer has its problem",
        arguments: zip(TransferError.Code.allCases, transferRows)
    )
    func transfer(code: TransferError.Code, row: String) {
        let problem = Problem(describing: TransferError(code, "x", "is odd", hint: "Do y", details: ["p", "q"]))
        #expect("\(problem.status) \(problem.code)" == row)
        #expect(problem.detail == "x is odd: p, q.")
        #expect(problem.hint == "Do y.")
    }

    private static let transferRows = [
        "422 archive-refused", "503 records-unusable", "422 archive-refused", "422 untrusted",
        "503 key-unusable", "422 missing-base", "409 adoption-needed",
        "404 not-found",
        "409 conflict", "507 no-space", "429 quota-reached", "409 shrunk", "409 conflict", "409 locked",
        "403 not-permitted",
        "422 invalid-request",
    ]

    @Test("a refusal of the HTTP layer keeps its status", arguments: HTTPServerError.Code.allCases)
    func server(code: HTTPServerError.Code) {
        let error = HTTPServerError(code, "it is odd")
        #expect(Problem(describing: error).status == error.status.code)
    }

    @Test("a request that contradicts the configuration says which member, once")
    func request() {
        let problem = Problem(describing: RequestRefusal(member: "repository", "It is odd."))
        #expect(problem.status == 422 && problem.detail == "It is odd.")
        #expect(problem.errors == [FieldError(member: "repository", "It is odd.")])
        #expect(problem.description == "It is odd.")
    }

    @Test("a mistake in the query is one of a parameter")
    func query() {
        let problem = Problem(describing: RequestRefusal(member: "a/b~c", "It is odd.").inQuery)
        #expect(problem.errors == [FieldError(parameter: "a/b~c", "It is odd.")])
    }

    @Test("what the machine refuses has its problem", arguments: machineRows)
    func machine(error: any Error, row: String) {
        let problem = Problem(describing: error)
        #expect("\(problem.status) \(problem.code)" == row)
    }

    private static let machineRows: [(any Error, String)] = [
        (SystemError(operation: "write", path: "/x", errno: .noSpace), "507 no-space"),
        (SystemError(operation: "write", path: "/x", errno: .quotaExceeded), "507 no-space"),
        (SystemError(operation: "open", path: "/x", errno: .accessDenied), "500 access-denied"),
        (SystemError(operation: "open", path: "/x", errno: .noEntry), "500 file-missing"),
        (SystemError(operation: "read", path: "/x", errno: .inputOutput), "500 input-output"),
        (SQLiteError(code: 13, message: "full", sql: ""), "507 no-space"),
        (SQLiteError(code: 5, message: "busy", sql: ""), "503 unavailable"),
        (SQLiteError(code: 11, message: "malformed", sql: ""), "503 database-unusable"),
        (StorageError("/x", "is gone", hint: "Mount it", key: "storage"), "503 storage-unavailable"),
        (PathError(path: "x", rule: .notAbsolute), "422 invalid-request"),
        (CancellationError(), "503 unavailable"),
        (HTTPSyntaxError(.path, "is odd"), "400 bad-request"),
    ]

    @Test(
        "a disk that is full or fails is named, with what to do",
        arguments: [Errno.noSpace, .quotaExceeded, .inputOutput]
    )
    func disk(errno: Errno) {
        let problem = Problem(describing: SystemError(operation: "write", path: "/srv/x", errno: errno))
        #expect(problem.detail.contains("/srv/x") && problem.hint?.hasSuffix(".") == true)
    }

    @Test("a long list of details is cut, and says how much is left")
    func details() {
        let error = TransferError(.missingBase, "x", "lacks files", details: (1...25).map { "f\($0)" })
        let problem = Problem(describing: error)
        #expect(problem.detail.hasSuffix("f20 and 5 more."))
    }

    @Test("what nobody foresaw says nothing of itself to a client, but all to a job")
    func unforeseen() {
        let problem = Problem(describing: Odd())
        #expect(problem.status == 500)
        #expect(!problem.detail.contains("42"))
        #expect(JobProblem(answering: Odd()).detail == "the secret is 42")
        #expect(JobProblem(answering: TransferError(.locked, "x", "is in use")).code == "locked")
    }
}
