/// The way from a document to a value in it, kept backwards so that going deeper costs the same at any depth.
indirect enum JSONPath {
    case root
    case member(any CodingKey, of: JSONPath)
    case element(Int, of: JSONPath)

    /// The names and indexes from the document down.
    var keys: [any CodingKey] {
        switch self {
        case .root: []
        case .member(let key, let parent): parent.keys + [key]
        case .element(let index, let parent): parent.keys + [JSONIndex(index)]
        }
    }
}

/// The place of an element in its array, counted from 0.
struct JSONIndex: CodingKey {
    let intValue: Int?
    let stringValue: String

    init(_ index: Int) {
        intValue = index
        stringValue = "\(index)"
    }

    init?(intValue: Int) { self.init(intValue) }

    init?(stringValue: String) { return nil }
}
