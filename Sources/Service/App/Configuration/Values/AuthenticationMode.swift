/// Who may use the service.
package enum AuthenticationMode: String, Sendable, CaseIterable, ConfigurationValue {
    /// Whoever reaches it.
    case none
}
