import Synchronization

/// A listing that is made when it is first asked for: an unchanged tree needs none.
final class LazyListing: Sendable {
    private let make: @Sendable () -> Listing
    private let made = Mutex<Listing?>(nil)

    init(_ make: @escaping @Sendable () -> Listing) { self.make = make }

    var value: Listing {
        made.withLock { made in
            if let made { return made }
            let listing = make()
            made = listing
            return listing
        }
    }
}
