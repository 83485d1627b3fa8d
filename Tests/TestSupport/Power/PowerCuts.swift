package import Posix

/// What a restart finds after a power cut; two are the same when that is, however it came about.
package struct PowerCut: Sendable, Hashable, CustomStringConvertible {
    private let tree: DiskTree
    private let beside: DiskTree?
    /// Whether the work had returned: what it promised must be there.
    package let isEnd: Bool
    package let description: String

    fileprivate init(tree: DiskTree, beside: DiskTree?, isEnd: Bool, description: String) {
        self.tree = tree
        self.beside = beside
        self.isEnd = isEnd
        self.description = description
    }

    package static func == (left: PowerCut, right: PowerCut) -> Bool {
        left.isEnd == right.isEnd && left.tree == right.tree && left.beside == right.beside
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(tree)
        hasher.combine(beside)
        hasher.combine(isEnd)
    }

    /// Makes an empty folder so, and one for what keeps itself durable.
    package func restore(to root: Directory, beside: Directory? = nil) throws {
        try tree.restore(to: root)
        if let other = self.beside, let beside { try other.restore(to: beside) }
    }
}

/// What may be found after a power cut, one after the other, each once.
package struct PowerCuts: Sequence, IteratorProtocol {
    private var moments: ArraySlice<PowerMoment>
    private var outcomes: ArraySlice<PowerOutcome> = []
    private var known: Set<PowerCut>
    private let operations: [FileOperation]
    private let beside: [DiskTree]

    init(
        _ moments: [PowerMoment],
        beyond known: Set<PowerCut> = [],
        operations: [FileOperation],
        beside: [DiskTree]
    ) {
        self.known = known
        self.moments = moments[...]
        self.operations = operations
        self.beside = beside
        outcomes = moments.first.map { PowerOutcome.all(at: $0)[...] } ?? []
    }

    package mutating func next() -> PowerCut? {
        while let moment = moments.first {
            while let outcome = outcomes.popFirst() {
                let cut = cut(moment, outcome)
                if known.insert(cut).inserted { return cut }
            }
            moments.removeFirst()
            outcomes = moments.first.map { PowerOutcome.all(at: $0)[...] } ?? []
        }
        return nil
    }

    private func cut(_ moment: PowerMoment, _ outcome: PowerOutcome) -> PowerCut {
        let number = moment.number
        let isEnd = number == operations.count
        let place = isEnd ? "after the end" : "before \(number), \(operations[number].kind) \(operations[number].path)"
        return PowerCut(
            tree: DiskTree(outcome.state(at: moment)),
            beside: beside.isEmpty ? nil : beside[number],
            isEnd: isEnd,
            description: "cut \(place): \(outcome)"
        )
    }
}
