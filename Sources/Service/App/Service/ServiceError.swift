import Posix

/// Why the service cannot start.
package struct ServiceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What stands in the way.
    package enum Code: String, Sendable, CaseIterable {
        /// Another instance works on the same state.
        case alreadyRunning = "already-running"
        /// The address is taken by somebody else.
        case addressInUse = "address-in-use"
        /// The address cannot be listened at for another reason.
        case cannotListen = "cannot-listen"
        /// The user may not listen at the address.
        case notPermitted = "not-permitted"
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    /// One sentence with the cause, and one with the next step.
    package let description: String

    static func alreadyRunning(_ holder: String, state: String) -> ServiceError {
        ServiceError(
            code: .alreadyRunning,
            description: "\(state) is in use by \(holder.isEmpty ? "another instance" : holder). "
                + "Stop that one first, or give this one another paths.state."
        )
    }

    static func cannotListen(at address: String, _ error: SystemError) -> ServiceError {
        if error.isPermission {
            return ServiceError(
                code: .notPermitted,
                description:
                    "This user may not listen at \(address). Set listen to a port of 1024 or above, or give the "
                    + "service CAP_NET_BIND_SERVICE."
            )
        }
        guard error.errno == .addressInUse else {
            return ServiceError(
                code: .cannotListen,
                description: "Cannot listen at \(address): \(error.errno). Set listen to an address of this machine."
            )
        }
        return ServiceError(
            code: .addressInUse,
            description: "\(address) is taken by another program. Stop it, or set listen to a free port."
        )
    }
}
