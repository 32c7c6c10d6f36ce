namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>What the store says when it refuses.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">The store's code, e.g. <c>NoSuchKey</c>; empty when it sent none.</param>
internal sealed record S3Refusal(int Status, string Code);
