namespace ModelOps.Kubernetes;

/// <summary>How the registry's files get into the pod, always read-only: <see cref="RegistryClaim"/> or <see cref="RegistryImage"/>.</summary>
/// <remarks>The embedded registry opens the folder as a snapshot: its last writer has closed it, and a new state is a new volume or image.
/// A fetched version is copied to the pod's temporary space; see <see cref="ModelResources.TemporarySpace"/>.</remarks>
public abstract record RegistryMount
{
    private protected RegistryMount()
    {
    }

    /// <summary>Absolute folder where the pod sees the files. Default <c>/registry</c>.</summary>
    public string Path { get; init; } = "/registry";
}
