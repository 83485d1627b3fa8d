/// Builds the tree from the events, within the limits.
struct Composer {
    private let parser: EventParser
    private let limits: YAMLLimits
    private let onDuplicate: (YAMLError) throws(YAMLError) -> Void
    private var anchors: [String: Anchored] = [:]
    private var nodes = 0

    /// A value that aliases may repeat, with what each repetition costs.
    private struct Anchored {
        let node: YAMLNode
        let nodes: Int
        let height: Int
    }

    init(
        parser: EventParser,
        limits: YAMLLimits,
        onDuplicate: @escaping (YAMLError) throws(YAMLError) -> Void
    ) {
        self.parser = parser
        self.limits = limits
        self.onDuplicate = onDuplicate
    }

    /// The stream's only document.
    mutating func document() throws(YAMLError) -> YAMLNode {
        _ = try parser.next()
        let start = try parser.next()
        guard case .documentStart = start.kind else {
            return YAMLNode(.scalar(YAMLScalar(text: "", isPlain: true)), at: start.position)
        }
        let root = try node(from: try parser.next(), depth: 1)
        _ = try parser.next()
        let end = try parser.next()
        guard case .streamEnd = end.kind else {
            throw YAMLError(at: end.position, reason: "a second document begins here, but one is expected")
        }
        return root
    }

    private mutating func node(from event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        if case .alias(let name) = event.kind { return try resolve(name, event, depth: depth) }
        try requireDepth(depth, event)
        try refuseTag(event)
        let before = nodes
        try count(1, event)
        let node = YAMLNode(try content(of: event, depth: depth), at: event.position)
        if let name = event.anchor {
            anchors[name] = Anchored(node: node, nodes: nodes - before, height: node.height)
        }
        return node
    }

    private mutating func content(of event: Event, depth: Int) throws(YAMLError) -> YAMLNode.Content {
        switch event.kind {
        case .scalar(let scalar): return .scalar(scalar)
        case .sequenceStart: return .sequence(try items(depth: depth))
        default: return .mapping(try entries(depth: depth))
        }
    }

    private mutating func items(depth: Int) throws(YAMLError) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try parser.next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(from: event, depth: depth + 1))
        }
    }

    private mutating func entries(depth: Int) throws(YAMLError) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try parser.next()
            if case .mappingEnd = event.kind { return entries }
            let key = try key(from: event)
            let value = try node(from: try parser.next(), depth: depth + 1)
            if let line = lines[key] {
                let reason = "the key \(YAMLScalar.encoded(key)) is there twice, first in line \(line)"
                try onDuplicate(YAMLError(at: event.position, reason: reason))
            } else {
                lines[key] = event.position.line
                entries.append(YAMLEntry(key: key, at: event.position, value: value))
            }
        }
    }

    private mutating func key(from event: Event) throws(YAMLError) -> String {
        guard case .scalar(let scalar) = event.kind else {
            throw YAMLError(at: event.position, reason: "a key must be text")
        }
        guard !(scalar.isPlain && scalar.text == "<<") else {
            throw YAMLError(at: event.position, reason: "merge keys (<<) are not supported: write the keys out")
        }
        try refuseTag(event)
        try count(1, event)
        return scalar.text
    }

    private mutating func resolve(_ name: String, _ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        guard let anchored = anchors[name] else {
            throw YAMLError(at: event.position, reason: "the alias *\(name) has no anchor &\(name) before it")
        }
        try requireDepth(depth + anchored.height - 1, event)
        try count(anchored.nodes, event)
        return YAMLNode(anchored.node.content, at: event.position)
    }

    private func requireDepth(_ depth: Int, _ event: Event) throws(YAMLError) {
        guard depth <= limits.depth else {
            throw YAMLError(at: event.position, reason: "values lie deeper than \(limits.depth) levels")
        }
    }

    private mutating func count(_ more: Int, _ event: Event) throws(YAMLError) {
        nodes += more
        guard nodes <= limits.nodes else {
            throw YAMLError(at: event.position, reason: "there are more than \(limits.nodes) values, aliases resolved")
        }
    }

    // Tags of plain data say what the key's wanted type says anyway; others ask for what no configuration holds.
    private func refuseTag(_ event: Event) throws(YAMLError) {
        guard let tag = event.tag, tag != "!" else { return }
        let plain = ["str", "int", "float", "bool", "null", "seq", "map"]
        guard !plain.contains(where: { tag == "tag:yaml.org,2002:\($0)" }) else { return }
        throw YAMLError(at: event.position, reason: "the tag \(YAMLScalar.encoded(tag)) is not supported")
    }
}

extension YAMLNode {
    /// How many levels it spans, itself included.
    fileprivate var height: Int {
        switch content {
        case .scalar: 1
        case .sequence(let items): 1 + (items.map(\.height).max() ?? 0)
        case .mapping(let entries): 1 + (entries.map(\.value.height).max() ?? 0)
        }
    }
}
