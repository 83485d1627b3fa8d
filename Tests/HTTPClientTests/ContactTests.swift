import HTTPMessages
import Testing
import Time

@testable import HTTPClient

@Suite("Whom a client asked")
struct ContactTests {
    private func moment(_ second: Int64) -> Moment { Moment(seconds: second) }

    private func answer(_ status: Int) -> Result<ClientResponseHead, any Error> {
        .success(ClientResponseHead(status: HTTPStatus(status), fields: [:]))
    }

    private func failure(_ code: HTTPClientError.Code) -> Result<ClientResponseHead, any Error> {
        .failure(HTTPClientError(code, url: "http://a/", cause: "nobody answers there"))
    }

    @Test("whoever answers is reached, whatever he says of the request; what fails on his side, or in between, is kept")
    func outcomes() {
        let contacts = Contacts()
        contacts.note("http://a", answer(404), at: moment(1))
        #expect(contacts.all == [Contact(origin: "http://a", answered: moment(1))])
        contacts.note("http://a", failure(.timeout), at: moment(2))
        #expect(contacts.all.first?.answered == moment(1) && contacts.all.first?.failed == moment(2))
        #expect(contacts.all.first?.cause == "nobody answers there")
        contacts.note("http://a", answer(503), at: moment(3))
        #expect(contacts.all.first?.failed == moment(3) && contacts.all.first?.cause == "answers 503")
        contacts.note("http://a", answer(200), at: moment(4))
        #expect(contacts.all == [Contact(origin: "http://a", answered: moment(4))])
    }

    @Test("what somebody here gave up, or what was too large, says nothing of whom was asked")
    func silent() {
        let contacts = Contacts()
        contacts.note("http://a", .failure(CancellationError()), at: moment(1))
        contacts.note("http://a", failure(.tooLarge), at: moment(2))
        contacts.note("", answer(200), at: moment(3))
        #expect(contacts.all.isEmpty)
    }

    @Test("those that were asked last are kept, and no more than some")
    func bounded() {
        let contacts = Contacts()
        for number in 0..<100 { contacts.note("http://h\(number)", answer(200), at: moment(Int64(number))) }
        contacts.note("http://h90", answer(200), at: moment(200))
        #expect(contacts.all.count == 32 && contacts.all.first?.origin == "http://h90")
        let origins = contacts.all.map(\.origin)
        #expect(origins.contains("http://h99") && !origins.contains("http://h0"))
    }
}
