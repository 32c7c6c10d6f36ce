namespace ModelOps.Registry.Signing;

/// <summary>A model is not what a trusted key has signed. Nothing of it is loaded.</summary>
public sealed class ModelSigningException : ModelOpsException
{
    internal ModelSigningException(ModelSigningFailure failure, string what, string mend, Exception? cause = null)
        : base(KindOf(failure), CodeOf(failure), $"The model is refused: {what}. {mend}", cause) => Failure = failure;

    /// <summary>Why.</summary>
    public ModelSigningFailure Failure { get; }

    internal static ModelSigningException Malformed(string what, Exception? cause = null) =>
        new(ModelSigningFailure.Malformed, $"its signature {what}", "Copy the signature again from where it was made, or sign the model anew.", cause);

    internal static ModelSigningException Unsupported(string what) =>
        new(ModelSigningFailure.Unsupported, $"its signature {what}", "Sign the model with an ECDSA or Ed25519 key and SHA-256 over whole files or shards.");

    internal static ModelSigningException OfFile(ModelSigningFailure failure, string path, string what) =>
        new(failure, $"file '{path}' {what}", "Restore the files that were signed, or have the model signed anew.");

    private static ModelOpsErrorKind KindOf(ModelSigningFailure failure) =>
        failure is ModelSigningFailure.FileChanged or ModelSigningFailure.FileMissing or ModelSigningFailure.FileUnexpected or ModelSigningFailure.FileRenamed
            or ModelSigningFailure.BadSignature or ModelSigningFailure.Malformed or ModelSigningFailure.Inconsistent
            ? ModelOpsErrorKind.DataLoss
            : ModelOpsErrorKind.FailedPrecondition;

    private static string CodeOf(ModelSigningFailure failure) => failure switch
    {
        ModelSigningFailure.Unsigned => "MODEL_SIGNING_UNSIGNED",
        ModelSigningFailure.Malformed => "MODEL_SIGNING_MALFORMED",
        ModelSigningFailure.Unsupported => "MODEL_SIGNING_UNSUPPORTED",
        ModelSigningFailure.UntrustedKey => "MODEL_SIGNING_UNTRUSTED_KEY",
        ModelSigningFailure.BadSignature => "MODEL_SIGNING_BAD_SIGNATURE",
        ModelSigningFailure.Inconsistent => "MODEL_SIGNING_INCONSISTENT",
        ModelSigningFailure.OtherModel => "MODEL_SIGNING_OTHER_MODEL",
        ModelSigningFailure.FileChanged => "MODEL_SIGNING_FILE_CHANGED",
        ModelSigningFailure.FileMissing => "MODEL_SIGNING_FILE_MISSING",
        ModelSigningFailure.FileUnexpected => "MODEL_SIGNING_FILE_UNEXPECTED",
        ModelSigningFailure.FileRenamed => "MODEL_SIGNING_FILE_RENAMED",
        ModelSigningFailure.SymbolicLink => "MODEL_SIGNING_SYMBOLIC_LINK",
        ModelSigningFailure.TooFewSignatures => "MODEL_SIGNING_TOO_FEW_SIGNATURES",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}
