import HTTPMessages
import Testing

@Suite("Media types")
struct MediaTypeTests {
    private static let npm = MediaType("application/vnd.npm.install-v1+json")

    @Test("the essence is in lower case and without parameters")
    func essence() {
        #expect(MediaType(parsing: "Text/HTML; Charset=UTF-8")?.essence == "text/html")
        #expect(MediaType.html.description == "text/html; charset=utf-8")
    }

    @Test(
        "anything but type/subtype is refused",
        arguments: ["", "text", "text/", "/html", "a/b/c", "te xt/html", ";"]
    )
    func refused(text: String) {
        #expect(MediaType(parsing: text) == nil)
    }

    @Test(
        "the offer liked best is chosen",
        arguments: [
            (nil, "application/json"),
            ("", "application/json"),
            ("*/*", "application/json"),
            (
                "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*",
                "application/vnd.npm.install-v1+json"
            ),
            ("application/json", "application/json"),
            ("application/*;q=0.5", "application/json"),
            ("application/json;q=0.1, application/*;q=0.5", "application/vnd.npm.install-v1+json"),
            ("application/json;q=0, */*;q=0.1", "application/vnd.npm.install-v1+json"),
            ("APPLICATION/JSON;Q=1.000", "application/json"),
            ("application/json;q=1.5", "application/json"),
            ("application/json;q=nonsense", nil),
            ("text/html", nil),
            ("*/*;q=0", nil),
        ] as [(String?, String?)]
    )
    func negotiation(accept: String?, expected: String?) {
        var fields = HTTPFields()
        fields[.accept] = accept
        #expect(AcceptedTypes(fields).preferred(among: [.json, Self.npm])?.essence == expected)
    }

    @Test(
        "a coding is used only where it is asked for",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("br, GZIP;q=0.1", true), ("*", true), ("gzip;q=0, *", false),
            ("br", false), ("gzip;q=nonsense", false), ("*;q=0", false),
        ] as [(String?, Bool)]
    )
    func codings(accept: String?, isTaken: Bool) {
        var fields = HTTPFields()
        fields[.acceptEncoding] = accept
        #expect(AcceptedCodings(fields).takes("gzip") == isTaken)
    }
}
