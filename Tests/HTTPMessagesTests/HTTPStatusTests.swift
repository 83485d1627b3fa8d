import HTTPMessages
import Testing

@Suite("Methods and status codes")
struct HTTPStatusTests {
    @Test("1xx, 204 and 304 have no body (RFC 9110 §6.4.1)", arguments: 100...599)
    func bodies(code: Int) {
        #expect(HTTPStatus(code).forbidsBody == (code < 200 || code == 204 || code == 304))
    }

    @Test("a status is written with its phrase")
    func phrases() {
        #expect(HTTPStatus.contentTooLarge.description == "413 Content Too Large")
        #expect(HTTPStatus(299).description == "299 ")
        #expect(HTTPStatus(299).isSuccess)
        #expect(!HTTPStatus.notModified.isSuccess)
    }

    @Test("only methods known to read are safe")
    func safety() {
        #expect(HTTPMethod.GET.isSafe && HTTPMethod.HEAD.isSafe && HTTPMethod.OPTIONS.isSafe)
        #expect(!HTTPMethod.POST.isSafe && !HTTPMethod("get").isSafe && !HTTPMethod("PURGE").isSafe)
    }
}
