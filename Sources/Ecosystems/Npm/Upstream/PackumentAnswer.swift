import HTTPClient
import HTTPMessages
import Trees

/// A body that came with 200 where a packument was asked for; what it is, is still to be seen.
struct PackumentAnswer {
    private let name: PackageName
    private let head: ClientResponseHead
    private let bytes: [UInt8]
    private let address: UpstreamAddress

    init(_ name: PackageName, _ head: ClientResponseHead, _ bytes: [UInt8], from address: UpstreamAddress) {
        self.name = name
        self.head = head
        self.bytes = bytes
        self.address = address
    }

    /// Throws `SupplyError` where it is no packument of the package.
    func judged() throws -> UpstreamRegistry.Answer {
        let packument: Packument
        do {
            packument = try Packument(reading: bytes, of: name)
        } catch {
            throw wrong(isPage ? "a page (\(type)) in place of a packument" : "no packument: \(error.reason)")
        }
        guard packument.versions.isEmpty else { return .document(packument, Validator(head)) }
        if packument.times.contains(where: { $0.name == "unpublished" }) {
            return .absent(cause: "it was unpublished")
        }
        throw wrong("a packument without a version")
    }

    private var type: String { head.fields[.contentType] ?? "of no type" }

    private var isPage: Bool { type.lowercased().contains("html") || bytes.first == UInt8(ascii: "<") }

    private func wrong(_ what: String) -> SupplyError {
        SupplyError(
            .wrong,
            name.string,
            "was answered with \(what)",
            hint: "See what \(address.packument(name)) shows; a proxy on the way may answer in its place"
        )
    }
}
