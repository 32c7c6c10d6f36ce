namespace ModelOps.Kubernetes;

/// <summary>The registry lies on a volume that a PersistentVolumeClaim of the namespace names.</summary>
/// <param name="ClaimName">Name of the claim.</param>
public sealed record RegistryClaim(string ClaimName) : RegistryMount;
