namespace ModelOps;

/// <summary>One part of a multipart upload.</summary>
/// <param name="Number">Number, from 1.</param>
/// <param name="ETag">What the store knows the part's content by.</param>
public sealed record ArtifactPart(int Number, string ETag);
