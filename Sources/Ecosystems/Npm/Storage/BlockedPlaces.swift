import Posix

/// Folders of a storage that could not be looked into: what lies in them is unknown, and not gone.
struct BlockedPlaces: Sendable, Equatable {
    private var places: Set<RelativePath> = []

    var isEmpty: Bool { places.isEmpty }

    mutating func insert(_ place: RelativePath) { places.insert(place) }

    /// The one that `location` is, or lies in; `nil` where there is none.
    func above(_ location: RelativePath) -> RelativePath? {
        places.isEmpty ? nil : sequence(first: location) { $0.parent }.first(where: places.contains)
    }
}
