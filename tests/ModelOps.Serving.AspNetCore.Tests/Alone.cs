namespace ModelOps.Serving.AspNetCore.Tests;

/// <summary>Tests that measure the whole process: they run beside no other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
