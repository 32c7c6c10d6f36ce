namespace ModelOps.Kubernetes;

/// <summary>How the registry's files get into the pod, always read-only: <see cref="RegistryClaim"/> or <see cref="RegistryImage"/>.</summary>
public abstract record RegistryMount
{
    private protected RegistryMount()
    {
    }

    /// <summary>Absolute folder where the pod sees the files. Default <c>/registry</c>.</summary>
    public string Path { get; init; } = "/registry";
}
