/// One way in which a power cut may treat what is not durable.
struct PowerOutcome: Sendable, CustomStringConvertible {
    /// What is found of what was written and not synchronised.
    enum Data: Sendable, CaseIterable {
        case lost, cut, whole
    }

    /// How much is left to chance at each moment.
    private static let chances = 2
    /// Of more operations than that, each moment leaves out another part.
    private static let most = 8

    let description: String
    private let survivors: Set<Int>
    /// What happens to each of the files in turn.
    private let data: [Data]

    private init(_ description: String, _ survivors: some Sequence<Int>, _ data: [Data]) {
        self.description = description
        self.survivors = Set(survivors)
        self.data = data
    }

    /// What may happen at a moment: nothing of what is pending survives, all of it, one operation alone, all but one, and
    /// what chance leaves.
    static func all(at moment: PowerMoment) -> [PowerOutcome] {
        let (files, pending) = (moment.unsynchronised.count, moment.pending.indices)
        var found: [PowerOutcome] = []
        for data in files == 0 ? [.whole] : Data.allCases {
            let data = Array(repeating: data, count: files)
            found.append(PowerOutcome("nothing more survives, data \(data.first ?? .whole)", [], data))
            found.append(PowerOutcome("all survives, data \(data.first ?? .whole)", pending, data))
        }
        let whole = Array(repeating: Data.whole, count: files)
        for index in pending {
            found.append(PowerOutcome("change \(index) alone survives", [index], whole))
            found.append(PowerOutcome("change \(index) alone survives, no data", [index], whole.map { _ in .lost }))
        }
        let step = pending.count / most + 1
        for index in pending where (index + moment.number) % step == 0 {
            found.append(PowerOutcome("change \(index) alone is lost", pending.filter { $0 != index }, whole))
        }
        return found + (0..<chances).map { byChance($0, at: moment, files) }
    }

    /// What chance leaves, the same whenever it is asked.
    private static func byChance(_ chance: Int, at moment: PowerMoment, _ files: Int) -> PowerOutcome {
        var random = SeededRandom(seed: UInt64(moment.number * chances + chance))
        let survivors = moment.pending.indices.filter { _ in Bool.random(using: &random) }
        let data = (0..<files).map { _ in Data.allCases.randomElement(using: &random) ?? .lost }
        return PowerOutcome("as chance \(chance) will have it", survivors, data)
    }

    /// What is found then.
    func state(at moment: PowerMoment) -> DiskState {
        var state = moment.durable
        for index in survivors.sorted() { state.apply(moment.pending[index]) }
        for (inode, data) in zip(moment.unsynchronised, data) {
            guard let file = moment.live.files[inode] else { continue }
            switch data {
            case .lost: break
            case .cut: state.files[inode] = file.cut(behind: moment.durable.files[inode])
            case .whole: state.files[inode] = file
            }
        }
        return state
    }
}

extension DiskState.File {
    /// With half of what was added to an older content, or of all that was written anew.
    fileprivate func cut(behind old: DiskState.File?) -> DiskState.File {
        let old = old?.content ?? []
        let kept = content.starts(with: old) ? old.count : 0
        return DiskState.File(content: Array(content[..<(kept + (content.count - kept) / 2)]), mode: mode)
    }
}
