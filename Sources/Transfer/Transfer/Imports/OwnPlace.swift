import Posix

/// Looks at what lies in the very place of an entry: a folder or a link there is the site's own, and stays.
final class OwnPlace {
    private let sink: any TreeSink
    private var search: ObstacleSearch

    init(_ sink: any TreeSink) throws {
        self.sink = sink
        search = try ObstacleSearch(sink)
    }

    /// What keeps a plain file from lying where an entry belongs, or a lock where that of a document does, as a clause;
    /// `nil` where nothing does, and where an obstacle hides the place.
    func oddness(of entry: Entry) throws -> String? {
        guard try search.obstacle(to: entry) == nil else { return nil }
        let location = try sink.location(of: entry.path)
        let lock = sink.rules.landing(of: entry) == .merged ? try sink.lock(for: location)?.path : nil
        for place in [location, lock].compactMap(\.self) {
            guard let info = try sink.root.info(place), info.kind != .regular else { continue }
            return "\(place) is \(info.kind.noun), not a plain file"
        }
        return nil
    }
}

extension FileKind {
    /// What it is, in a sentence.
    fileprivate var noun: String {
        switch self {
        case .regular: "a file"
        case .directory: "a folder"
        case .link: "a symbolic link"
        case .other: "a device or the like"
        case .unknown(let errno): "something that cannot be looked at (\(errno))"
        }
    }
}
