namespace ModelOps.Registry.Oci;

/// <summary>Codes of <see cref="OciException"/>.</summary>
public static class OciErrorCodes
{
    /// <summary>The registry could not be reached, or says that it cannot answer now.</summary>
    public const string Unavailable = "OCI_REGISTRY_UNAVAILABLE";

    /// <summary>The registry wants other credentials, or more rights.</summary>
    public const string AccessDenied = "OCI_ACCESS_DENIED";

    /// <summary>The registry has no such repository, tag, manifest or blob.</summary>
    public const string NotFound = "OCI_NOT_FOUND";

    /// <summary>The tag points at other content already.</summary>
    public const string TagConflict = "OCI_TAG_CONFLICT";

    /// <summary>The registry answered what the client cannot use.</summary>
    public const string AnswerUnusable = "OCI_ANSWER_UNUSABLE";

    /// <summary>The artifact is not a model that can be read, or not a safe one.</summary>
    public const string ArtifactInvalid = "OCI_ARTIFACT_INVALID";
}
