namespace ModelOps.Registry.Artifacts;

/// <summary>A file whose bytes are durable under a temporary name and not yet part of the store.</summary>
internal sealed record StagedFile(ArtifactDescriptor Descriptor, string TemporaryPath);
