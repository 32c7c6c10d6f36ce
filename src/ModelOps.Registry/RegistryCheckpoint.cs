namespace ModelOps.Registry;

/// <summary>What is kept of a log elsewhere, to know later that it is still the same up to there.</summary>
/// <param name="Sequence">Sequence of an event.</param>
/// <param name="ChainDigest">Its <see cref="RegistryEvent.ChainDigest"/>.</param>
public sealed record RegistryCheckpoint(long Sequence, string ChainDigest);
