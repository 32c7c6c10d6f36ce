namespace ModelOps.Registry.Signing;

/// <summary>Why a model is not taken for what its signer signed.</summary>
public enum ModelSigningFailure
{
    /// <summary>There is no signature.</summary>
    Unsigned,

    /// <summary>The signature is cut off, damaged, or no Sigstore bundle with an in-toto statement at all.</summary>
    Malformed,

    /// <summary>The signature is of a kind that is not read here, such as a certificate or another hash.</summary>
    Unsupported,

    /// <summary>The signature was made with a key that is not trusted.</summary>
    UntrustedKey,

    /// <summary>The signature does not fit what it signs: the statement was changed after it was signed.</summary>
    BadSignature,

    /// <summary>The statement contradicts itself: its digest is not that of the files it lists.</summary>
    Inconsistent,

    /// <summary>The statement is about another model.</summary>
    OtherModel,

    /// <summary>A file has other bytes than were signed.</summary>
    FileChanged,

    /// <summary>A file that was signed is not there.</summary>
    FileMissing,

    /// <summary>A file is there that was not signed.</summary>
    FileUnexpected,

    /// <summary>A file that was signed is there under another name.</summary>
    FileRenamed,

    /// <summary>A file is a symbolic link, and links are not allowed or this one leads out of the folder.</summary>
    SymbolicLink,

    /// <summary>Fewer trusted keys have signed than the rule of the model asks for.</summary>
    TooFewSignatures,
}
