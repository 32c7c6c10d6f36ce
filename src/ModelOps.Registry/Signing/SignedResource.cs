namespace ModelOps.Registry.Signing;

/// <summary>One thing that a signature covers: a file by its path, or a shard as <c>path:start:end</c>.</summary>
internal sealed record SignedResource(string Name, string Sha256);
