namespace ModelOps.Jobs;

/// <summary>Says which work the parts in a folder belong to.</summary>
/// <param name="Work">Digest of the options and of the input's size and time.</param>
internal sealed record BatchManifest(string Work);
