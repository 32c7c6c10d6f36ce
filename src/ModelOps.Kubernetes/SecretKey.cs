namespace ModelOps.Kubernetes;

/// <summary>One entry of a Secret. Only its place is written into manifests, never its value.</summary>
/// <param name="Secret">Name of the Secret.</param>
/// <param name="Key">Key within the Secret.</param>
public sealed record SecretKey(string Secret, string Key);
