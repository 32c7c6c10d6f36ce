namespace ModelOps.Kubernetes;

/// <summary>The registry is the content of an OCI image, mounted without running it. Needs Kubernetes 1.33 or newer; older clusters drop the volume.</summary>
/// <param name="Reference">Image with a tag other than <c>latest</c> or, better, a digest.</param>
public sealed record RegistryImage(string Reference) : RegistryMount;
