import JSON
import Time

/// What Verdaccio notes in a stored packument of where it comes from (docs/formats/storage.md).
struct UplinkRecord: Sendable, Equatable {
    /// When an upstream was asked last, by the clock of the Verdaccio; `nil` where none ever was.
    let fetched: Moment?
    /// Whether anything of it came from an upstream.
    let isForeign: Bool

    /// Reads `_uplinks` and `_distfiles`; what is of another type says nothing.
    init(_ packument: Packument) {
        let uplinks = packument.members(of: "_uplinks")
        let times = uplinks.compactMap { _, uplink -> Int64? in
            switch uplink["fetched"] {
            case .integer(let time): time
            case .number(let time): Int64(exactly: time.rounded())
            default: nil
            }
        }
        fetched = times.max().map(Moment.init(milliseconds:))
        isForeign = !uplinks.isEmpty || packument.hasDownloads
    }
}

extension Packument {
    /// Whether an upstream gave addresses of tarballs; the list may be long, so it is not decoded.
    fileprivate var hasDownloads: Bool {
        guard let span = member("_distfiles"), bytes[span].first == UInt8(ascii: "{") else { return false }
        return bytes[span].contains(UInt8(ascii: ":"))
    }

    /// The members of an object in the document; none for anything else.
    fileprivate func members(of name: String) -> [(String, JSONValue)] {
        guard let span = member(name), case .object(let members) = try? JSONValue(parsing: Array(bytes[span])) else {
            return []
        }
        return members
    }
}
