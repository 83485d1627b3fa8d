import API
import Requests
import Testing
import Trees

@Suite("Places in cursors")
struct CatalogPlaceTests {
    private func page(_ cursor: String?) -> ListPage {
        let query = PackageQuery(page: PageQuery(limit: 1, cursor: cursor))
        return ListPage(query.page, of: "packages", query)
    }

    @Test(
        "a place comes back as it was, in letters and digits alone",
        arguments: [
            "a", "@scope/name", "x", "0x0", "e\u{301}", "\u{1F600}", "a b&c=d#e%2F+",
            String(repeating: "n", count: 255),
        ],
        [0, 1, 35, 36, Int64.max]
    )
    func roundTrip(name: String, key: Int64) throws {
        let filled = page(nil).filled(with: [1, 2], of: 2, placing: { _ in CatalogPlace(key: key, name: name) }) { $0 }
        let cursor = try #require(filled.nextCursor)
        #expect(cursor.wholeMatch(of: /[0-9a-f]{10}[0-9a-z]{1,640}/) != nil)
        let read = try #require(try page(cursor).packagePlace)
        #expect(read.key == key && read.name.utf8.elementsEqual(name.utf8))
    }

    @Test(
        "what names no place is refused, be its digest right",
        arguments: ["2s", "1e", "61", "x", "6x", "zzx0", "c3x0", "61x", "61x-"]
    )
    func foreign(place: String) throws {
        let cursor = page(nil).cursor(at: place)
        #expect(throws: Problem.self) { try page(cursor).packagePlace?.name }
        #expect(try page(nil).packagePlace?.name == nil)
    }
}
