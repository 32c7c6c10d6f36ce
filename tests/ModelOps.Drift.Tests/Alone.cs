namespace ModelOps.Drift.Tests;

/// <summary>Tests that change what belongs to the whole process, such as the current folder: they run beside no other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
