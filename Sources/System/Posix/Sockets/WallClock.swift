import CShims

/// The time of day, as cheap as the system has it: exact to a few milliseconds.
package enum WallClock {
    /// Whole seconds since 1970.
    package static var seconds: Int64 { pf_realtime_seconds() }
}
