namespace ModelOps.Kubernetes;

/// <summary>One manifest as a file.</summary>
/// <param name="Name">Name of the file, without a folder.</param>
/// <param name="Yaml">Its content.</param>
public sealed record ManifestFile(string Name, string Yaml);
