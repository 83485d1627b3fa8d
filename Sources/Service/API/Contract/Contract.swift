/// The interface as other programs read it: every route, its parameters, bodies and answers.
package enum Contract {
    /// A document of OpenAPI 3.1.
    package static var document: [UInt8] { PackageResources.openapi_json }
}
