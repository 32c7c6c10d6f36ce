namespace ModelOps;

/// <summary>Names of the documents in an <see cref="IVersionDocumentStore"/> that ModelOps reads and writes.</summary>
public static class VersionDocumentNames
{
    /// <summary>How the name of a signature ends (OpenSSF model signing, a Sigstore bundle). A version may have several.</summary>
    public const string SignatureExtension = ".sig";

    /// <summary>The model card.</summary>
    public const string ModelCard = "model-card.json";

    /// <summary>How the version was trained.</summary>
    public const string Training = "training.json";

    /// <summary>SLSA provenance: a Sigstore bundle around an in-toto statement.</summary>
    public const string Provenance = "provenance.intoto.json";
}
