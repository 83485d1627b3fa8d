extension Schema {
    /// Whose signature an archive bears: a public key of OpenSSH.
    static let signers = """
        ALTER TABLE artifacts ADD COLUMN signer TEXT CHECK (signer LIKE 'ssh-ed25519 %');
        """
}
