import HTTPServer

extension Routes {
    func showStore(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .json(try await application.storeTotals())
    }
}
