import CShims

/// The time of day, as whoever needs it is handed it; tests hand in one that they turn themselves.
package struct WallClock: Sendable {
    /// The present moment.
    package let now: @Sendable () -> Moment

    package init(_ now: @escaping @Sendable () -> Moment) { self.now = now }

    /// The machine's.
    package static let system = WallClock { Moment(nanoseconds: pf_realtime_nanoseconds()) }

    /// The machine's time in whole seconds since 1970, as cheap as the system has it: exact to a few milliseconds.
    package static var coarseSeconds: Int64 { pf_realtime_seconds() }
}
